import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bgemmInt32 } from "@bnnkit/kernels/reference";
import { type Browser, chromium } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serveFolder } from "../apps/benchmark/src/browser/serve-folder.ts";
import { buildWithWebpack } from "./build-with-webpack.ts";
import { projectWith } from "./packed-project.ts";

const fixture = fileURLToPath(new URL("./packaging/", import.meta.url));
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const allowed = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
const forbidden = "default-src 'self'; script-src 'self'";

interface Product {
  readonly isa: string;
  readonly reason: string;
  readonly sums: readonly number[];
}

interface Products {
  readonly inlined: Product;
  readonly files: Product | { readonly error: string };
}

/** What the page, or the process, and its worker compute. */
interface Answer {
  readonly page: Products;
  readonly worker: Products;
}

declare global {
  interface Window {
    readonly answer: Promise<Answer>;
  }
}

let folder: string;
let project: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-packaging-"));
  project = projectWith(folder, "kernels", "core");
  cpSync(fixture, project, { recursive: true });
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  browser = await chromium.launch({ executablePath, args });
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

// Neither bundler is told anything about WebAssembly.

async function buildWithVite(page: string): Promise<string> {
  const outDir = join(folder, `vite-${page}`);
  const rolldownOptions = { input: join(project, `${page}.html`) };
  await build({
    ...{ root: project, configFile: false, logLevel: "error" },
    build: { outDir, rolldownOptions },
  });
  return outDir;
}

async function bundleWithWebpack(page: string): Promise<string> {
  const out = join(folder, `webpack-${page}`);
  await buildWithWebpack(project, `${page}.js`, { out, page: `${page}.html` });
  return out;
}

async function answerOf(site: string, policy: string): Promise<Answer> {
  const server = await serveFolder(site, { "Content-Security-Policy": policy });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}page.html`);
    await page.waitForFunction(() => "answer" in window);
    return await page.evaluate(() => window.answer);
  } finally {
    await server.close();
  }
}

/** All JavaScript of a site. */
function scriptsOf(site: string): string {
  return readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js"))
    .map((path) => readFileSync(join(site, path), "utf8"))
    .join("\n");
}

function signs(length: number, seed: number): Int8Array {
  let state = seed;
  return Int8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state < 0 ? -1 : 1;
  });
}

const [rows, outFeatures, inFeatures] = [5, 83, 131];
const expected = Array.from(
  bgemmInt32({
    ...{ a: signs(rows * inFeatures, 1), weights: signs(outFeatures * inFeatures, 2) },
    ...{ rows, outFeatures, inFeatures },
  }),
);

function expectWebAssembly({ page, worker }: Answer): void {
  for (const products of [page, worker])
    for (const product of [products.inlined, products.files]) {
      expect(product).toMatchObject({ isa: expect.stringMatching(/^wasm-/), sums: expected });
    }
}

test("Node: a process and its worker thread, inlined and from files", () => {
  const output = execFileSync(process.execPath, ["node.js"], {
    cwd: project,
    encoding: "utf8",
    timeout: 60_000,
  });
  expectWebAssembly(JSON.parse(output));
});

describe.each([
  ["Vite", buildWithVite],
  ["webpack", bundleWithWebpack],
])("%s", (_, buildSite) => {
  let site: string;
  beforeAll(async () => {
    site = await buildSite("page");
  });

  test("a page and its worker, inlined and from files, under a policy with wasm-unsafe-eval", async () => {
    expectWebAssembly(await answerOf(site, allowed));
  });

  test("what imports createKernelsFromFiles alone has no inlined modules in its bundle", async () => {
    const filesOnly = scriptsOf(await buildSite("files-only"));
    const both = scriptsOf(site);
    // How the base64 of every WebAssembly module begins: "\0asm", version 1.
    expect(both).toContain("AGFzbQEAAAA");
    expect(filesOnly).not.toContain("AGFzbQEAAAA");
    expect(filesOnly).toContain("simd128");
  });

  test("where the policy forbids WebAssembly, JavaScript gives the same, says why, and strict throws", async () => {
    const { page, worker } = await answerOf(site, forbidden);
    for (const { inlined, files } of [page, worker]) {
      expect(inlined).toMatchObject({ isa: "js", sums: expected });
      expect(inlined.reason).toMatch(/^fallback: .*Content Security Policy/);
      expect(files).toHaveProperty("error");
    }
  });
});

test("webpack copies the worker file that `new URL` names", async () => {
  const site = await bundleWithWebpack("worker-file");
  const copied = readdirSync(site).filter((name) => name !== "main.js" && name.endsWith(".js"));
  const programs = copied.map((name) => readFileSync(join(site, name), "utf8"));
  expect(programs).toEqual([expect.stringMatching(/enlist.*runPiece/)]);
  expect(readFileSync(join(site, "main.js"), "utf8")).toContain(copied[0]);
});
