import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { CorpusError } from "./corpus-error.ts";
import { runProgram } from "./run-program.ts";

/** Downloads packages of the system's Debian or Ubuntu release with `apt-get download`: nothing is installed and
 *  no rights are needed.
 *  @param otherwise  what to do without apt-get, for messages
 *  @returns paths of the .deb files in `directory`, in the order of `names`.
 *  @throws CorpusError when apt-get is missing, knows no such package, or cannot reach its mirror. */
export async function downloadDebianPackages(
  names: readonly string[],
  directory: string,
  otherwise: string = downloadByHand("--deb"),
): Promise<string[]> {
  const withoutList = `if a package was not found, refresh the lists ("apt-get update", as root), or ${otherwise}`;
  const found = await runProgram("sh", ["-c", "command -v apt-get || true"]);
  if (found.trim() === "") throw new CorpusError(`apt-get is not installed; ${otherwise}`);
  await runProgram("apt-get", ["download", "-q", ...names], {
    directory,
    alternative: withoutList,
  });
  const files = await readdir(directory);
  return names.map((name) => {
    const file = files.find((entry) => entry.startsWith(`${name}_`) && entry.endsWith(".deb"));
    if (file === undefined) {
      throw new CorpusError(`apt-get download left no ${name}_*.deb; ${withoutList}`);
    }
    return join(directory, file);
  });
}

/** @param flag  the option that takes packages downloaded by hand */
export function downloadByHand(flag: string): string {
  return `download the packages by hand (packages.debian.org) and give each with ${flag} FILE`;
}

/** Extracts the files of a package below `directory`, as `dpkg-deb -x` does.
 *  @throws CorpusError when the file is missing or no Debian package, or dpkg-deb is not installed. */
export async function extractDebianPackage(path: string, directory: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new CorpusError("no such file", { path });
  const alternative = "expected a Debian package (.deb) and dpkg-deb to extract it";
  await runProgram("dpkg-deb", ["-x", path, directory], { alternative });
}

/** Name and version of a package from its file name `<name>_<version>_<architecture>.deb`.
 *  apt writes the colon of an epoch as `%3a`. */
export function debianPackageName(path: string): {
  readonly name: string;
  readonly version: string;
} {
  const [name = "", version = ""] = basename(path)
    .replace(/\.deb$/, "")
    .split("_");
  return { name, version: version.replace(/%3a/gi, ":") };
}
