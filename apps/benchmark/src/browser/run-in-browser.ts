import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { UsageError } from "../exit-code.ts";
import type { KernelsRequest } from "../kernels-request.ts";
import type { KernelsResult } from "../run-kernels.ts";
import type { WorkerMessage } from "./messages.ts";
import { openSite } from "./site.ts";

declare global {
  interface Window {
    start(request: KernelsRequest): void;
  }
}

/** How to run in a browser, and whom to tell. */
export interface BrowserOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
  readonly adapter: BrowserAdapter;
}

/** The adapter that a browser gives WebGPU. */
export type BrowserAdapter = "none" | "gpu" | "software";

const adapterFlags: Readonly<Record<BrowserAdapter, readonly string[]>> = {
  none: ["--disable-gpu"],
  gpu: ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"],
  software: ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
};

/** Measures in a worker of a page of headless Chromium.
 *  @throws UsageError when no browser is found; otherwise as in Node. */
export async function runInBrowser(
  request: KernelsRequest,
  { signal, onProgress, adapter }: BrowserOptions,
): Promise<KernelsResult & { readonly browserName: string }> {
  signal.throwIfAborted();
  const browser = await launch(adapter);
  const stop = (): void => void browser.close();
  signal.addEventListener("abort", stop);
  try {
    const site = await openSite();
    try {
      const result = await measureOnPage(browser, site.url, { request, onProgress });
      return { ...result, browserName: `Chromium ${browser.version()}` };
    } finally {
      await site.close();
    }
  } finally {
    signal.removeEventListener("abort", stop);
    await browser.close();
  }
}

async function launch(adapter: BrowserAdapter): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new UsageError(
      `--browser: there is no ${executablePath}; set CHROMIUM_PATH to Chromium or Chrome`,
    );
  }
  const args = ["--no-sandbox", "--disable-background-networking", ...adapterFlags[adapter]];
  return chromium.launch({ executablePath, args });
}

async function measureOnPage(
  browser: Browser,
  url: string,
  { request, onProgress }: { request: KernelsRequest; onProgress(message: string): void },
): Promise<KernelsResult> {
  const page = await browser.newPage();
  const outcome = new Promise<KernelsResult>((resolve, reject) => {
    const closed = (): void => reject(new Error("the page was closed"));
    page.on("close", closed).on("crash", () => reject(new Error("the page crashed")));
    const listen = (message: WorkerMessage): void => {
      if (message.kind === "progress") onProgress(message.message);
      else if (message.kind === "result") resolve(message.result);
      else reject(new Error(message.message));
    };
    page
      .exposeFunction("onWorkerMessage", listen)
      .then(() => page.goto(url))
      .then(() => page.waitForFunction(() => "start" in window))
      .then(() => page.evaluate((wanted) => window.start(wanted), request))
      .catch(reject);
  });
  return outcome;
}
