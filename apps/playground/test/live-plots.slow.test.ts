import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type FrameLocator, type Page } from "playwright-core";
import { preview } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
/** As strict as pages of VitePress run under: they have scripts and styles within. */
const policy =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
let server: Awaited<ReturnType<typeof preview>>;
let browser: Browser;

beforeAll(async () => {
  // Nothing to do where the site was built from these files before.
  const command = ["-y", "pnpm@12", "exec", "turbo", "run", "docs"];
  execFileSync("npx", command, { cwd: root, stdio: "pipe" });
  server = await preview({
    ...{ configFile: false, root: `${root}docs`, logLevel: "error", appType: "mpa" },
    build: { outDir: "dist" },
    preview: { host: "127.0.0.1", port: 0, headers: { "Content-Security-Policy": policy } },
  });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath, args });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A page of the documentation; `complaints` are what it and its frames wrote to the console, and what they threw. */
async function visit(path: string, options: { readonly javaScriptEnabled?: boolean } = {}) {
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: "light", ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  await page.goto(new URL(path, server.resolvedUrls?.local[0]).href);
  return { page, complaints, close: () => context.close() };
}

/** The frame of a view, which is loaded when one comes near it. */
async function frameOf(page: Page, view: string): Promise<FrameLocator> {
  const frame = page.locator(`iframe[title="${view}, live"]`);
  await frame.scrollIntoViewIfNeeded();
  return page.frameLocator(`iframe[title="${view}, live"]`);
}

/** What axe-core finds in the plots, and what sticks out, wide and light, as wide as a phone and dark. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const frame of page.frames()) await frame.evaluate(axe.source);
  for (const [width, colorScheme] of [
    [1280, "light"],
    [390, "dark"],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const shade = await page.frames()[1]?.evaluate(() => getComputedStyle(document.body).color);
    const isBright = Number(/\d+/.exec(shade ?? "")) > 128;
    if (isBright !== (colorScheme === "dark")) faults.push(`${colorScheme}: text is ${shade}`);
    const { violations } = await page.evaluate(() =>
      window.axe.run({ resultTypes: ["violations"] }),
    );
    // Of the site's own frame around them there is nothing to say here.
    for (const { id, nodes } of violations)
      for (const { target, html } of nodes)
        if (target.length > 1 || /iframe|live-plot/.test(html))
          faults.push(`${colorScheme}: ${id}: ${html}`);
    await expect.poll(() => overflowOf(page)).toEqual(page.frames().map(() => [0, 0]));
  }
  return faults;
}

/** Pixels that the page and its frames are wider than their windows, and frames higher. */
function overflowOf(page: Page): Promise<(readonly [number, number])[]> {
  return Promise.all(
    page.frames().map((frame) =>
      frame.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const beyond = window === window.top ? 0 : Math.max(0, scrollHeight - innerHeight);
        return [Math.max(0, scrollWidth - innerWidth), beyond] as const;
      }),
    ),
  );
}

test("the quantizers of a system's page, and no others, follow their sliders", async () => {
  const { page, complaints, close } = await visit("/systems/dorefa.html");
  const frame = await frameOf(page, "quantizers");
  const names = frame.getByRole("combobox", { name: "Quantizer" });
  await names.waitFor();
  expect(await names.locator("option").allTextContents()).toEqual([
    "scaled-sign",
    "uniform",
    "normalized-tanh",
  ]);
  await names.selectOption("uniform");
  const line = frame.locator("path.series-0");
  const before = await line.getAttribute("d");
  await frame.getByRole("slider", { name: /^bits/ }).press("End");
  await frame.locator("#quantizer-call", { hasText: "uniformQuantizer({ bits: 6 })" }).waitFor();
  await expect.poll(() => line.getAttribute("d")).not.toBe(before);
  expect(await faultsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("the bits of a dot product and the slope of a sign, where it is explained what they are", async () => {
  const { page, complaints, close } = await visit("/guide/what-a-bnn-is.html");
  const bits = await frameOf(page, "bits");
  const sum = async (): Promise<number> => {
    const text = (await bits.locator("#bits-dot strong").textContent()) ?? "";
    return Number(text.replace("−", "-"));
  };
  const before = await sum();
  await bits.getByRole("button", { name: /^input 5 is/ }).press("Enter");
  expect(Math.abs((await sum()) - before)).toBe(2);
  await bits.getByRole("slider", { name: /^Inputs K/ }).press("End");
  await bits.locator("#bits-dot", { hasText: "= 96 − 2" }).waitFor();
  const quantizers = await frameOf(page, "quantizers");
  const slope = quantizers.locator("path.series-1");
  const clipped = await slope.getAttribute("d");
  await quantizers.getByRole("slider", { name: /^clip/ }).press("End");
  await expect.poll(() => slope.getAttribute("d")).not.toBe(clipped);
  expect(await faultsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("the price of a folding, in the tutorial", async () => {
  const { page, complaints, close } = await visit("/guide/train-pack-run-price.html");
  const hardware = await frameOf(page, "hardware");
  const facts = hardware.locator("#estimate-facts", { hasText: "Frames a second" });
  const before = await facts.textContent();
  await hardware.getByRole("slider", { name: /^Folding/ }).press("End");
  await hardware.getByRole("heading", { name: "lfcW1A1 on xc7z020: it does not fit" }).waitFor();
  expect(await facts.textContent()).not.toBe(before);
  expect(await faultsOf(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

test("without scripts a picture stands in the place of each", async () => {
  const { page, close } = await visit("/guide/what-a-bnn-is.html", { javaScriptEnabled: false });
  expect(await page.locator("iframe").count()).toBe(0);
  const pictures = page.locator("main img");
  expect(await pictures.count()).toBe(2);
  for (const picture of await pictures.all()) expect(await picture.isVisible()).toBe(true);
  await close();
});
