import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { translate } from "libretranslate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runInProcess } from "../run-in-process.ts";
import { runTranslate } from "../run-translate.ts";
import { type ListeningService, startService } from "./listening-service.ts";

// The built command with its model, threads and sockets.
const timeout = 120_000;
const small = ["--model", "en-de-w1a1"];
let service: ListeningService;

beforeAll(async () => {
  service = await startService(...small, "--threads", "2");
}, timeout);
afterAll(async () => {
  service?.process.kill("SIGTERM");
  await service?.ended;
}, timeout);

async function post(body: object): Promise<unknown> {
  const response = await fetch(`${service.url}/translate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return await response.json();
}

/** What the command line makes of lines. */
async function commandLine(lines: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runTranslate(small, lines.map((line) => `${line}\n`).join(""));
  return stdout.trimEnd().split("\n");
}

describe("a service that listens", { timeout }, () => {
  test("translates for a public client of LibreTranslate as the command line does", async () => {
    const lines = ["Where is my new car?", "I am tired."];
    const answers = [];
    for (const query of lines)
      answers.push(await translate({ query, source: "en", target: "de", apiurl: service.url }));
    expect(answers).toEqual(await commandLine(lines));
  });

  test("answers what Weblate's connector asks", async () => {
    const languages: readonly { readonly code: string }[] = await (
      await fetch(`${service.url}/languages`)
    ).json();
    expect(languages.map(({ code }) => code)).toEqual(expect.arrayContaining(["en", "de"]));
    // The probe that it validates its settings with, then lists of twenty with its marks.
    const probe = { api_key: "", q: ["test"], source: "en", target: "de" };
    expect(await post(probe)).toEqual({ translatedText: [expect.stringMatching(/\S/)] });
    const q = Array.from({ length: 20 }, (_, i) => `Open [X${i}X] and close the window [X7X].`);
    const { translatedText } = Object(await post({ api_key: "", q, source: "en", target: "de" }));
    expect(translatedText).toHaveLength(20);
    q.forEach((_, i) => {
      expect(translatedText[i]).toContain(`[X${i}X]`);
      expect(translatedText[i]).toContain("[X7X]");
    });
  });

  test("answers what OmegaT's connector asks, whose bar is not encoded", async () => {
    const { hostname, port } = new URL(service.url);
    const path = "/translate?q=I+am+tired.&markUnknown=no&langpair=en|de&key=";
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`),
      );
      let text = "";
      socket.setEncoding("utf8").on("data", (part) => {
        text += part;
      });
      socket.on("end", () => resolve(text)).on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    const [translatedText] = await commandLine(["I am tired."]);
    expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n")))).toEqual({
      responseData: { translatedText },
      responseDetails: null,
      responseStatus: 200,
    });
  });

  test("translates texts of many requests as each alone", async () => {
    const lines = ["Where is my new car?", "I am tired.", "We have a dog.", "Tom is here.", ""];
    const alone = [];
    for (const q of lines) alone.push(await post({ q, source: "en", target: "de" }));
    const together = await Promise.all(
      [...lines, ...lines].map((q) => post({ q, source: "en", target: "de" })),
    );
    expect(together).toEqual([...alone, ...alone]);
  });
});

describe("a signal", { timeout }, () => {
  test("lets the service answer what it has accepted, and end with 0", async () => {
    const own = await startService("--threads", "1", "--log-level", "info");
    const q = Array.from({ length: 60 }, (_, i) => `The house number ${i} has a red door.`);
    const body = JSON.stringify({ q, source: "en", target: "de" });
    const answer = new Promise<string>((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const request = httpRequest(`${own.url}/translate`, { method: "POST", headers });
      request.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve(text));
      });
      request.on("error", reject);
      // The service has read all of it once it shows up among what is busy.
      request.end(body);
    });
    for (;;) {
      const metrics = await (await fetch(`${own.url}/metrics`)).text();
      if (/^bnnkit_workers_busy 1$/m.test(metrics)) break;
    }
    own.process.kill("SIGTERM");
    expect(JSON.parse(await answer).translatedText).toHaveLength(60);
    const { code, log } = await own.ended;
    expect(code).toBe(0);
    expect(log).toContain("stopping");
    await expect(fetch(`${own.url}/health`)).rejects.toThrow();
  });
});

describe("wrong arguments", { timeout }, () => {
  test.each([
    [["serve", "--port", "70000"], /--port/],
    [["serve", "--api-keys", "absent.txt"], /--api-keys absent\.txt: ENOENT/],
    [["serve", "--model", "absent", "--tokenizer", "absent"], /--model absent: ENOENT/],
    [["serve", "text"], /too many arguments/],
  ])("%j end with 2", async (args, message) => {
    const { code, stderr } = await runInProcess(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("a port that is taken", async () => {
    const { port } = new URL(service.url);
    const { code, stderr } = await runInProcess(["serve", "--port", port, "--threads", "1"]);
    expect(code).toBe(2);
    expect(stderr).toContain(`--host 127.0.0.1 --port ${port}: `);
    expect(stderr).toContain("EADDRINUSE");
  });

  test("help says what it listens to", async () => {
    const { code, stdout } = await runInProcess(["serve", "--help"]);
    expect(code).toBe(0);
    for (const word of ["--host", "--port", "--api-keys", "--cors", "--queue", "SIGTERM"])
      expect(stdout).toContain(word);
  });
});
