import type { MarkdownRenderer } from "vitepress";

/** The page that a Markdown file of the repository becomes: guides at /guide/, a README at its folder's address. */
export function pageOf(file: string): string {
  return file.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
}

/** Lets links to folders (`../core`, as on any code host) end in a slash, so that they reach the folder's page, and those
 *  of the guides, which lie one folder less deep on the site, reach it from there. */
export function folderLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("folder-links", ({ tokens, env }) => {
    const isGuide = String(env.relativePath).includes("guide/");
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.type === "link_open" ? token.attrGet("href") : null;
      if (target === null) continue;
      token.attrSet("href", withSlash(isGuide ? target.replace(/^\.\.\/\.\.\//, "../") : target));
    }
  });
}

function withSlash(target: string): string {
  const [path, fragment] = target.split("#");
  const isFolder = path !== "" && !/^[a-z]+:/.test(path) && /(^|\/)[a-z0-9-]+$/.test(path);
  if (!isFolder) return target;
  return `${path}/${fragment === undefined ? "" : `#${fragment}`}`;
}
