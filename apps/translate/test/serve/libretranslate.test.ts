import { describe, expect, test } from "vitest";
import { openService } from "./open-service.ts";

const { get, post, service } = await openService();

const pair = { source: "en", target: "de" };

describe("POST /translate", () => {
  test("answers a text with a text", async () => {
    expect(await post("/translate", { q: "Hello world", ...pair })).toMatchObject({
      status: 200,
      body: { translatedText: "HELLO WORLD" },
    });
  });

  test.each([[["one", "", "two"]], [["one"]], [[]]])(
    "answers the list %j with a list",
    async (q) => {
      const { status, body } = await post("/translate", { q, ...pair });
      expect(status).toBe(200);
      expect(body).toEqual({ translatedText: q.map((text) => text.toUpperCase()) });
    },
  );

  test("answers an empty text with an empty text", async () => {
    const { body } = await post("/translate", { q: "", ...pair });
    expect(body).toEqual({ translatedText: "" });
  });

  test("gives alternatives beside the best, as many as were wanted", async () => {
    const one = await post("/translate", { q: "a", ...pair, alternatives: 2 });
    expect(one.body).toEqual({ translatedText: "A", alternatives: ["A (2)", "A (3)"] });
    const list = await post("/translate", { q: ["a", "b"], ...pair, alternatives: 1 });
    expect(list.body).toEqual({
      translatedText: ["A", "B"],
      alternatives: [["A (2)"], ["B (2)"]],
    });
  });

  test("says which language it took a text for", async () => {
    const english = { confidence: expect.any(Number), language: "en" };
    const request = { source: "auto", target: "de" };
    const one = await post("/translate", { q: "Where is the house?", ...request });
    expect(one.body).toEqual({ translatedText: "WHERE IS THE HOUSE?", detectedLanguage: english });
    const list = await post("/translate", { q: ["Where is it?", "There."], ...request });
    expect(list.body).toMatchObject({ detectedLanguage: [english, english] });
  });

  test("gives back what is in the target language already", async () => {
    const q = "Wo ist denn das Haus?";
    const { body } = await post("/translate", { q, source: "auto", target: "de", alternatives: 1 });
    expect(body).toMatchObject({
      translatedText: q,
      alternatives: [],
      detectedLanguage: { language: "de" },
    });
  });

  test("translates HTML between its tags", async () => {
    const q = "<p>good <b>day</b></p>";
    const { body } = await post("/translate", { q, ...pair, format: "html", alternatives: 1 });
    expect(body).toEqual({
      translatedText: "<p>GOOD <b>DAY</b></p>",
      alternatives: ["<p>GOOD <b>DAY</b> (2)</p>"],
    });
  });

  test("reads a form", async () => {
    const { statusCode, body } = await service.inject({
      method: "POST",
      url: "/translate",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: "q=a+b&source=en&target=de&alternatives=1",
    });
    expect([statusCode, JSON.parse(body)]).toEqual([
      200,
      { translatedText: "A B", alternatives: ["A B (2)"] },
    ]);
  });

  test("knows languages with a region, and in capitals", async () => {
    const { body } = await post("/translate", { q: "a", source: "en-US", target: "DE_AT" });
    expect(body).toEqual({ translatedText: "A" });
  });

  test.each([
    [{ ...pair }, "q is missing"],
    [{ q: "a", target: "de" }, "source is missing"],
    [{ q: "a", source: "en" }, "target is missing"],
    [{ q: "a", source: "fr", target: "de" }, "source must be a language of /languages"],
    [{ q: "a", source: "en", target: "" }, "target must be a language of /languages"],
    [{ q: "a", source: "de", target: "en" }, "German is not translated to English"],
    [{ q: "a", ...pair, format: "pdf" }, "body.format must be equal to one of the allowed values"],
    [{ q: "a", ...pair, alternatives: -1 }, "body.alternatives must be >= 0"],
    [{ q: "a", ...pair, alternatives: "many" }, "body.alternatives must be integer"],
    [{ q: "a", ...pair, alternatives: 10 }, "alternatives must be at most 9"],
    [{ q: { text: "a" }, ...pair }, "body.q must be string"],
  ])("refuses %j", async (request, error) => {
    expect(await post("/translate", request)).toMatchObject({ status: 400, body: { error } });
  });

  test.each([
    ["no JSON", "{", "application/json", 400],
    ["nothing", "", "application/json", 400],
    ["another type", "<q/>", "text/xml", 415],
    ["a list", "[]", "application/json", 400],
  ])("refuses %s", async (_, payload, type, status) => {
    const headers = { "content-type": type };
    const request = { method: "POST", url: "/translate", headers, payload } as const;
    const { statusCode, body } = await service.inject(request);
    expect(statusCode).toBe(status);
    expect(JSON.parse(body)).toEqual({ error: expect.any(String) });
  });
});

test("GET /languages names the languages and what they are translated to", async () => {
  expect((await get("/languages")).body).toEqual([
    { code: "en", name: "English", targets: ["de", "en"] },
    { code: "de", name: "German", targets: ["de"] },
  ]);
});

describe("POST /detect", () => {
  test.each([
    ["Where is my new car?", "en"],
    ["Wo ist mein neues Auto?", "de"],
    ["12 + 3", "en"],
    ["", "en"],
  ])("of %j says %s", async (q, language) => {
    const { status, body } = await post("/detect", { q });
    expect(status).toBe(200);
    expect(body).toMatchObject({ 0: { language, confidence: expect.any(Number) } });
  });

  test("needs a text", async () => {
    expect(await post("/detect", {})).toMatchObject({
      status: 400,
      body: { error: "q is missing" },
    });
  });
});

test("GET /frontend/settings says what the service can do", async () => {
  expect((await get("/frontend/settings")).body).toEqual({
    apiKeys: false,
    charLimit: 50_000,
    filesTranslation: false,
    frontendTimeout: 500,
    keyRequired: false,
    language: { source: { code: "en", name: "English" }, target: { code: "de", name: "German" } },
    suggestions: false,
    supportedFilesFormat: [],
  });
});
