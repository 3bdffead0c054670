import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import { openSavedState } from "../saved-state.ts";
import type { EpochRunFolder } from "./epoch-run-folder.ts";

export interface RunStartOptions<State> {
  readonly resume: boolean;
  readonly isState: (state: unknown) => state is State;
  readonly note: (text: string) => void;
}

/** The state that a run in this folder goes on from; undefined for a new one.
 *  @throws UsageError if the folder holds a run or a model and `resume` is not said, or no run and it is. */
export async function runStart<State extends { readonly step: number }>(
  { path: where, checkpoint, model }: EpochRunFolder,
  { resume, isState, note }: RunStartOptions<State>,
): Promise<State | undefined> {
  if (resume) {
    const state = await openSavedState(checkpoint, isState, note);
    if (state !== undefined) return state;
    throw new UsageError(`${where}: holds no run to go on with; --resume is for one that is`);
  }
  if (await fileExists(checkpoint)) {
    throw new UsageError(
      `${where}: holds a run already; add --resume to go on with it, or name another folder`,
    );
  }
  if (await fileExists(model)) {
    throw new UsageError(`${where}: holds a model already; name another folder`);
  }
  return undefined;
}

/** @param changeable  what may be said anew of a run that goes on
 *  @param where  names the run in messages
 *  @throws UsageError naming a setting that such a run cannot change. */
export function checkUnchanged<Config extends object>(
  before: Config,
  config: Config,
  { changeable, where }: { readonly changeable: readonly (keyof Config)[]; readonly where: string },
): void {
  for (const [name, value] of Object.entries(config)) {
    if (changeable.some((key) => key === name)) continue;
    const kept = JSON.stringify(Reflect.get(before, name));
    if (JSON.stringify(value) === kept) continue;
    throw new UsageError(
      `${where}: ${name} is ${kept} there and cannot become ${JSON.stringify(value)}; name another folder for that`,
    );
  }
}
