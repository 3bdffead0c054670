import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveFolder } from "../apps/benchmark/src/browser/serve-folder.ts";
import { labels } from "./browser-training/line-images.ts";
import { launchChromium, runPage } from "./console-lines.ts";
import { promisedOutputs, scriptsOf } from "./readme-example.ts";

const project = fileURLToPath(new URL("./browser-training/vite.config.ts", import.meta.url));
const guide = new URL("../docs/guide/in-the-browser.md", import.meta.url);
const site = fileURLToPath(new URL("./.readme-examples/in-the-browser", import.meta.url));
const policy = "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'";

const bundled: string[] = [];
let browser: Browser;
let server: PreviewServer;

beforeAll(async () => {
  const record = {
    name: "modules",
    generateBundle(_: unknown, files: Record<string, { modules?: Record<string, unknown> }>) {
      for (const { modules = {} } of Object.values(files)) bundled.push(...Object.keys(modules));
    },
  };
  await build({ configFile: project, plugins: [record] });
  server = await preview({ configFile: project, preview: { host: "127.0.0.1", port: 0 } });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const share = (a: readonly number[], b: readonly number[]) =>
  a.filter((value, i) => value === b[i]).length / a.length;

test("a page in Chromium trains, packs and runs a network, each class as in TensorFlow.js", async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "trainLines" in window);
  const run = await page.evaluate(() => window.trainLines(7));
  expect(problems).toEqual([]);
  expect(run.matMul).toBe("wasm simd128");
  expect(run.losses.at(-1)).toBeLessThan((run.losses[0] ?? 0) / 2);
  expect(share(run.predicted, run.expected)).toBeGreaterThan(0.95);
  expect(run.classified).toEqual(run.predicted);
  expect(run.labels).toEqual(run.classified.map((label) => labels[label]));
  expect(run.ops).toEqual(["convolution", "threshold", "dense", "threshold", "dense"]);
  expect(run.kernels.filter((kernel) => kernel.endsWith("__js"))).toEqual([]);
  expect(run.fileBytes).toBe(run.summedBytes);
  expect(run.verified).toBe(true);
});

test("text stays outside: of the packages, what a network for images needs is in the bundle", () => {
  const packages = bundled.flatMap((id) => /\/packages\/([\w-]+)\/dist\//.exec(id)?.[1] ?? []);
  expect([...new Set(packages)].sort()).toEqual([
    "core",
    "kernels",
    "layers",
    "model",
    "quantizers",
    "runtime",
    "training-backend",
  ]);
});

test("the scripts of the guide for browsers run behind Vite and print what they promise", async () => {
  const scripts = scriptsOf(readFileSync(guide, "utf8"));
  const promised = [...scripts.values()].flatMap(promisedOutputs);
  expect(promised.length).toBeGreaterThan(0);
  mkdirSync(site, { recursive: true });
  for (const [file, code] of scripts) writeFileSync(join(site, file), code);
  writeFileSync(join(site, "index.html"), '<script type="module" src="./main.js"></script>');
  await build({ root: site, configFile: false, logLevel: "error", build: { target: "es2022" } });
  const { url, close } = await serveFolder(join(site, "dist"), {
    "Content-Security-Policy": policy,
  });
  try {
    const { lines } = await runPage(browser, `${url}index.html`, promised.length);
    expect(lines).toEqual(promised);
  } finally {
    await close();
  }
});
