import { rename } from "node:fs/promises";
import { loadCheckpoint, previousCheckpoint } from "@bnnkit/training-backend/node";
import { UsageError } from "./errors.ts";
import { fileExists } from "./fit/run-folder.ts";

/** What a checkpoint must hold to be of a kind. */
export type StateGuard<State> = (state: unknown) => state is State;

/** The state that a run goes on from. Where its checkpoint is missing or damaged, the one before it takes its place; a
 *  damaged one is kept with `.damaged` behind its name.
 *  @param note  is told so
 *  @returns undefined if there is neither
 *  @throws UsageError if it is not the checkpoint of such a run; Error if it is damaged and none before it is whole. */
export async function openSavedState<State extends { readonly step: number }>(
  checkpoint: string,
  isState: StateGuard<State>,
  note: (text: string) => void,
): Promise<State | undefined> {
  const previous = previousCheckpoint(checkpoint);
  if (!(await fileExists(checkpoint))) {
    if (!(await fileExists(previous))) return undefined;
    const state = await readSavedState(previous, isState);
    await rename(previous, checkpoint);
    note(`${checkpoint} is missing; the one before it, of step ${state.step}, takes its place`);
    return state;
  }
  try {
    return await readSavedState(checkpoint, isState);
  } catch (error) {
    const isDamaged = error instanceof RangeError;
    const state = isDamaged ? await tryReadSavedState(previous, isState) : undefined;
    if (state === undefined) throw error;
    await rename(checkpoint, `${checkpoint}.damaged`);
    await rename(previous, checkpoint);
    const reason = error instanceof Error ? error.message : String(error);
    note(`${reason}; the latter, of step ${state.step}, takes its place`);
    return state;
  }
}

/** The state in a checkpoint.
 *  @returns undefined if it cannot be read */
export function tryReadSavedState<State>(
  path: string,
  isState: StateGuard<State>,
): Promise<State | undefined> {
  return readSavedState(path, isState).catch(() => undefined);
}

async function readSavedState<State>(path: string, isState: StateGuard<State>): Promise<State> {
  const state = await loadCheckpoint(path);
  if (!isState(state)) throw new UsageError(`${path}: is no checkpoint of such a run`);
  return state;
}
