import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../program-fixture.ts";
import { history } from "./history-fixture.ts";

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

const folder = mkdtempSync(join(tmpdir(), "bnnkit-dashboard-"));
const out = join(folder, "out");
let browser: Browser;

beforeAll(async () => {
  const [kept, systems] = ["history", "systems"].map((name) => join(folder, name));
  for (const made of [kept, systems]) mkdirSync(made);
  const { reports, duets, translations, classifiers, fronts } = history;
  const lines = [...reports, ...duets].map((one) => JSON.stringify(one));
  writeFileSync(join(kept, "runs.jsonl"), lines.join("\n"));
  for (const { name, result } of [...translations, ...fronts])
    writeFileSync(join(kept, `${name}.json`), JSON.stringify(result));
  for (const { name, result } of classifiers)
    writeFileSync(join(systems, `${name}.json`), JSON.stringify(result));
  const { code, error } = await run(["dashboard", kept, out, "--systems", systems]);
  expect(error).toBe("");
  expect(code).toBe(0);
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
    const files = readdirSync(out);
    expect(files).toHaveLength(8);
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
