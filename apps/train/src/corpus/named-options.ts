import { CorpusError } from "./corpus-error.ts";
import { groupNameOf } from "./file-sources.ts";

/** An option's value `NAME=PLACE`, taken apart. */
export interface NamedPlace {
  readonly group: string;
  /** A file, a folder or a package. */
  readonly place: string;
}

/** Reads `NAME=PLACE`, or `PLACE` alone, which then has the default name: the file's, if none is given.
 *  @throws CorpusError when the name is none that a file can bear. */
export function namedPlace(value: string, defaultName?: string): NamedPlace {
  const named = /^([^=/\\]*)=(.*)$/s.exec(value);
  const place = named?.[2] ?? value;
  const group = named?.[1] ?? defaultName ?? groupNameOf(place);
  if (!/^[\p{L}\d][\p{L}\d_-]*$/u.test(group)) {
    throw new CorpusError(
      `expected NAME=FILE, NAME of letters, digits, "-" and "_"; got "${value}"`,
    );
  }
  return { group, place };
}

/** The text of the entry `NAME=TEXT` of a name. */
export function textNamed(
  entries: readonly string[] | undefined,
  name: string,
): string | undefined {
  const prefix = `${name}=`;
  return entries?.find((entry) => entry.startsWith(prefix))?.slice(prefix.length);
}

/** Refuses entries for a name that no source has: a slip of the pen, and the record would say "not stated".
 *  @throws CorpusError naming the option, the entry and the names that there are. */
export function checkNames(
  flag: string,
  entries: readonly string[] | undefined,
  names: readonly string[],
): void {
  const stray = entries?.find((entry) => !names.includes(entry.split("=")[0] ?? ""));
  if (stray === undefined) return;
  throw new CorpusError(
    `${flag}: expected NAME=TEXT, NAME one of ${[...new Set(names)].join(", ") || "a file's source"}; got "${stray}"`,
  );
}
