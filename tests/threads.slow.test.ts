import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Multiplied, multiplyOften } from "./threads/multiply-often.ts";
import type { WorkersFrom } from "./threads/page.ts";

const project = fileURLToPath(new URL("./threads/vite.config.ts", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const isolated = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
const policy = (workers: string) => ({
  "Content-Security-Policy": `default-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; worker-src ${workers}`,
});

let browser: Browser;
let server: PreviewServer | undefined;
let expected: Multiplied;

beforeAll(async () => {
  await build({ configFile: project });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath, args });
  expected = await multiplyOften(1);
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

afterAll(() => browser?.close());

/** What the main thread of a page computes that is served with these headers. */
async function multiplyInPage(
  headers: Readonly<Record<string, string>>,
  threads: number,
  workers: WorkersFrom = "text",
): Promise<Multiplied> {
  server = await preview({
    configFile: project,
    preview: { host: "127.0.0.1", port: 0, headers: { ...headers } },
  });
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "multiplyOften" in window);
  const answer = await page.evaluate(([count, from]) => window.multiplyOften(count, from), [
    threads,
    workers,
  ] as const);
  await page.close();
  return answer;
}

const row = "RangeError: run: logSoftmaxTopK (instruction 0): logits of row 311 must hold no NaN";

test.each([2, 3])(
  "a cross-origin isolated page computes with %i threads what Node does with one",
  async (threads) => {
    const answer = await multiplyInPage(isolated, threads);
    expect(answer.threads).toBe(threads);
    expect(answer.reason).toContain(`${threads} threads`);
    expect(answer.digests).toEqual(expected.digests);
    expect(answer.error).toContain(row);
  },
);

test("it suffices that a Content-Security-Policy allows worker-src 'self' blob:", async () => {
  const answer = await multiplyInPage({ ...isolated, ...policy("'self' blob:") }, 2);
  expect(answer.threads).toBe(2);
  expect(answer.digests).toEqual(expected.digests);
});

test("where the policy allows no blobs one thread runs, and explain says why", async () => {
  const answer = await multiplyInPage({ ...isolated, ...policy("'self'") }, 2);
  expect(answer.threads).toBe(1);
  expect(answer.reason).toMatch(/one thread: .*(blob:|Content.Security.Policy)/);
  expect(answer.digests).toEqual(expected.digests);
});

describe("under worker-src 'self' and Trusted Types", () => {
  const strict = (trustedTypes: string) => ({
    ...isolated,
    ...policy(`'self'; require-trusted-types-for 'script'${trustedTypes}`),
  });

  test.each<[WorkersFrom, string]>([
    ["file", ""],
    ["file", "; trusted-types bnnkit"],
    ["trusted file", "; trusted-types mine"],
  ])("threads start from a %s%s", async (workers, trustedTypes) => {
    const answer = await multiplyInPage(strict(trustedTypes), 3, workers);
    expect(answer.reason).toContain("3 threads");
    expect(answer.threads).toBe(3);
    expect(answer.digests).toEqual(expected.digests);
    expect(answer.error).toContain(row);
  });

  test.each<[WorkersFrom, string, RegExp]>([
    ["text", "", /one thread: .*blob:/],
    ["file", "; trusted-types mine", /one thread: .*TrustedScriptURL.*see workerUrl/],
    ["missing file", "", /one thread: \.\/not-there\.js may not be started: it must be there/],
    ["another origin", "", /one thread: a worker's URL must be of the page's origin \(http:/],
  ])("from %s%s one thread runs, and explain says why", async (workers, trustedTypes, why) => {
    const answer = await multiplyInPage(strict(trustedTypes), 2, workers);
    expect(answer.threads).toBe(1);
    expect(answer.reason).toMatch(why);
    expect(answer.digests).toEqual(expected.digests);
  });

  test("a blob is enough where the policy allows it", async () => {
    const trusted = policy("blob:; require-trusted-types-for 'script'");
    const answer = await multiplyInPage({ ...isolated, ...trusted }, 2);
    expect(answer.reason).toContain("2 threads");
    expect(answer.digests).toEqual(expected.digests);
  });
});

test("a page that is not isolated computes the same on one thread, and explain says why", async () => {
  const answer = await multiplyInPage({}, 2);
  expect(answer.threads).toBe(1);
  expect(answer.reason).toContain(
    "one thread: memory cannot be shared: the page is not cross-origin isolated",
  );
  expect(answer.digests).toEqual(expected.digests);
  expect(answer.error).toContain(row);
});
