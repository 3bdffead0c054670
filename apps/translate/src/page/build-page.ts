import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Plugin } from "vite";
import { fileDigests } from "./file-digests.ts";
import { kernelsAsFiles } from "./kernels-as-files.ts";
import { pageHeaders } from "./page-headers.ts";

/** Sources of the page: of this package, beside `src` and `dist`. */
const sources = fileURLToPath(new URL("../../page", import.meta.url));

/** Builds the page into a folder, which is emptied: files that any host can serve, under any path. */
export async function buildPage(folder: string): Promise<void> {
  await build(pageConfig(folder));
  await build(serviceWorkerConfig(folder, await pageFiles(folder)));
  await writeFile(join(folder, "_headers"), headersFile());
}

const shared: InlineConfig = { root: sources, configFile: false, logLevel: "error" };

function pageConfig(folder: string): InlineConfig {
  return {
    ...shared,
    base: "./",
    plugins: [fileDigests(), policyInPage()],
    worker: { format: "es", plugins: () => [kernelsAsFiles()] },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  };
}

function serviceWorkerConfig(folder: string, files: ReadonlyMap<string, string>): InlineConfig {
  const version = createHash("sha256")
    .update(JSON.stringify([...files]))
    .digest("hex");
  return {
    ...shared,
    publicDir: false,
    define: {
      pageFiles: JSON.stringify([...files.keys()]),
      pageVersion: JSON.stringify(version.slice(0, 16)),
      pageHeaders: JSON.stringify(pageHeaders),
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2022",
      rolldownOptions: {
        input: join(sources, "offline/service-worker.ts"),
        output: { entryFileNames: "service-worker.js", format: "iife" },
      },
    },
  };
}

/** The files that a page without a network needs, models excepted, with a digest of each. */
async function pageFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => !/(\.safetensors|tokenizer-[^/]*\.json)$/.test(name))
    .sort();
  const files = new Map<string, string>();
  for (const name of names) {
    const digest = createHash("sha256").update(await readFile(join(folder, name)));
    files.set(name === "index.html" ? "./" : name, digest.digest("hex"));
  }
  return files;
}

/** The policy stands in the page, too, for hosts that set no headers. */
function policyInPage(): Plugin {
  return {
    name: "policy-in-page",
    transformIndexHtml: () => [
      {
        tag: "meta",
        injectTo: "head-prepend",
        attrs: {
          "http-equiv": "Content-Security-Policy",
          content: pageHeaders["Content-Security-Policy"],
        },
      },
    ],
  };
}

/** The headers, as hosts of static pages read them from a file (Netlify, Cloudflare Pages). */
function headersFile(): string {
  const lines = Object.entries(pageHeaders).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...lines, ""].join("\n");
}
