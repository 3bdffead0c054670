import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { buildPage } from "../src/build-page.ts";
import { type PageServer, servePage } from "../src/serve-page.ts";

declare global {
  interface Window {
    readonly axe: typeof axe;
    readonly longTasks: number[];
  }
}

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const pictures = process.env.PICTURES;

/** The playground, built and served, and a browser for it. */
export interface ServedPlayground {
  readonly browser: Browser;
  readonly server: PageServer;
  close(): Promise<void>;
}

/** A view of it, open in a tab of its own. */
export interface OpenView {
  readonly page: Page;
  /** What the page wrote to the console, and what it threw. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function servePlayground(): Promise<ServedPlayground> {
  const folder = mkdtempSync(join(tmpdir(), "bnnkit-playground-test-"));
  await buildPage(folder);
  const server = await servePage(folder, { host: "127.0.0.1", port: 0 });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args });
  return {
    browser,
    server,
    close: async () => {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function openView(
  { browser, server }: ServedPlayground,
  name: string,
): Promise<OpenView> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.addInitScript(() => {
    Object.assign(window, { longTasks: [] });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${server.url}#${name}`);
  await page.locator("h2:visible").waitFor();
  return {
    page,
    complaints,
    close: () => context.close(),
  };
}

const appearances = [
  { colorScheme: "light", kind: "wide", width: 1280, isChecked: true, isWhole: true },
  { colorScheme: "dark", kind: "wide", width: 1280, isChecked: false, isWhole: false },
  { colorScheme: "light", kind: "phone", width: 390, isChecked: false, isWhole: false },
  { colorScheme: "dark", kind: "phone", width: 390, isChecked: true, isWhole: false },
] as const;

/** What axe-core finds, in the last appearance by the rules that depend on it, and what sticks out of the page, wide and as wide as a phone; leaves pictures in the folder `PICTURES`,
 *  and the milliseconds of each task of the page's thread so far that took more than 50. */
export async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  await page.evaluate(axe.source);
  if (pictures !== undefined) {
    const longTasks = await page.evaluate(() => window.longTasks);
    writeFileSync(join(pictures, `${name}-long-tasks.json`), JSON.stringify(longTasks));
  }
  for (const { colorScheme, kind, width, isChecked, isWhole } of appearances) {
    if (!isChecked && pictures === undefined) continue;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    if (pictures !== undefined) {
      const path = join(pictures, `${name}-${colorScheme}-${kind}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    if (!isChecked) continue;
    const rules = isWhole ? [] : ["color-contrast", "target-size"];
    const { violations } = await page.evaluate(
      (only) =>
        window.axe.run({
          resultTypes: ["violations"],
          ...(only.length > 0 && { runOnly: { type: "rule", values: only } }),
        }),
      rules,
    );
    for (const { id, nodes } of violations)
      faults.push(...nodes.map(({ html }) => `${colorScheme} ${kind}: ${id}: ${html}`));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) faults.push(`${colorScheme} ${kind}: ${over} px wider than the window`);
  }
  return faults;
}
