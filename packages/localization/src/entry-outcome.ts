import type { KeptKind } from "@bnnkit/metrics";
import { checkTranslation } from "./check-translation.ts";
import { type Entry, isTranslated, type Origin } from "./entry.ts";
import type { TranslatedText } from "./file-translator.ts";

/** What became of an entry:
 *  - `kept`: the file had a translation, which stays;
 *  - `locked`: it must stay as it is;
 *  - `existing`, `memory`, `machine`: translated, by an earlier file, a memory or a model;
 *  - `untranslated`: no translation was good enough. */
export interface EntryOutcome {
  readonly entry: Entry;
  readonly kind: "kept" | "locked" | "untranslated" | Origin;
  /** What is written, one text for each source. */
  readonly targets: readonly string[];
  /** Where the translation comes from, if one is written. */
  readonly origin?: Origin;
  /** Why it is not translated. */
  readonly reasons: readonly string[];
}

/** What is there to choose from. */
export interface Translations {
  /** By id. */
  readonly earlier: ReadonlyMap<string, readonly string[]>;
  readonly remembered: ReadonlyMap<Entry, readonly string[]>;
  /** By source. */
  readonly translated: ReadonlyMap<string, TranslatedText>;
}

/** What may be otherwise in a translation than in its source; the rest, such as addresses and code, is kept by a model. */
const isFree: ReadonlySet<KeptKind> = new Set(["number", "mnemonic", "space", "mark-at-end"]);

/** What becomes of an entry. */
export function outcomeOf(entry: Entry, translations: Translations): EntryOutcome {
  const { earlier, remembered, translated } = translations;
  if (entry.locked !== undefined) {
    return { entry, kind: "locked", targets: [], reasons: [entry.locked] };
  }
  if (isTranslated(entry)) return { entry, kind: "kept", targets: entry.targets, reasons: [] };
  const old = earlier.get(entry.id);
  if (old !== undefined) return written(entry, old, "existing");
  const found = remembered.get(entry);
  if (found !== undefined) return written(entry, found, "memory");
  const texts = entry.sources.map((source) => translated.get(source));
  const reasons = new Set(texts.flatMap(reasonsOf));
  const targets = texts.map((text) => text?.text ?? "");
  entry.sources.forEach((source, form) => {
    const isSingular = entry.sources.length > 1 && form === 0;
    for (const problem of checkTranslation(source, targets[form], { isSingular })) {
      const isLost = problem.isError || !isFree.has(problem.kind);
      if (isLost && reasons.size === 0) reasons.add(problem.message);
    }
  });
  if (reasons.size > 0) return { entry, kind: "untranslated", targets: [], reasons: [...reasons] };
  return written(entry, targets, "machine");
}

function written(entry: Entry, targets: readonly string[], origin: Origin): EntryOutcome {
  if (entry.write(targets, origin) === undefined) {
    return {
      entry,
      kind: "untranslated",
      targets: [],
      reasons: ["its tags are not those of the source"],
    };
  }
  return { entry, kind: origin, targets, origin, reasons: [] };
}

function reasonsOf(text: TranslatedText | undefined): readonly string[] {
  if (text === undefined) return ["no translation"];
  if (text.isReliable) return [];
  const faults = text.pieces.flatMap((piece) => piece.faults);
  return faults.length > 0 ? faults : ["unreliable"];
}
