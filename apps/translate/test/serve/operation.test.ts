import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ApiKeys } from "../../src/serve/api-keys.ts";
import { defaultLimits } from "../../src/serve/service-options.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { openService } from "./open-service.ts";
import { stubTranslator } from "./stub-translator.ts";

const folder = temporaryFolder();
const pair = { source: "en", target: "de" };

describe("limits", () => {
  test("of characters, over all texts", async () => {
    const { post } = await openService({ limits: { ...defaultLimits, characters: 5 } });
    expect(await post("/translate", { q: ["abc", "de"], ...pair })).toMatchObject({ status: 200 });
    expect(await post("/translate", { q: ["abc", "def"], ...pair })).toMatchObject({
      status: 413,
      body: { error: "A request has at most 5 characters, not 6" },
    });
    expect(await post("/detect", { q: "abcdef" })).toMatchObject({ status: 413 });
  });

  test("of texts", async () => {
    const { post } = await openService({ limits: { ...defaultLimits, texts: 2 } });
    expect(await post("/translate", { q: ["a", "b", "c"], ...pair })).toMatchObject({
      status: 413,
      body: { error: "A request has at most 2 texts, not 3" },
    });
  });

  test("of bytes", async () => {
    const { post } = await openService({ limits: { ...defaultLimits, bodyBytes: 100 } });
    expect(await post("/translate", { q: "x".repeat(200), ...pair })).toMatchObject({
      status: 413,
      body: { error: "The body is too large" },
    });
  });

  test("of time", async () => {
    const { post } = await openService({ limits: { ...defaultLimits, seconds: 0.05 } });
    expect(await post("/translate", { q: "hang", ...pair })).toMatchObject({
      status: 503,
      headers: { "retry-after": "10" },
      body: { error: "This took longer than 0.05 s" },
    });
  });

  test("of the queue", async () => {
    const { post } = await openService();
    expect(await post("/translate", { q: "overload", ...pair })).toMatchObject({
      status: 503,
      headers: { "retry-after": "7" },
      body: { error: "Too much is waiting to be translated" },
    });
  });
});

describe("failures", () => {
  test.each([
    ["die", "The thread that translated this has ended"],
    ["bug", "Internal error"],
  ])("%s is told without a word of how", async (q, error) => {
    const { post, log } = await openService();
    expect(await post("/translate", { q, ...pair })).toMatchObject({
      status: 500,
      body: { error },
    });
    expect(log()).toContain("a request failed");
  });

  test("an address that is none", async () => {
    const { get } = await openService();
    expect(await get("/nothing?q=secret")).toMatchObject({
      status: 404,
      body: { error: "There is nothing at this address" },
    });
  });
});

describe("keys", () => {
  const plain = "correct-horse-battery-staple";
  const digest = `sha256:${createHash("sha256").update("another").digest("hex")}`;

  test("let a request in, wherever the interfaces have them", async () => {
    const file = folder.write("keys.txt", `# of the team\n\n${plain} Ann\n${digest}\n`);
    const keys = await ApiKeys.read(file, "third, fourth");
    const { post, get } = await openService({ keys });
    const statuses = await Promise.all([
      post("/translate", { q: "a", ...pair, api_key: plain }),
      post("/translate", { q: "a", ...pair, api_key: "another" }),
      post("/translate?api_key=third", { q: "a", ...pair }),
      post("/translate", { q: "a", ...pair }, { authorization: "Bearer fourth" }),
      get(`/translate?q=a&langpair=en|de&key=${plain}`),
      post("/detect", { q: "a", api_key: plain }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    for (const body of [{}, { api_key: "" }, { api_key: "wrong" }, { api_key: digest }])
      expect(await post("/translate", { q: "a", ...pair, ...body })).toMatchObject({
        status: 403,
        body: { error: expect.stringContaining("key") },
      });
    expect(await get("/translate?q=a&langpair=en|de")).toMatchObject({
      status: 403,
      body: { status: "error", code: 403, explanation: "This service needs an API key" },
    });
    expect(await post("/detect", { q: "a" })).toMatchObject({ status: 403 });
    expect(await get("/languages")).toMatchObject({ status: 200 });
    expect((await get("/frontend/settings")).body).toMatchObject({ keyRequired: true });
  });

  test.each([
    ["# nothing but a remark\n", /keys\.txt: has no key/],
    ["sha256:123 Ann\n", /keys\.txt:1: expected 64 hexadecimal digits/],
  ])("of the file %j are refused", async (content, message) => {
    const file = folder.write("keys.txt", content);
    await expect(ApiKeys.read(file, undefined)).rejects.toThrow(message);
  });

  test("of a file that is not there are refused", async () => {
    await expect(ApiKeys.read("absent.txt", undefined)).rejects.toThrow(/--api-keys absent.txt/);
  });
});

describe("origins", () => {
  const origin = "https://example.org";

  test("may read answers where they are named", async () => {
    const { get } = await openService({ origins: [origin] });
    const { headers } = await get("/languages", { origin });
    expect(headers["access-control-allow-origin"]).toBe(origin);
    const other = await get("/languages", { origin: "https://example.com" });
    expect(other.headers["access-control-allow-origin"]).not.toBe("https://example.com");
  });

  test("may not where none is", async () => {
    const { get } = await openService();
    const { headers } = await get("/languages", { origin });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("are all allowed by *", async () => {
    const { get } = await openService({ origins: ["*"] });
    const { headers } = await get("/languages", { origin });
    expect(headers["access-control-allow-origin"]).toBe("*");
  });
});

test("health follows the threads", async () => {
  const translator = stubTranslator();
  const { get } = await openService({ translator });
  expect(await get("/health")).toMatchObject({ status: 200, body: { status: "ok" } });
  const load = { ...translator.load, readyWorkers: 0 };
  const dead = await openService({ translator: { ...translator, load } });
  expect(await dead.get("/health")).toMatchObject({ status: 503, body: { status: "starting" } });
});

test("metrics count requests by route and status, and show the load", async () => {
  const { get, post } = await openService();
  await post("/translate", { q: "a", ...pair });
  await post("/translate", { q: "a" });
  const { body, headers } = await get("/metrics");
  expect(headers["content-type"]).toMatch(/^text\/plain; version=/);
  for (const line of [
    'bnnkit_http_requests_total{method="POST",route="/translate",status="200"} 1',
    'bnnkit_http_requests_total{method="POST",route="/translate",status="400"} 1',
    'bnnkit_http_request_seconds_count{route="/translate"} 2',
    "bnnkit_waiting_requests 3",
    "bnnkit_workers_replaced_total 5",
    "bnnkit_translated_characters_total 600",
  ])
    expect(body).toContain(`${line}\n`);
});

test("no log has a text or a key", async () => {
  const { get, post, service, log } = await openService({
    keys: await ApiKeys.read(undefined, "sesame"),
  });
  await post("/translate", { q: "secret", ...pair, api_key: "sesame" });
  await get("/translate?q=secret&langpair=en|de&key=sesame");
  await get("/secret?key=sesame");
  await post("/translate", { q: { secret: "secret" }, api_key: "sesame" });
  await service.inject({
    method: "POST",
    url: "/translate",
    headers: { "content-type": "application/json" },
    payload: '{"q": secret',
  });
  expect(log().split("\n").filter(Boolean)).toHaveLength(5);
  expect(JSON.parse(log().split("\n")[0]!)).toMatchObject({
    ...{ method: "POST", route: "/translate", statusCode: 200, msg: "answered" },
  });
  expect(log()).not.toMatch(/secret|sesame/);
});

test.each(["/openapi.json", "/spec"])("%s describes the routes", async (address) => {
  const { get } = await openService();
  const { body } = await get(address);
  expect(body).toMatchObject({
    openapi: expect.stringMatching(/^3\./),
    info: { version: "1.2.3" },
    paths: {
      "/translate": { post: { requestBody: {} }, get: { parameters: expect.any(Array) } },
      "/detect": {},
      "/languages": {},
      "/listPairs": {},
      "/health": {},
      "/metrics": {},
    },
  });
});
