import { type Browser, chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

export function launchChromium(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  return chromium.launch({ executablePath, args });
}

/** What a page printed, and how many requests it made for that. */
export interface PageRun {
  readonly lines: readonly string[];
  readonly requests: number;
}

/** Opens a page and waits until it has printed so many lines with `console.log`.
 *  @throws Error with what went wrong in the page, or what it had printed after a minute. */
export async function runPage(browser: Browser, url: string, count: number): Promise<PageRun> {
  const page = await browser.newPage();
  const lines: string[] = [];
  let requests = 0;
  page.on("request", () => requests++);
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`only ${JSON.stringify(lines)}`)), 60_000);
      page.on("pageerror", reject);
      page.on("close", () => clearTimeout(timer));
      page.on("console", (message) => {
        if (message.type() === "log") lines.push(message.text());
        if (lines.length >= count) resolve();
      });
      page.goto(url).catch(reject);
    });
    return { lines, requests };
  } finally {
    await page.close();
  }
}
