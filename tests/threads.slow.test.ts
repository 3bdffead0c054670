import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Multiplied, multiplyOften } from "./threads/multiply-often.ts";

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
): Promise<Multiplied> {
  server = await preview({
    configFile: project,
    preview: { host: "127.0.0.1", port: 0, headers: { ...headers } },
  });
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "multiplyOften" in window);
  const answer = await page.evaluate((count) => window.multiplyOften(count), threads);
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

test("a page that is not isolated computes the same on one thread, and explain says why", async () => {
  const answer = await multiplyInPage({}, 2);
  expect(answer.threads).toBe(1);
  expect(answer.reason).toContain(
    "one thread: memory cannot be shared: the page is not cross-origin isolated",
  );
  expect(answer.digests).toEqual(expected.digests);
  expect(answer.error).toContain(row);
});
