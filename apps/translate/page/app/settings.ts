import { defaultModel, models } from "./models.ts";

/** What the reader has chosen. */
export interface Settings {
  readonly model: string;
  /** Name of an instruction set, or "" for the best. */
  readonly isa: string;
  /** A number, or "all". */
  readonly threads: string;
  /** Hypotheses, a number. */
  readonly beam: string;
}

export type SettingName = keyof Settings;

/** Values that each setting may have, with what they are called. */
export const choices: Readonly<Record<SettingName, ReadonlyMap<string, string>>> = {
  model: new Map([...models.keys()].map((name) => [name, name])),
  isa: new Map([
    ["", "the best that works"],
    ["wasm-relaxed-simd", "WebAssembly, relaxed SIMD"],
    ["wasm-simd128", "WebAssembly, SIMD"],
    ["js", "JavaScript"],
  ]),
  threads: new Map([
    ["1", "1"],
    ["2", "2"],
    ["4", "4"],
    ["all", "one on each core"],
  ]),
  beam: new Map([
    ["1", "greedy: fastest"],
    ["4", "beam of 4"],
  ]),
};

export const settingNames: readonly SettingName[] = ["model", "isa", "threads", "beam"];

const defaults: Settings = { model: defaultModel, isa: "", threads: "1", beam: "1" };
const storageName = "bnnkit-translate";

/** The settings of the latest visit; what is no choice any more counts as never chosen. */
export function readSettings(): Settings {
  const kept = new URLSearchParams(readStorage());
  const read = (name: SettingName): string => {
    const value = kept.get(name);
    return value !== null && choices[name].has(value) ? value : defaults[name];
  };
  return { model: read("model"), isa: read("isa"), threads: read("threads"), beam: read("beam") };
}

/** Keeps settings for the next visit, where the browser allows it. */
export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(storageName, new URLSearchParams({ ...settings }).toString());
  } catch {
    // Private windows keep nothing.
  }
}

function readStorage(): string {
  try {
    return localStorage.getItem(storageName) ?? "";
  } catch {
    return "";
  }
}
