import type { ProtectedLine } from "./protected-line.ts";
import type { Sentence } from "./sentences.ts";

/** A sentence as the sentences that tags of line breaks (`<br/>`) end in it: where a new one begins, with a capital
 *  letter. Each tag stays at the end of what it breaks off. */
export function splitAtForcedBreaks(
  { text, separator }: Sentence,
  line: ProtectedLine,
): readonly Sentence[] {
  const firstLetter = text.search(/\p{L}/u);
  const ends = Array.from(text.matchAll(beforeCapital)).filter(
    ({ index, 1: slot }) => firstLetter !== -1 && firstLetter < index && isBreak(slot, line),
  );
  if (ends.length === 0) return [{ text, separator }];
  const sentences: Sentence[] = [];
  let start = 0;
  for (const { index, 2: space } of ends) {
    sentences.push({ text: text.slice(start, index + 1), separator: space });
    start = index + 1 + space.length;
  }
  return [...sentences, { text: text.slice(start), separator }];
}

const beforeCapital = /([\uE000-\uF8FF])(\s*)(?=\p{Lu})/gu;

function isBreak(slot: string, line: ProtectedLine): boolean {
  const span = line.spanOf(slot);
  return span?.kind === "markup" && /^<br\b/i.test(line.sourceOf(slot));
}
