import { UsageError } from "./errors.ts";
import { readInput } from "./read-input.ts";
import { reasonOf } from "./reason-of.ts";

/** Reads a JSON file that the user named.
 *  @throws UsageError naming it if it is missing or no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const text = (await readInput(path)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path}: is no JSON: ${reasonOf(cause)}`, { cause });
  }
}
