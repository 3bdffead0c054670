import { mostSlots, slotIndex, slotOf } from "../slot.ts";
import type { ProtectedSpan } from "./span.ts";

/** A text in which each span is one character, U+E000 + its index. */
export interface MaskedText {
  readonly text: string;
  readonly spans: readonly ProtectedSpan[];
  /** What the spans held, in their order. */
  readonly contents: readonly string[];
}

/** Puts one character in the place of each span. {@link unmaskText} gives the text back.
 *
 *  @param spans  sorted and disjoint, as `findSpans` gives them.
 *  @throws RangeError for more than {@link mostSlots} spans, for spans that overlap, are empty or lie outside the text,
 *    and for a private-use character (U+E000–U+F8FF) outside the spans, which would be taken for a slot. */
export function maskText(text: string, spans: readonly ProtectedSpan[]): MaskedText {
  if (spans.length > mostSlots) {
    throw new RangeError(`maskText: spans must be at most ${mostSlots}, got ${spans.length}`);
  }
  const parts: string[] = [];
  const contents: string[] = [];
  let from = 0;
  const addPlain = (plain: string) => {
    const at = plain.search(anySlot);
    if (at !== -1) {
      throw new RangeError(
        `maskText: spans must cover every private-use character, but not the one at ${from + at}`,
      );
    }
    parts.push(plain);
  };
  spans.forEach(({ start, end }, index) => {
    if (!(start >= from && end > start && end <= text.length)) {
      throw new RangeError(
        `maskText: spans[${index}] must be a part of the text behind ${from}, got ${start} to ${end} of ${text.length}`,
      );
    }
    addPlain(text.slice(from, start));
    parts.push(slotOf(index));
    contents.push(text.slice(start, end));
    from = end;
  });
  addPlain(text.slice(from));
  return { text: parts.join(""), spans, contents };
}

/** Puts the contents back in the place of their characters, which may stand in any order and any number of times.
 *  @throws RangeError naming a character that stands for none of the contents. */
export function unmaskText(masked: string, contents: readonly string[]): string {
  return masked.replace(allSlots, (slot) => {
    const index = slotIndex(slot);
    if (index === undefined || index >= contents.length) {
      throw new RangeError(
        `unmaskText: masked must hold slots below ${contents.length}, got slot ${index}`,
      );
    }
    return contents[index];
  });
}

const anySlot = /[\uE000-\uF8FF]/;
const allSlots = /[\uE000-\uF8FF]/g;
