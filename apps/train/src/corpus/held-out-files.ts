import { readdir } from "node:fs/promises";
import { CorpusError } from "./corpus-error.ts";

/** Names of the held-out files of a folder, sorted; none if there is no such folder. */
export async function heldOutFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /-(val|test)\.tsv$/.test(name)).sort();
}

/** Refuses a folder with held-out files of another corpus: their sentences may be in the new training text.
 *  @param own  names that the new corpus may have
 *  @throws CorpusError naming those that it has not */
export async function refuseOtherHeldOutFiles(
  folder: string,
  own: readonly string[],
): Promise<void> {
  const others = (await heldOutFiles(folder)).filter((name) => !own.includes(name));
  if (others.length === 0) return;
  throw new CorpusError(
    `${folder}: holds ${others.join(", ")} of another corpus; remove them, or name another folder`,
  );
}
