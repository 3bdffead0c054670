import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileOf, navigation, textOf } from "./navigation.ts";
import { withSystemResults } from "./system-results.ts";

const promise =
  "A TypeScript toolkit for binarized neural networks: train them with TensorFlow.js, pack them to one bit, run them in Node and in browsers, and know what they cost on an FPGA.";

/** Writes what programs read instead of pages: `llms.txt` (https://llmstxt.org), the list of all pages with a line about
 *  each; the Markdown of every page beside it; and `llms-full.txt`, all of it in one file. */
export async function writeLanguageModelFiles(outDir: string): Promise<void> {
  const pages = navigation.flatMap(({ items }) => items.map(({ link }) => link));
  for (const link of pages) {
    const path = join(outDir, markdownPath(link));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, pageText(link));
  }
  await writeFile(join(outDir, "llms.txt"), languageModelIndex());
  await writeFile(join(outDir, "llms-full.txt"), pages.map(pageText).join("\n\n---\n\n"));
}

/** The text of `llms.txt`. */
export function languageModelIndex(): string {
  const groups = navigation.map(({ text, items }) => {
    const lines = items.map(
      (item) => `- [${item.text}](${markdownPath(item.link)}): ${promiseOf(item.link)}`,
    );
    return `## ${text}\n\n${lines.join("\n")}\n`;
  });
  return `# bnnkit\n\n> ${promise}\n\n${groups.join("\n")}`;
}

/** Where the Markdown of a page is, from the root of the site. */
function markdownPath(link: string): string {
  return `${link.slice(1)}${link.endsWith("/") ? "index" : ""}.md`;
}

function pageText(link: string): string {
  return withSystemResults(textOf(link), fileOf(link));
}

/** The first sentence below a page's title. */
function promiseOf(link: string): string {
  const body = pageText(link).replace(/^[\s\S]*?^# .*$/m, "");
  const paragraph = body
    .trim()
    .split(/\n\n/)
    .find((block) => /^[^\s|<!`#*-]|^`[^`]|^\*\*/.test(block));
  const line = (paragraph ?? "")
    .replace(/\n/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll("**", "");
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line.replace(/:$/, ".");
}
