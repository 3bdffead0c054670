import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { loadTranslator } from "@bnnkit/runtime";
import { type Browser, chromium } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inventedSentences } from "./invented-sentences.ts";

const project = fileURLToPath(new URL("./browser/vite.config.ts", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

let browser: Browser;
let server: PreviewServer;

beforeAll(async () => {
  await build({ configFile: project });
  server = await preview({ configFile: project, preview: { host: "127.0.0.1", port: 0 } });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath, args });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("a worker in Chromium translates as Node does, on WebAssembly", async () => {
  const sentences = ["Where is my new car?", "", "🙂", ...inventedSentences(20, 3)];
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "ask" in window);
  const answer = await page.evaluate((texts) => window.ask({ sentences: texts }), sentences);
  const translator = await loadTranslator(
    readFileSync(modelUrl),
    readFileSync(tokenizerUrl, "utf8"),
  );
  const expected = await translator.translate(sentences);
  expect(answer.verified).toBe(true);
  expect(answer.translations).toEqual(expected.map(({ text }) => text));
  expect(answer.kernels.length).toBe(translator.explain().length);
  // Chromium has relaxed SIMD, which Node 20 has not: the kernels may differ where the text does not.
  expect(answer.kernels.filter((kernel) => kernel.endsWith("__js"))).toEqual([]);
  translator.dispose();
});
