import { UsageError } from "../errors.ts";
import { fileExists, listSnapshots, type RunFolder, type Snapshot } from "../fit/run-folder.ts";
import type { WeightsState } from "../fit/run-state.ts";
import { peekSavedRun } from "../fit/saved-run.ts";
import { loadWeights } from "../fit/weights-file.ts";
import { averageWeights } from "./average-weights.ts";

/** Which weights of a run: the best on the held-out text, those of the last evaluation, or the mean of the last k. */
export type WeightsChoice =
  | { readonly kind: "best" }
  | { readonly kind: "last" }
  | { readonly kind: "average"; readonly count: number };

/** Reads the weights of the run in a folder; what a run before it left there is not taken.
 *  @param note  is told of snapshots that are left out
 *  @throws UsageError if the run has none of that kind yet. */
export async function chooseWeights(
  folder: RunFolder,
  choice: WeightsChoice,
  note: (text: string) => void,
): Promise<WeightsState> {
  if (choice.kind === "best") return bestWeights(folder);
  const count = choice.kind === "last" ? 1 : choice.count;
  const snapshots = (await snapshotsOfRun(folder, note)).slice(-count);
  if (snapshots.length < count) {
    throw new UsageError(
      `${folder.snapshots}: must hold ${count} snapshot${count === 1 ? "" : "s"}, got ${snapshots.length}`,
    );
  }
  const states: WeightsState[] = [];
  for (const { path } of snapshots) states.push(await loadWeights(path));
  return states.length === 1 ? states[0] : averageWeights(states);
}

async function bestWeights(folder: RunFolder): Promise<WeightsState> {
  const none = `${folder.path}: has no best weights yet (none were evaluated after binarization began)`;
  if (!(await fileExists(folder.best))) throw new UsageError(none);
  const weights = await loadWeights(folder.best);
  const run = await peekSavedRun(folder);
  if (run === undefined || run.runId === weights.runId) return weights;
  throw new UsageError(`${none}; best.checkpoint is that of another run`);
}

/** Snapshots of the run that the checkpoint is of or, where there is none, of that of the best weights. */
async function snapshotsOfRun(
  folder: RunFolder,
  note: (text: string) => void,
): Promise<readonly Snapshot[]> {
  const snapshots = await listSnapshots(folder);
  const run =
    (await peekSavedRun(folder)) ??
    ((await fileExists(folder.best)) ? await loadWeights(folder.best) : undefined);
  if (run === undefined) return snapshots;
  const own = snapshots.filter(({ runId }) => runId === run.runId);
  const others = snapshots.length - own.length;
  if (others > 0) note(`${folder.snapshots}: ${others} of another run left out`);
  return own;
}
