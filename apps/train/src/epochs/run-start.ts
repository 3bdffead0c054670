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
  { path: where, checkpoint, model }: Pick<EpochRunFolder, "path" | "checkpoint" | "model">,
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
    const change = changeOf(name, Reflect.get(before, name), value);
    if (change === undefined) continue;
    const [what, kept, wanted] = change;
    throw new UsageError(
      `${where}: ${what} is ${kept} there and cannot become ${wanted}; name another folder for that`,
    );
  }
}

/** The first field that differs, within objects that both are, and both of its values as JSON. */
function changeOf(
  name: string,
  before: unknown,
  after: unknown,
): readonly [name: string, before: string, after: string] | undefined {
  const [kept, wanted] = [JSON.stringify(before), JSON.stringify(after)];
  if (kept === wanted) return undefined;
  if (!(isRecord(before) && isRecord(after))) return [name, kept ?? "not set", wanted ?? "not set"];
  for (const key of Object.keys({ ...before, ...after })) {
    const change = changeOf(`${name}.${key}`, before[key], after[key]);
    if (change !== undefined) return change;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
