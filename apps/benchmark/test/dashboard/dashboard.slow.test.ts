import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFolder } from "../../src/browser/serve-folder.ts";
import { isReport } from "../../src/report/read-report.ts";
import { classifierFolder, drawDashboard } from "./drawn-dashboard.ts";

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

const folder = mkdtempSync(join(tmpdir(), "bnnkit-dashboard-"));
const out = join(folder, "out");
let browser: Browser;

beforeAll(async () => {
  await drawDashboard(folder, out, { systems: classifierFolder(folder) });
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a page from its folder; `complaints` are what it said or asked the network for. */
async function open(file: string, width = 1280, colorScheme: "light" | "dark" = "light") {
  const viewport = { width, height: 900 };
  const page = await browser.newPage({ viewport, colorScheme, bypassCSP: true });
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) complaints.push(request.url());
  });
  await page.goto(pathToFileURL(join(out, file)).href);
  return { page, complaints };
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  return page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.each([
  [1280, "light"],
  [390, "dark"],
] as const)("%i pixels wide, %s", (width, scheme) => {
  test("every page is accessible, fits, and says nothing", async () => {
    const files = readdirSync(out).filter((name) => name.endsWith(".html"));
    expect(files).toHaveLength(9);
    for (const file of files) {
      const { page, complaints } = await open(file, width, scheme);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), file).toBe(width);
      expect(await violationsOf(page), file).toEqual([]);
      expect(complaints, file).toEqual([]);
      await page.close();
    }
  });
});

test("any two runs of a place are compared, by keyboard", async () => {
  const { page } = await open("compare.html");
  const table = page.locator("#comparison");
  expect(await table.textContent()).toContain("bbbbbbb and ccccccc");
  await page.getByLabel("Old").focus();
  await page.keyboard.press("ArrowUp");
  expect(await table.textContent()).toContain("aaaaaaa and ccccccc");
  expect(await table.textContent()).toContain("−50.0 %");
  await page.close();
});

test("one machine and engine is picked out of several", async () => {
  const { page } = await open("operators.html");
  expect(await page.locator("h2:visible").count()).toBe(2);
  await page.getByLabel("Machine and engine").selectOption("Some CPU, 2 cores, Chromium 131");
  expect(await page.locator("h2:visible").allTextContents()).toEqual([
    "Some CPU, 2 cores, Chromium 131",
  ]);
  await page.close();
});

describe("the page that measures", () => {
  /** Opens it under its own policy, as a server shows it. */
  async function visit(headers?: Readonly<Record<string, string>>) {
    const { url, close } = await serveFolder(out, headers);
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("request", (request) => {
      // Threads are workers from blobs of the page's origin.
      if (
        !request
          .url()
          .replace(/^blob:/, "")
          .startsWith(url)
      )
        complaints.push(request.url());
    });
    await page.goto(`${url}suite.html`);
    const end = async (): Promise<void> => {
      await page.close();
      await close();
    };
    return { page, complaints, end };
  }

  test("gives a report to save, by the visitor's cores, and asks no other origin", async () => {
    const { page, complaints, end } = await visit();
    await page.getByLabel("Processor").fill("Some CPU");
    await page
      .getByLabel("Only what contains")
      .fill("1x256x256 bnnkit-wasm|tfjs|onnxruntime-web-int8");
    await page.getByLabel("All cores, too").check();
    await page.getByRole("button", { name: "Run" }).press("Enter");
    const save = page.getByRole("link", { name: "Save the report" });
    await save.waitFor({ timeout: 120_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), save.click()]);
    const report: unknown = JSON.parse(readFileSync(await download.path(), "utf8"));
    expect(isReport(report)).toBe(true);
    expect(report).toMatchObject({
      ...{ command: "kernels", absent: [], settings: { quick: true } },
      machine: { processor: "Some CPU", browser: expect.stringMatching(/^Chromium \d+/) },
      versions: { "@bnnkit/benchmark": expect.any(String), "onnxruntime-web": expect.any(String) },
    });
    const first = page.getByRole("row").nth(1);
    expect(await first.textContent()).toMatch(/w1a1-gemm1x256x256bnnkit-wasm1.* ms.*tfjs-wasm \d/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run());
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(complaints).toEqual([]);
    await end();
  });

  test("is cancelled, and does without threads where it is not isolated", async () => {
    const { page, complaints, end } = await visit({});
    expect(await page.getByLabel("All cores, too").isDisabled()).toBe(true);
    expect(await page.getByText("One thread only").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("status").getByText("[2/").waitFor({ timeout: 120_000 });
    expect(await page.getByRole("progressbar").getAttribute("value")).not.toBe("0");
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await page.getByRole("status").textContent()).toBe("Cancelled");
    await expect.poll(() => page.workers()).toEqual([]);
    await page.getByLabel("Only what contains").fill("no such thing");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByText("Nothing contains that text.").waitFor();
    expect(complaints).toEqual([]);
    await end();
  });
});
