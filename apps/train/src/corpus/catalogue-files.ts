import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { CorpusError } from "./corpus-error.ts";

/** The gettext catalogues of a language below a folder, sorted by path: `.mo` and `.po` files in
 *  `<language>/LC_MESSAGES`, and `<language>.po`, `<name>.<language>.po`, `<name>-<language>.mo` and the like anywhere, with a
 *  territory (`de_DE`) or without. Links are not followed. A path to a file is that file.
 *  @throws CorpusError when nothing is there, or the file is neither `.mo` nor `.po`. */
export async function findCatalogues(path: string, language: string): Promise<string[]> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new CorpusError("no such file or folder", { path });
  if (!status.isDirectory()) {
    if (/\.[mp]o$/i.test(path)) return [path];
    throw new CorpusError("expected a gettext catalogue (.mo, .po) or a folder", { path });
  }
  const pattern = cataloguePattern(language);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => pattern.test(`/${relative(path, file).split(sep).join("/")}`))
    .sort();
}

function cataloguePattern(language: string): RegExp {
  const locale = `${language}(?:_${language.toUpperCase()})?`;
  return new RegExp(`/${locale}/LC_MESSAGES/[^/]+\\.[mp]o$|[/._-]${locale}\\.[mp]o$`);
}
