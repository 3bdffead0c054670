import { rename, rm } from "node:fs/promises";
import { loadCheckpoint, previousCheckpoint } from "@bnnkit/training-backend/node";
import { UsageError } from "../errors.ts";
import { fileExists, type RunFolder } from "./run-folder.ts";
import { isRunState, isWeightsState, type RunState, type WeightsState } from "./run-state.ts";

/** The state of the run in a folder. Where run.checkpoint is missing or damaged, the one before it takes its place; a
 *  damaged one is kept as run.checkpoint.damaged.
 *  @param note  is told so
 *  @returns undefined if there is neither
 *  @throws UsageError if it is not the checkpoint of a run; Error if it is damaged and none before it is whole. */
export async function openSavedRun(
  { checkpoint }: RunFolder,
  note: (text: string) => void,
): Promise<RunState | undefined> {
  const previous = previousCheckpoint(checkpoint);
  if (!(await fileExists(checkpoint))) {
    if (!(await fileExists(previous))) return undefined;
    const state = await readRunState(previous);
    await rename(previous, checkpoint);
    note(`${checkpoint} is missing; the one before it, of step ${state.step}, takes its place`);
    return state;
  }
  try {
    return await readRunState(checkpoint);
  } catch (error) {
    const state = error instanceof RangeError ? await tryReadRunState(previous) : undefined;
    if (state === undefined) throw error;
    await rename(checkpoint, `${checkpoint}.damaged`);
    await rename(previous, checkpoint);
    const reason = error instanceof Error ? error.message : String(error);
    note(`${reason}; the latter, of step ${state.step}, takes its place`);
    return state;
  }
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

async function readRunState(path: string): Promise<RunState> {
  const state = await loadCheckpoint(path);
  if (!isRunState(state)) throw new UsageError(`${path}: is no checkpoint of a run`);
  return state;
}

function tryReadRunState(path: string): Promise<RunState | undefined> {
  return readRunState(path).catch(() => undefined);
}

async function tryReadState(path: string): Promise<RunState | WeightsState | undefined> {
  const state = await loadCheckpoint(path).catch(() => undefined);
  return isRunState(state) || isWeightsState(state) ? state : undefined;
}
