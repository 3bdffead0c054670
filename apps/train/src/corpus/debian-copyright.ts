import { readFile, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/** The licences of an extracted Debian package: the names in the `License:` fields of its copyright file, each once, in
 *  the order of the file. A file that is no machine-readable one (DEP-5), or that is in another package, gives
 *  "see copyright file of NAME".
 *  Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
 *  @param root  the folder that it was extracted into */
export async function debianLicence(root: string, name: string): Promise<string> {
  const text = await readInside(root, join(root, "usr/share/doc", name, "copyright"));
  return licenceNames(text).join(", ") || `see copyright file of ${name}`;
}

/** Links of a package may point anywhere; what is outside its own folder is not read. */
async function readInside(root: string, path: string): Promise<string> {
  try {
    const [folder, file] = [await realpath(root), await realpath(path)];
    return file.startsWith(folder + sep) ? await readFile(file, "utf8") : "";
  } catch {
    return "";
  }
}

/** Licence names of a DEP-5 copyright file; none for other text. */
export function licenceNames(copyright: string): string[] {
  const isMachineReadable = /^Format(?:-Specification)?:/im.test(copyright.slice(0, 4096));
  if (!isMachineReadable) return [];
  const names = Array.from(copyright.matchAll(/^License:[ \t]*(\S.*)$/gim), ([, name = ""]) =>
    name.trim(),
  );
  return [...new Set(names)];
}
