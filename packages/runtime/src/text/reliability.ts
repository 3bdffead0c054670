import { findRepetition } from "./repetition.ts";
import { scriptsOf } from "./scripts.ts";
import { slotsIn } from "./slot.ts";

/** What is wrong with a translation as one can see without knowing the languages:
 *  - `empty`: no text for a source with letters;
 *  - `truncated`: the search stopped before the translation's end;
 *  - `loop`: a word or phrase three times in a row, or a syllable four times inside a word, and more often than in the source;
 *  - `too-long`, `too-short`: more than twice the source's characters and 20, fewer than 0.45 times less 8 (of 64,000
 *    translations by people 32 are);
 *  - `unknown-script`: letters of a script that neither the source nor German has, or bytes that are no character;
 *  - `missing-number`: digits that only one side has;
 *  - `missing-span`: a protected span that the translation has not, or not once, or one that the source has not. */
export type Fault =
  | "empty"
  | "truncated"
  | "loop"
  | "too-long"
  | "too-short"
  | "unknown-script"
  | "missing-number"
  | "missing-span";

/** A source and what a model made of it. Protected spans may be filled in or still be slots; numbers count only when
 *  they are filled in. */
export interface TranslatedText {
  readonly source: string;
  readonly target: string;
  /** Whether the translation came to its end. */
  readonly isComplete: boolean;
  /** Whether it has each protected span of the source once, and no other; default true. */
  readonly hasSpans?: boolean;
}

/** Finds what is wrong with a translation into German, in the order of {@link Fault}; nothing in a good one. Takes
 *  linear time. */
export function findFaults({
  source,
  target,
  isComplete,
  hasSpans = true,
}: TranslatedText): readonly Fault[] {
  const faults: Fault[] = [];
  const isEmpty = target.trim() === "";
  if (isEmpty && /\p{L}/u.test(source)) faults.push("empty");
  if (!isComplete) faults.push("truncated");
  if (isEmpty) return faults;
  if (loops(source, target)) faults.push("loop");
  const length = lengthOf(source);
  const own = lengthOf(target);
  if (own > 2 * length + 20) faults.push("too-long");
  if (own < 0.45 * length - 8) faults.push("too-short");
  const isBroken = target.includes("\uFFFD") && !/[\uFFFD\p{Surrogate}]/u.test(source);
  if (isBroken || hasForeignScript(source, target)) faults.push("unknown-script");
  if (digitsOf(source) !== digitsOf(target)) faults.push("missing-number");
  if (!hasSpans) faults.push("missing-span");
  return faults;
}

function hasForeignScript(source: string, target: string): boolean {
  const others = [...scriptsOf(target)].filter((script) => script !== "Latin");
  if (others.length === 0) return false;
  const given = scriptsOf(source);
  return others.some((script) => !given.has(script));
}

function loops(source: string, target: string): boolean {
  const own = findRepetition(target);
  if (own.word < 3 && own.phrase < 3 && own.syllable < 4) return false;
  const given = findRepetition(source);
  return (
    (own.word >= 3 && own.word > given.word) ||
    (own.phrase >= 3 && own.phrase > given.phrase) ||
    (own.syllable >= 4 && own.syllable > given.syllable)
  );
}

/** Characters of a text; a slot counts as a word of average length. */
function lengthOf(text: string): number {
  return text.length + 4 * slotsIn(text).length;
}

/** A text's decimal digits, in the order of their value: grouping, decimal signs and word order do not matter. */
function digitsOf(text: string): string {
  const counts = new Map<string, number>();
  for (const [digit] of text.matchAll(/[0-9]/g)) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  return [...counts]
    .map(([digit, count]) => `${digit}×${count}`)
    .sort()
    .join(" ");
}
