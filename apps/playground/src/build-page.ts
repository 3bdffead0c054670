import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { pageHeaders } from "./page-headers.ts";
import { shippedModels } from "./shipped-models.ts";

/** Sources of the page: of this package, beside `src` and `dist`. */
const sources = fileURLToPath(new URL("../page", import.meta.url));

/** Builds the page into a folder, which is emptied: files that any host can serve, under any path. Beside it `live.html`
 *  shows one view alone, for frames in other pages. */
export async function buildPage(folder: string): Promise<void> {
  await build({
    root: sources,
    configFile: false,
    logLevel: "error",
    base: "./",
    plugins: [policyInPage()],
    // What NODE_ENV says decides nothing: a page that is tested is the one that is served.
    resolve: { conditions: ["module", "browser", "production"] },
    worker: { format: "es", plugins: () => [shippedModels()] },
    build: {
      outDir: folder,
      rolldownOptions: { input: ["index.html", "live.html"].map((name) => join(sources, name)) },
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4_000,
    },
  });
  await writeFile(join(folder, "_headers"), headersFile());
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
