import { rename, rm } from "node:fs/promises";
import { loadCheckpoint, previousCheckpoint } from "@bnnkit/training-backend/node";
import { openSavedState, tryReadSavedState } from "../saved-state.ts";
import type { RunFolder } from "./run-folder.ts";
import { isRunState, isWeightsState, type RunState, type WeightsState } from "./run-state.ts";

/** The state of the run in a folder, as {@link openSavedState} finds it. */
export function openSavedRun(
  { checkpoint }: RunFolder,
  note: (text: string) => void,
): Promise<RunState | undefined> {
  return openSavedState(checkpoint, isRunState, note);
}

/** The state of the run in a folder, or of the checkpoint before it; nothing there is changed.
 *  @returns undefined if neither can be read */
export async function peekSavedRun({ checkpoint }: RunFolder): Promise<RunState | undefined> {
  return (
    (await tryReadRunState(checkpoint)) ?? (await tryReadRunState(previousCheckpoint(checkpoint)))
  );
}

/** Takes weights of a run's step back that turned out to be of no use: where a file is of them, the one before it takes
 *  its place, or it is removed if there is none.
 *  @returns the step that the file is of afterwards; undefined if there is no such file */
export async function takeBack(
  path: string,
  { step, runId }: Pick<RunState, "step" | "runId">,
): Promise<number | undefined> {
  const state = await tryReadState(path);
  if (state?.step !== step) return state?.step;
  const previous = previousCheckpoint(path);
  const before = await tryReadState(previous);
  if (before !== undefined && before.runId === runId) {
    await rename(previous, path);
    return before.step;
  }
  await rm(path, { force: true });
  return undefined;
}

function tryReadRunState(path: string): Promise<RunState | undefined> {
  return tryReadSavedState(path, isRunState);
}

async function tryReadState(path: string): Promise<RunState | WeightsState | undefined> {
  const state = await loadCheckpoint(path).catch(() => undefined);
  return isRunState(state) || isWeightsState(state) ? state : undefined;
}
