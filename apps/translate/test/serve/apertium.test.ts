import { describe, expect, test } from "vitest";
import { openService } from "./open-service.ts";

const { get, post, service } = await openService();

const answer = (responseData: unknown): object => ({
  responseData,
  responseDetails: null,
  responseStatus: 200,
});

describe("GET /translate", () => {
  test.each([
    // As OmegaT asks, whose bar is not encoded, and as Weblate does, with codes of three letters.
    "/translate?q=good%20day&markUnknown=no&langpair=en|de&key=",
    "/translate?langpair=eng%7Cdeu&q=good+day&markUnknown=no",
  ])("answers %s", async (url) => {
    const { status, body } = await get(url);
    expect([status, body]).toEqual([200, answer({ translatedText: "GOOD DAY" })]);
  });

  test.each([
    ["/translate?q=a", "langpair is missing"],
    ["/translate?langpair=en|de", "q is missing"],
    ["/translate?q=a&langpair=en|fr", "langpair must be a pair of /listPairs, such as en|de"],
    ["/translate?q=a&langpair=en", "langpair must be a pair of /listPairs, such as en|de"],
    ["/translate?q=a&langpair=en|de|en", "langpair must be a pair of /listPairs, such as en|de"],
    ["/translate?q=a&langpair=de|en", "German is not translated to English"],
  ])("refuses %s", async (url, explanation) => {
    expect(await get(url)).toMatchObject({
      status: 400,
      body: { status: "error", code: 400, message: "Bad Request", explanation },
    });
  });
});

test("POST /translate with a pair is answered alike", async () => {
  const { body } = await post("/translate", { q: "good day", langpair: "en|de" });
  expect(body).toEqual(answer({ translatedText: "GOOD DAY" }));
});

test("what was translated stands as OmegaT 3 searches for it, with a space", async () => {
  const { body } = await service.inject("/translate?langpair=en|de&q=a,%0Ab%22%20%7B%22c%22:1%7D");
  expect(body).toBe(
    '{"responseData": {"translatedText": "A,\\nB\\" {\\"C\\":1}"}, "responseDetails": null, "responseStatus": 200}',
  );
});

test("GET /listPairs names the pairs in both kinds of codes", async () => {
  expect((await get("/listPairs")).body).toEqual(
    answer([
      { sourceLanguage: "en", targetLanguage: "de" },
      { sourceLanguage: "eng", targetLanguage: "deu" },
    ]),
  );
});
