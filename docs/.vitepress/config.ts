import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { defineConfig } from "vitepress";
import { folderLinks, pageOf } from "../pages.ts";

const packages = readmesOf("packages", [
  "core",
  "metrics",
  "model",
  "kernels",
  "quantizers",
  "training-backend",
  "layers",
  "transformer",
  "runtime",
  "hardware",
  "weightless",
  "localization",
]);
const apps = readmesOf("apps", ["translate", "train", "benchmark"]);

const vitepress = createRequire(import.meta.url).resolve("vitepress/package.json");
const vueFolder = dirname(createRequire(vitepress).resolve("vue/package.json"));

/** The site is made of the guides in this folder and of the READMEs, which stay where they are. */
export default defineConfig({
  title: "bnnkit",
  description: "Binarized neural networks in TypeScript",
  srcDir: "..",
  srcExclude: [
    "**/node_modules/**",
    "**/dist/**",
    "**/test/**",
    "**/CHANGELOG.md",
    ".*/**",
    "tooling/**",
    "docs/README.md",
  ],
  // Pages outside this folder have no node_modules with Vue beside them.
  vite: { resolve: { alias: { vue: vueFolder } } },
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  rewrites: pageOf,
  markdown: { config: (markdown) => folderLinks(markdown) },
  // The API is written beside the pages after they have been built, and the licence is no page.
  ignoreDeadLinks: [/^\/api\//, /LICENSE$/],
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Guide", link: "/guide/a-bnn-in-ten-minutes" },
      { text: "Packages", link: "/packages/core/" },
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar: [
      { text: "Overview", link: "/" },
      {
        text: "Guide",
        items: [
          { text: "A BNN in ten minutes", link: "/guide/a-bnn-in-ten-minutes" },
          { text: "Your own model", link: "/guide/your-own-model" },
          { text: "In the browser", link: "/guide/in-the-browser" },
          { text: "Localization files", link: "/guide/localization-files" },
          { text: "The service", link: "/guide/service" },
          { text: "Price a network", link: "/guide/price-a-network" },
          { text: "Translation in a page", link: "/guide/translate-page" },
          { text: "Binarization systems", link: "/guide/binarization-systems" },
          { text: "Claims, tried", link: "/guide/claims-tried" },
          { text: "Quantizers in pictures", link: "/guide/quantizers-in-pictures" },
          { text: "What a BNN library needs", link: "/guide/what-a-bnn-library-needs" },
          { text: "How the kernels work", link: "/guide/how-the-kernels-work" },
          { text: "Operations of a tape", link: "/guide/operations-of-a-tape" },
          { text: "Kernels on threads", link: "/guide/kernels-on-threads" },
          { text: "Kernels on a GPU", link: "/guide/kernels-on-a-gpu" },
          { text: "Speed of the kernels", link: "/guide/speed-of-the-kernels" },
          { text: "Add a quantizer", link: "/guide/add-a-quantizer" },
          { text: "Add a kernel", link: "/guide/add-a-kernel" },
          { text: "Add an op", link: "/guide/add-an-op" },
        ],
      },
      { text: "Packages", items: packages },
      { text: "Apps", items: apps },
      { text: "Models", items: readmesOf("models", ["en-de", "en-de-w1a1"]) },
    ],
  },
});

function readmesOf(folder: string, names: readonly string[]): { text: string; link: string }[] {
  return names.map((name) => {
    const manifest: { name: string } = JSON.parse(
      readFileSync(new URL(`../../${folder}/${name}/package.json`, import.meta.url), "utf8"),
    );
    return { text: manifest.name, link: `/${folder}/${name}/` };
  });
}
