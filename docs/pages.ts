import { posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { MarkdownRenderer } from "vitepress";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The page that a Markdown file of the repository becomes: those of this folder at /, a README at its folder's address, that
 *  of the repository at /overview. */
export function pageOf(file: string): string {
  if (file === "README.md") return "overview.md";
  return file.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
}

/** Lets links between files of the repository, to folders too, as any code host has them, reach the pages that these become. */
export function siteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("site-links", ({ tokens, env }) => {
    const page = relative(root, String(env.path)).split(sep).join("/");
    const file = page.replace(/^(guide|systems)\//, "docs/$1/"); // the search names files, pages what they become
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.type === "link_open" ? token.attrGet("href") : null;
      if (target === null) continue;
      const link = siteLink(target, file);
      token.attrSet("href", link);
      if (/^\/[^/]+\.(py|txt)$/.test(link)) token.attrSet("target", "_self"); // no page
    }
  });
}

/** Where a link leads on the site. @param file  That it stands in, from the root of the repository. */
export function siteLink(target: string, file: string): string {
  if (/^([a-z]+:|#|\/)/.test(target)) return target;
  const [path = "", fragment] = target.split("#");
  const found = posix.join(posix.dirname(file), path).replace(/\/$/, "");
  const end = fragment === undefined ? "" : `#${fragment}`;
  if (found === "LICENSE") return `/${licenceFile}`;
  if (found === ".") return `/${pageOf("README.md")}${end}`;
  if (found.startsWith(publicFolder)) return `/${found.slice(publicFolder.length)}`;
  if (found.endsWith(".md")) return `/${pageOf(found)}${end}`.replace(/index\.md/, "");
  return /(^|\/)[a-z0-9-]+$/.test(found) ? `/${found}/${end}` : target;
}

/** Its files lie at the root of the site. */
const publicFolder = "docs/public/";

/** What the licence is called on the site. */
export const licenceFile = "LICENSE.txt";

/** The fragment of a heading, as code hosts make it. */
export function headingFragment(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}_ -]/gu, "")
    .replace(/ /g, "-");
}
