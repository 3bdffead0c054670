import { encoderParameterShapes } from "@bnnkit/transformer";
import { UsageError } from "../errors.ts";
import { readImageRun } from "./image-run-state.ts";
import type { ImageSplits } from "./image-splits.ts";
import { patchEncoder } from "./patch-encoder.ts";

/** The parameters of another Transformer of patches by their names, of whatever system.
 *  @throws UsageError if the folder holds none. */
export async function initialParameters(
  path: string,
  splits: ImageSplits,
): Promise<Readonly<Record<string, Float32Array>>> {
  const { config, weights } = await readImageRun("--initial-weights", path);
  if (config.network !== "vit") {
    throw new UsageError(`--initial-weights: ${path} holds a ${config.network}, not a vit`);
  }
  const names = encoderParameterShapes(patchEncoder(config, splits)).map(({ name }) => name);
  return Object.fromEntries(names.map((name, i) => [name, weights[i]]));
}
