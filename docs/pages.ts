import type { MarkdownRenderer } from "vitepress";

/** The page that a Markdown file of the repository becomes: guides at /guide/, a README at its folder's address. */
export function pageOf(file: string): string {
  return file.replace(/^docs\//, "").replace(/(^|\/)README\.md$/, "$1index.md");
}

/** Lets links to folders (`../core`, as on any code host) end in a slash, so that they reach the folder's page. */
export function folderLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("folder-links", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const target = token.type === "link_open" ? token.attrGet("href") : null;
      if (target !== null) token.attrSet("href", withSlash(target));
    }
  });
}

function withSlash(target: string): string {
  const [path, fragment] = target.split("#");
  const isFolder = path !== "" && !/^[a-z]+:/.test(path) && /(^|\/)[a-z-]+$/.test(path);
  if (!isFolder) return target;
  return `${path}/${fragment === undefined ? "" : `#${fragment}`}`;
}
