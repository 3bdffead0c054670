import type { Edit } from "./edit.ts";

/** Where a translation comes from: a person's earlier file, a translation memory, or a model. */
export type Origin = "existing" | "memory" | "machine";

/** One text of a file, with the place of its translation. */
export interface Entry {
  /** What names it in the file: a key, a message with its context, the number of a cue. */
  readonly id: string;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  /** What tells equal texts apart, or the user's place of it. */
  readonly context?: string;
  /** What the developers say to translators. */
  readonly comment?: string;
  /** The texts to translate: one, or one for each plural form of the target language. Marked-up parts are short tags,
   *  `<a1>here</a1>`. */
  readonly sources: readonly string[];
  /** What the file has as their translations already; "" where one is missing, none at all where source and translation
   *  do not stand in one file. */
  readonly targets: readonly string[];
  /** Why it must stay as it is. */
  readonly locked?: string;
  /** The edits that write translations, one for each source.
   *  @returns nothing if a translation lacks a marked-up part of its source, or has one twice or in a wrong order. */
  readonly write: (targets: readonly string[], origin: Origin) => readonly Edit[] | undefined;
}

/** Whether the file has a translation of an entry. */
export function isTranslated({ targets }: Entry): boolean {
  return targets.some((target) => target !== "");
}
