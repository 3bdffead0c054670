import { UsageError } from "../errors.ts";
import { fileExists, listSnapshots, type RunFolder } from "../fit/run-folder.ts";
import type { WeightsState } from "../fit/run-state.ts";
import { loadWeights } from "../fit/weights-file.ts";
import { averageWeights } from "./average-weights.ts";

/** Which weights of a run: the best on the held-out text, those of the last evaluation, or the mean of the last k. */
export type WeightsChoice =
  | { readonly kind: "best" }
  | { readonly kind: "last" }
  | { readonly kind: "average"; readonly count: number };

/** Reads the weights of a run.
 *  @throws UsageError if the run has none of that kind yet. */
export async function chooseWeights(
  folder: RunFolder,
  choice: WeightsChoice,
): Promise<WeightsState> {
  if (choice.kind === "best") {
    if (!(await fileExists(folder.best))) {
      throw new UsageError(
        `${folder.path}: has no best weights yet (none were evaluated after binarization began)`,
      );
    }
    return loadWeights(folder.best);
  }
  const count = choice.kind === "last" ? 1 : choice.count;
  const paths = (await listSnapshots(folder)).slice(-count);
  if (paths.length < count) {
    throw new UsageError(
      `${folder.snapshots}: must hold ${count} snapshot${count === 1 ? "" : "s"}, got ${paths.length}`,
    );
  }
  const states: WeightsState[] = [];
  for (const path of paths) states.push(await loadWeights(path));
  return states.length === 1 ? states[0] : averageWeights(states);
}
