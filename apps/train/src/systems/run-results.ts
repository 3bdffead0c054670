import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readModel } from "@bnnkit/model";
import { type EpochRunFolder, epochRunFolder } from "../epochs/epoch-run-folder.ts";
import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import type { ImageConfig } from "../image/image-config.ts";
import { countsOf, type ImageResult, imageResult, isImageResult } from "../image/image-result.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { readJson } from "../read-json.ts";
import { reasonOf } from "../reason-of.ts";
import { readSpeeds } from "./read-speeds.ts";
import type { SystemResult } from "./system-result.ts";

/** The results of all runs that are done in a folder of runs, with the speeds of `speeds.json` there.
 *  @throws UsageError naming a file that is malformed, or the folder if it has no run that is done */
export async function readRunResults(folder: string): Promise<readonly SystemResult[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`${folder}: cannot be read: ${reasonOf(error)}`);
  });
  const speeds = await readSpeeds(join(folder, "speeds.json"));
  const results: SystemResult[] = [];
  for (const name of names.sort()) {
    const run = epochRunFolder(join(folder, name));
    if (!(await fileExists(run.result))) continue;
    const result = await readRunResult(run);
    const own = speeds.get(name);
    results.push({ ...result, ...(own && { speeds: own }) });
  }
  if (results.length > 0) return results;
  throw new UsageError(`${folder}: has no folder with a result.json`);
}

/** The result of a run: `result.json` as it was written, or replaced by the object that `image --json` printed. */
async function readRunResult(run: EpochRunFolder): Promise<ImageResult> {
  const content = await readJson(run.result);
  if (isImageResult(content)) return content;
  const written = valueAt(content, "result");
  if (isImageResult(written)) return written;
  const config: ImageConfig = JSON.parse(await readFile(run.config, "utf8"));
  const number = (path: string): number => {
    const value = valueAt(content, ...path.split("."));
    if (typeof value === "number") return value;
    throw new UsageError(`${run.result}: is no result of a run: it has no number ${path}`);
  };
  return imageResult(config, {
    trainImages: (number("steps") / config.epochs) * config.batch,
    ...{ testImages: number("test.images"), accuracy: number("test.accuracy") },
    ...{ loss: number("test.loss"), seconds: number("seconds") },
    modelBytes: number("model.bytes"),
    comparison: {
      images: number("test.images"),
      sameClass: number("model.comparison.sameClass"),
      largestDifference: number("model.comparison.largestDifference"),
    },
    ...countsOf(readModel(await readInput(run.model, maximumModelBytes))),
  });
}

function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}
