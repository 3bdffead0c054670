import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFolder } from "../apps/benchmark/src/browser/serve-folder.ts";
import { launchChromium, type PageRun, runPage } from "./console-lines.ts";
import { folders, npmInstall, projectWith } from "./packed-project.ts";
import { examplesOf, promisedOutputs, scriptsOf } from "./readme-example.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const policy = "default-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self' blob:";
const html = '<!doctype html><meta charset="utf-8"><script type="module" src="./main.js"></script>';
const tools = ["esbuild@0.25.12", "rollup@4.68.8", "@rollup/plugin-node-resolve@16.0.3"];

let folder: string;
let project: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-readme-"));
  project = projectWith(folder, "runtime", "model-en-de", "model-en-de-w1a1");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Installs tools into a folder of their own, whose path is returned. */
function installed(...packages: readonly string[]): string {
  const path = mkdtempSync(join(folder, "tools-"));
  writeFileSync(join(path, "package.json"), JSON.stringify({ type: "module", private: true }));
  npmInstall(path, packages);
  return path;
}

function readmeOf(name: string): { readme: string; path: string } {
  const path = `${root}${folders.get(name)}/README.md`;
  return { readme: readFileSync(path, "utf8"), path };
}

/** The js blocks of a README that name their file in the first line, written as a site of the project. */
function siteOf(name: string): { readonly site: string; readonly promised: readonly string[] } {
  const { readme } = readmeOf(name);
  const site = join(project, `${name}-site`);
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, "index.html"), html);
  const scripts = scriptsOf(readme);
  for (const [file, code] of scripts) writeFileSync(join(site, file), code);
  return { site, promised: [...scripts.values()].flatMap(promisedOutputs) };
}

/** The first ts example of the model's README, which has no types in it, as a site. */
function modelSite(): { readonly site: string; readonly promised: readonly string[] } {
  const { readme, path } = readmeOf("model-en-de");
  const [example = ""] = examplesOf(readme, path);
  const site = join(project, "model-site");
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, "index.html"), html);
  writeFileSync(join(site, "main.js"), example);
  return { site, promised: promisedOutputs(example) };
}

async function runServed(site: string, page: string, count: number): Promise<PageRun> {
  const server = await serveFolder(site, { "Content-Security-Policy": policy });
  try {
    return await runPage(browser, `${server.url}${page}`, count);
  } finally {
    await server.close();
  }
}

describe("import maps", () => {
  test.each([
    ["core", 40],
    ["kernels", 200],
    ["runtime", 8],
  ])("the page in the README of %s runs with at most %i requests", async (name, most) => {
    const [, page = ""] = /```html\n([\s\S]*?)```/.exec(readmeOf(name).readme) ?? [];
    writeFileSync(join(project, `${name}.html`), page);
    const promised = promisedOutputs(page);
    expect(promised.length).toBeGreaterThan(0);
    const { lines, requests } = await runServed(project, `${name}.html`, promised.length);
    expect(lines).toEqual(promised);
    expect(requests).toBeLessThanOrEqual(most);
  });

  test("the bundle is as small as the README says", () => {
    const bundle = join(project, "node_modules/@bnnkit/runtime/dist/bundle.js");
    expect(statSync(bundle).size).toBeLessThan(610_000);
    expect(readFileSync(bundle, "utf8")).not.toMatch(/\bfrom\s*["']|\bimport\s*\(/);
  });
});

test.each(["runtime", "kernels", "model"])(
  "the scripts in the README of %s run behind Vite",
  async (name) => {
    const { build } = await import("vite");
    const { site, promised } = siteOf(name);
    expect(promised.length).toBeGreaterThan(0);
    await build({
      ...{ root: site, configFile: false, logLevel: "error" },
      worker: { format: "es" },
      build: { target: "es2022" },
    });
    const { lines } = await runServed(join(site, "dist"), "index.html", promised.length);
    expect(lines).toEqual(promised);
  },
);

describe("Vite's development server", () => {
  test.each([
    ["of the catalog", undefined],
    ["7", "vite@7"],
    ["6", "vite@6"],
  ])("%s serves the files of packages", async (_, version) => {
    const path = version && join(installed(version), "node_modules/vite/dist/node/index.js");
    const { createServer }: typeof import("vite") = await import(
      path === undefined ? "vite" : pathToFileURL(path).href
    );
    for (const { site, promised } of [modelSite(), siteOf("kernels")]) {
      const server = await createServer({
        ...{ root: site, configFile: false, logLevel: "error" },
        cacheDir: join(site, `.vite-${version}`),
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
    }
  });
});

describe("bundlers that copy no files", () => {
  test("esbuild and Rollup run the model's README example once its files are copied", async () => {
    const bin = join(installed(...tools), "node_modules/.bin");
    const { site, promised } = modelSite();
    const bundle = (command: string, ...args: readonly string[]) =>
      execFileSync(join(bin, command), [...args], { cwd: site, stdio: "pipe" });
    const plugin = join(dirname(bin), "@rollup/plugin-node-resolve");
    const resolver = `${plugin}={browser:true}`;
    bundle("esbuild", "main.js", "--bundle", "--format=esm", "--outfile=esbuild/main.js");
    bundle("rollup", "main.js", "-f", "es", "-o", "rollup/main.js", "-p", resolver);
    const shipped = join(project, "node_modules/@bnnkit/model-en-de");
    for (const output of ["esbuild", "rollup"].map((name) => join(site, name))) {
      for (const file of ["model.safetensors", "tokenizer.json"]) {
        copyFileSync(join(shipped, file), join(output, file));
      }
      writeFileSync(join(output, "index.html"), html);
      const { lines } = await runServed(output, "index.html", promised.length);
      expect(lines).toEqual(promised);
    }
  });
});
