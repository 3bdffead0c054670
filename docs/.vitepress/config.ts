import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "vitepress";
import { writeAppPages } from "../app-pages.ts";
import { writeLanguageModelFiles } from "../language-model-files.ts";
import { withLivePlots } from "../live-plots.ts";
import { navigation } from "../navigation.ts";
import { headingFragment, licenceFile, pageOf, siteLinks } from "../pages.ts";
import { withSystemResults } from "../system-results.ts";

const vitepress = createRequire(import.meta.url).resolve("vitepress/package.json");
const vueFolder = dirname(createRequire(vitepress).resolve("vue/package.json"));

/** The site is made of the pages in this folder and of the READMEs, which stay where they are. */
export default defineConfig({
  title: "bnnkit",
  description: "Binarized neural networks in TypeScript",
  head: [["link", { rel: "icon", href: "/icon.svg", type: "image/svg+xml" }]],
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
  vite: {
    // Pages outside this folder have no node_modules with Vue beside them.
    resolve: { alias: { vue: vueFolder } },
    publicDir: new URL("../public", import.meta.url).pathname,
  },
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  rewrites: pageOf,
  markdown: {
    anchor: { slugify: headingFragment },
    config(markdown) {
      siteLinks(markdown);
      markdown.core.ruler.before("normalize", "live-plots-and-results", (state) => {
        const text = withLivePlots(state.src);
        state.src = withSystemResults(text, String(state.env.relativePath));
      });
    },
  },
  // The API is written beside the pages after they have been built; check-links.mjs looks then.
  ignoreDeadLinks: [/^\/api\//],
  async buildEnd({ outDir }) {
    await copyFile(new URL("../../LICENSE", import.meta.url), join(outDir, licenceFile));
    const icon = new URL("../../apps/playground/page/public/icon.svg", import.meta.url);
    await copyFile(icon, join(outDir, "icon.svg"));
    await writeLanguageModelFiles(outDir);
    await writeAppPages(outDir);
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Start", link: "/guide/get-started" },
      { text: "Tutorial", link: "/guide/train-pack-run-price" },
      { text: "Systems", link: "/guide/binarization-systems" },
      { text: "File format", link: "/guide/file-format" },
      { text: "Packages", link: "/overview" },
      { text: "API", link: "/api/index.html", target: "_self" },
    ],
    sidebar: navigation.map(({ items, ...group }) => ({ ...group, items: [...items] })),
  },
});
