import { cleaningPresets } from "./cleaning-presets.ts";
import {
  type CleaningOptions,
  type CleaningRuleName,
  cleaningRuleNames,
} from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";

/** What the command line says about cleaning. */
export interface CleaningFlags {
  /** `[NAME=]PRESET`: cleaning of one source, or of those not named. */
  readonly cleaning?: readonly string[];
  readonly minimumWords?: number;
  readonly maximumWords?: number;
  readonly maximumLengthRatio?: number;
  readonly rules?: readonly string[];
}

/** The cleaning of a source where the flags change it: the preset named for it, then bounds and rules, which win.
 *  @param names  what the source can be called, the first first
 *  @throws CorpusError when a preset or a rule does not exist. */
export function cleaningChanges(
  flags: CleaningFlags,
  ...names: readonly string[]
): Partial<CleaningOptions> {
  const { cleaning = [], minimumWords, maximumWords, maximumLengthRatio, rules } = flags;
  const chosen = cleaning.map(presetNamed);
  const presetOf = (wanted: string) => chosen.find(({ name }) => name === wanted);
  const preset = [...names, ""].map(presetOf).find((found) => found !== undefined);
  return {
    ...preset?.options,
    ...(minimumWords === undefined ? {} : { minimumWords }),
    ...(maximumWords === undefined ? {} : { maximumWords }),
    ...(maximumLengthRatio === undefined ? {} : { maximumLengthRatio }),
    ...(rules === undefined ? {} : { rules: rules.map(ruleNamed) }),
  };
}

function presetNamed(entry: string) {
  const [first = "", second] = entry.split("=");
  const [name, wanted] = second === undefined ? ["", first] : [first, second];
  const found = Object.entries(cleaningPresets).find(([preset]) => preset === wanted);
  if (found !== undefined) return { name, options: found[1] };
  const presets = Object.keys(cleaningPresets).join(", ");
  throw new CorpusError(
    `--cleaning: expected [NAME=]PRESET, PRESET one of ${presets}; got "${entry}"`,
  );
}

function ruleNamed(name: string): CleaningRuleName {
  const rule = cleaningRuleNames.find((candidate) => candidate === name);
  if (rule !== undefined) return rule;
  throw new CorpusError(`--rules: expected one of ${cleaningRuleNames.join(", ")}; got "${name}"`);
}
