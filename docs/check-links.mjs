// Checks the built site: every link from a page to another one, to the API or to a file, and every fragment. VitePress
// checks links between pages alone, and before the API is there.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const site = join(import.meta.dirname, "dist");
const pages = readdirSync(site, { recursive: true })
  .filter((path) => path.endsWith(".html") && !/^(api|playground|translate)\//.test(path))
  .sort();
const idsOfFile = new Map();

const problems = pages.flatMap((page) =>
  linksOf(page).flatMap((link) => {
    const problem = problemOf(page, link);
    return problem === undefined ? [] : [`${page}: ${link}: ${problem}`];
  }),
);
if (problems.length > 0) {
  process.stderr.write(`${problems.join("\n")}\n${problems.length} dead links\n`);
  process.exitCode = 1;
}

function linksOf(page) {
  const html = readFileSync(join(site, page), "utf8").replace(/<pre[\s\S]*?<\/pre>/g, "");
  const links = [...html.matchAll(/<(?:a|img|link|script)\b[^>]*?\s(?:href|src)="([^"]*)"/g)];
  return [...new Set(links.map(([, link]) => link.replaceAll("&amp;", "&")))];
}

function problemOf(page, link) {
  if (/^([a-z]+:|\/\/)/.test(link)) return undefined;
  const { pathname, hash } = new URL(link, `http://site/${page}`);
  const path = join(site, decodeURIComponent(pathname));
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, "index.html") : path;
  if (!existsSync(file)) return `there is no ${relative(site, file)}`;
  if (hash === "" || !file.endsWith(".html")) return undefined;
  if (!idsOfFile.has(file)) {
    const ids = readFileSync(file, "utf8").matchAll(/\sid="([^"]*)"/g);
    idsOfFile.set(file, new Set([...ids].map(([, id]) => id)));
  }
  const id = decodeURIComponent(hash.slice(1));
  return idsOfFile.get(file).has(id) ? undefined : "the page has no such heading";
}
