import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { build, type InlineConfig, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const config: InlineConfig = {
  configFile: false,
  root: fileURLToPath(new URL("./browser", import.meta.url)),
  logLevel: "error",
  build: { outDir: "dist", emptyOutDir: true, target: "es2022" },
};
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

let browser: Browser;
let server: PreviewServer;

beforeAll(async () => {
  await build(config);
  server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("Chromium trains on the wasm kernels, without Node", async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "train" in window);
  const { report, losses, poolGradient } = await page.evaluate(() => window.train());
  expect(problems).toEqual([]);
  expect(report.matMul).toBe("wasm simd128");
  expect(report.nativeMatMulRefused).toMatch(/needs Node/);
  expect(poolGradient).toEqual([0, 1, 0, 0]);
  // XOR without a bias: (0, 0) stays undecided, the other three reach the entropy of the smoothed labels
  const entropy = -(0.95 * Math.log(0.95) + 0.05 * Math.log(0.05));
  expect(losses[0]).toBeGreaterThan(0.6);
  expect(losses[199]).toBeCloseTo((Math.LN2 + 3 * entropy) / 4, 3);
});
