import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wgslRounding } from "../operands.ts";
// The page's declaration of `window.remote`.
import type {} from "./page/page.ts";
import type { Products } from "./products-on-webgpu.ts";
import { webGpuBitsContract, webGpuCodesContract } from "./webgpu.contract.ts";

const project = fileURLToPath(new URL("./page/vite.config.ts", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const softwareAdapter = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

let server: PreviewServer;
beforeAll(async () => {
  await build({ configFile: project });
  server = await preview({ configFile: project, preview: { host: "127.0.0.1", port: 0 } });
});
afterAll(() => server?.close());

async function openPage(flags: readonly string[]): Promise<{ browser: Browser; page: Page }> {
  const args = ["--no-sandbox", "--disable-background-networking", ...flags];
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.waitForFunction(() => "remote" in window);
  return { browser, page };
}

describe("WebGPU in Chromium, on its software adapter", () => {
  let browser: Browser;
  let page: Page;
  let shaders: readonly string[];
  beforeAll(async () => {
    ({ browser, page } = await openPage(softwareAdapter));
    shaders = await page.evaluate(() => window.remote.start());
  });
  afterAll(() => browser?.close());

  test("says that the adapter is software, and which shaders run", async () => {
    const adapter = await page.evaluate(() => window.remote.find());
    expect(adapter?.name).toMatch(/swiftshader/i);
    expect(adapter?.isSoftware).toBe(true);
    expect(shaders).toContain("codeGemm_dot4_64x64__webgpu");
  });

  webGpuBitsContract(() => productsOnPage(page));
  webGpuCodesContract(() => productsOnPage(page));
});

test("without an adapter none is found, and the making is refused", async () => {
  const { browser, page } = await openPage(["--disable-gpu"]);
  try {
    expect(await page.evaluate(() => window.remote.find())).toBeUndefined();
    await expect(page.evaluate(() => window.remote.start())).rejects.toThrow(
      /createWebGpuKernels: (WebGPU has no adapter here|there is no navigator\.gpu here)/,
    );
  } finally {
    await browser.close();
  }
});

/** The products of the page; operands and results travel there and back. */
function productsOnPage(page: Page): Products {
  const rounding = wgslRounding;
  return {
    bgemm: {
      rounding,
      int32: (c) => page.evaluate((c) => window.remote.products().bgemm.int32(c), c),
      scaled: (c) => page.evaluate((c) => window.remote.products().bgemm.scaled(c), c),
    },
    table: {
      rounding,
      int32: (c) => page.evaluate((c) => window.remote.products().table.int32(c), c),
      scaled: (c, s) =>
        page.evaluate(([c, s]) => window.remote.products().table.scaled(c, s), [c, s] as const),
    },
    bconv2d: {
      rounding,
      int32: (c) => page.evaluate((c) => window.remote.products().bconv2d.int32(c), c),
      scaled: (c) => page.evaluate((c) => window.remote.products().bconv2d.scaled(c), c),
    },
  };
}
