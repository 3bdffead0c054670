import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { isImageResult } from "../image/image-result.ts";
import { networkNames } from "../image/network.ts";
import { readJson } from "../read-json.ts";
import type { WholeFile } from "../write-whole.ts";
import { drawAccuracyOverSize } from "./accuracy-picture.ts";
import { isBatchSpeed } from "./read-speeds.ts";
import type { SystemResult } from "./system-result.ts";

/** The files of results on one data set: one for each network, `NAME-mlp.json` and so on, and a picture of all. */
export function resultsFiles(
  folder: string,
  name: string,
  results: readonly SystemResult[],
): readonly WholeFile[] {
  const ofNetworks = networkNames.map((network) => ({
    path: join(folder, `${name}-${network}.json`),
    own: results.filter((result) => result.network === network),
  }));
  return [
    ...ofNetworks
      .filter(({ own }) => own.length > 0)
      .map(({ path, own }) => ({ path, content: `${JSON.stringify(own, null, 2)}\n` })),
    { path: join(folder, "accuracy-over-size.svg"), content: drawAccuracyOverSize(results) },
  ];
}

/** Reads what {@link resultsFiles} made; no results where there is no file.
 *  @throws UsageError naming a file that holds something else. */
export async function readResults(folder: string, name: string): Promise<readonly SystemResult[]> {
  const there = await readdir(folder).catch((): string[] => []);
  const results: SystemResult[] = [];
  for (const network of networkNames) {
    if (!there.includes(`${name}-${network}.json`)) continue;
    const path = join(folder, `${name}-${network}.json`);
    const content = await readJson(path);
    if (!Array.isArray(content) || !content.every(isSystemResult)) {
      throw new UsageError(`${path}: is no list of results of runs`);
    }
    results.push(...content);
  }
  return results;
}

function isSystemResult(value: unknown): value is SystemResult {
  if (!isImageResult(value)) return false;
  const speeds: unknown = "speeds" in value ? value.speeds : [];
  return Array.isArray(speeds) && speeds.every(isBatchSpeed);
}
