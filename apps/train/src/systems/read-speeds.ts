import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import { readJson } from "../read-json.ts";
import type { BatchSpeed } from "./system-result.ts";

/** Speeds of one run: an entry of `speeds.json`. */
interface RunSpeeds {
  /** Of its folder. */
  readonly name: string;
  readonly batches: readonly BatchSpeed[];
}

/** Reads what the command `classifiers` of the benchmark has measured.
 *  @returns speeds by the name of the run's folder; none if there is no such file
 *  @throws UsageError if the file holds something else. */
export async function readSpeeds(
  path: string,
): Promise<ReadonlyMap<string, readonly BatchSpeed[]>> {
  if (!(await fileExists(path))) return new Map();
  const content = await readJson(path);
  if (Array.isArray(content) && content.every(isRunSpeeds)) {
    return new Map(content.map(({ name, batches }) => [name, batches]));
  }
  throw new UsageError(
    `${path}: must be a list of { name, batches: [{ batchSize, imagesPerSecond, ratios }] }`,
  );
}

function isRunSpeeds(value: unknown): value is RunSpeeds {
  return (
    isObject(value) &&
    typeof value.name === "string" &&
    Array.isArray(value.batches) &&
    value.batches.every(isBatchSpeed)
  );
}

/** Whether a value read from JSON is a speed. */
export function isBatchSpeed(value: unknown): value is BatchSpeed {
  return (
    isObject(value) &&
    typeof value.batchSize === "number" &&
    typeof value.imagesPerSecond === "number" &&
    isObject(value.ratios) &&
    Object.values(value.ratios).every((ratio) => typeof ratio === "number")
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
