import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { buildPage } from "../../src/page/build-page.ts";
import { pageHeaders } from "../../src/page/page-headers.ts";
import { serveFolder } from "../../src/page/serve-folder.ts";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** A page that was built once, and a browser for it. */
export interface BuiltPage {
  readonly folder: string;
  readonly browser: Browser;
  /** A copy of its folder, to be changed. */
  copy(): Promise<string>;
  dispose(): Promise<void>;
}

/** A visit of the page, by somebody who was never there. */
export interface Visit {
  readonly page: Page;
  readonly url: string;
  /** What the page wrote to the console, and what it threw. */
  readonly complaints: readonly string[];
  /** Ends the server alone. */
  disconnect(): Promise<void>;
  end(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** What is served, in the place of what was built. */
  readonly folder?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Settings that an earlier visit left. */
  readonly settings?: string;
  /** Asked before the server: an address to which a request goes instead. */
  readonly through?: (url: string) => Promise<{ readonly url: string; close(): Promise<void> }>;
}

export async function buildOnce(): Promise<BuiltPage> {
  const root = await mkdtemp(join(tmpdir(), "bnnkit-page-test-"));
  const folder = join(root, "page");
  await buildPage(folder);
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args });
  let copies = 0;
  return {
    folder,
    browser,
    copy: async () => {
      const copy = join(root, `copy-${copies++}`);
      await cp(folder, copy, { recursive: true });
      return copy;
    },
    dispose: async () => {
      await browser.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** Opens the page, with the W1A1 model unless the settings say otherwise. */
export async function visit(built: BuiltPage, options: VisitOptions = {}): Promise<Visit> {
  const { folder = built.folder, headers = pageHeaders, through, ...rest } = options;
  const { settings = "model=en-de-w1a1", ...contextOptions } = rest;
  const server = await serveFolder(folder, { host: "127.0.0.1", port: 0, headers });
  const proxy = await through?.(server.url);
  const url = proxy?.url ?? server.url;
  const context = await built.browser.newContext(contextOptions);
  await context.addInitScript((kept) => {
    if (localStorage.length === 0) localStorage.setItem("bnnkit-translate", kept);
  }, settings);
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  const disconnect = async (): Promise<void> => {
    await proxy?.close();
    await server.close();
  };
  return {
    page,
    url,
    complaints,
    disconnect,
    end: async () => {
      await context.close();
      await disconnect();
    },
  };
}

/** The file of the page whose name begins and ends like that. */
export async function fileOf(folder: string, begins: string, ends: string): Promise<string> {
  const names = await readdir(join(folder, "assets"));
  const found = names.filter((name) => name.startsWith(begins) && name.endsWith(ends));
  if (found.length !== 1) throw new Error(`${found.length} files ${begins}…${ends}`);
  return join(folder, "assets", found.join());
}

/** The file of a built page that has the bytes of this one. */
export async function copyIn(folder: string, original: URL): Promise<string> {
  const bytes = await readFile(original);
  for (const name of await readdir(join(folder, "assets"))) {
    const file = join(folder, "assets", name);
    if ((await readFile(file)).equals(bytes)) return file;
  }
  throw new Error(`no copy of ${original}`);
}

/** Waits until this stands on the right. */
export async function expectTranslation(page: Page, translation: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector("bnnkit-translate")?.translation === wanted,
    translation,
  );
}

/** Waits until a fact of the panel is this. */
export async function expectFact(page: Page, name: string, value: RegExp): Promise<void> {
  const fact = page.locator("dl > div", { has: page.locator("dt", { hasText: name }) });
  await fact.locator("dd").filter({ hasText: value }).first().waitFor();
}
