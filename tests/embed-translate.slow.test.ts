import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { build, createServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveFolder } from "../apps/benchmark/src/browser/serve-folder.ts";
import { buildWithWebpack } from "./build-with-webpack.ts";
import { launchChromium, runPage } from "./console-lines.ts";
import { projectWith } from "./packed-project.ts";
import { promisedOutputs, scriptsOf } from "./readme-example.ts";

const guide = readFileSync(new URL("../docs/guide/translate-page.md", import.meta.url), "utf8");
const policy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; require-trusted-types-for 'script'; " +
  "trusted-types bnnkit-translate";
const translation = "Wo ist mein neues Auto?";

let folder: string;
let project: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-embed-"));
  // The page opens files, too, whose formats are an optional dependency.
  project = projectWith(folder, "translate", "localization");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The scripts of the guide as a site of the project. */
function siteOfGuide(): { readonly site: string; readonly promised: readonly string[] } {
  const site = join(project, "site");
  mkdirSync(site, { recursive: true });
  const scripts = scriptsOf(guide);
  for (const [file, code] of scripts) writeFileSync(join(site, file), code);
  const html =
    '<!doctype html><meta charset="utf-8"><script type="module" src="./main.js"></script>';
  writeFileSync(join(site, "index.html"), html);
  return { site, promised: [...scripts.values()].flatMap(promisedOutputs) };
}

test("the command writes the page from what was installed", () => {
  const command = join(project, "node_modules/.bin/bnnkit-translate");
  execFileSync(command, ["page", "--out", "page"], { cwd: project, stdio: "pipe" });
  expect(readdirSync(join(project, "page"))).toEqual(
    expect.arrayContaining(["assets", "index.html", "manifest.webmanifest", "service-worker.js"]),
  );
});

test("without a bundler the element of the guide translates, under a strict policy", async () => {
  const [, html = ""] = /```html\n([\s\S]*?)```/.exec(guide) ?? [];
  writeFileSync(join(project, "index.html"), html);
  const server = await serveFolder(project, { "Content-Security-Policy": policy });
  const page = await browser.newPage();
  try {
    await page.goto(`${server.url}index.html`);
    await page
      .locator("bnnkit-translate")
      .getByRole("button", { name: translation })
      .waitFor({ timeout: 60_000 });
    await page.locator("bnnkit-translate textarea").fill("Thank you.");
    await page.getByRole("button", { name: translation }).waitFor({ state: "detached" });
  } finally {
    await page.close();
    await server.close();
  }
});

test("behind Vite the scripts of the guide run, under a strict policy", async () => {
  const { site, promised } = siteOfGuide();
  expect(promised).toEqual([translation]);
  const options = { root: site, configFile: false, logLevel: "error" } as const;
  await build({ ...options, build: { target: "es2022" } });
  const server = await serveFolder(join(site, "dist"), { "Content-Security-Policy": policy });
  try {
    const { lines } = await runPage(browser, `${server.url}index.html`, promised.length);
    expect(lines).toEqual(promised);
  } finally {
    await server.close();
  }
});

test("behind webpack the scripts of the guide run, under a strict policy", async () => {
  const { site, promised } = siteOfGuide();
  const out = join(site, "bundle");
  await buildWithWebpack(site, "main.js", { out, page: "index.html" });
  const server = await serveFolder(out, { "Content-Security-Policy": policy });
  try {
    const { lines } = await runPage(browser, `${server.url}index.html`, promised.length);
    expect(lines).toEqual(promised);
  } finally {
    await server.close();
  }
});

test("Vite's development server serves them, too", async () => {
  const { site, promised } = siteOfGuide();
  const server = await createServer({
    ...{ root: site, configFile: false, logLevel: "error" },
    cacheDir: join(site, ".vite"),
    server: { host: "127.0.0.1", port: 0, hmr: false, fs: { allow: [project] } },
  });
  try {
    await server.listen();
    const url = server.resolvedUrls?.local[0] ?? "";
    const { lines } = await runPage(browser, url, promised.length);
    expect(lines).toEqual(promised);
  } finally {
    await server.close();
  }
});
