import { findSpans, type ProtectOptions } from "./protect/find-spans.ts";
import { maskText, unmaskText } from "./protect/mask.ts";
import type { ProtectedSpan, SpanRole } from "./protect/span.ts";
import type { Fault } from "./reliability.ts";
import { mostSlots, slotIndex, slotOf, slotsIn } from "./slot.ts";

/** A slot of a masked text, as far as the sentence around it is concerned. */
export interface LineSlot {
  readonly character: string;
  readonly role: SpanRole;
  /** Index, in the same list, of the other end of marked-up text; a tag that has lost it is a value. */
  readonly partner?: number;
  readonly isOrdered: boolean;
}

/** UTF-16 code units in which spans are looked for at once. */
const windowLength = 32_768;

/** A line of text, without line breaks, as lines whose spans are protected: one, or of more than `mostSlots` spans as many
 *  parts as it takes. A line of more than 32,768 code units is taken in windows of about so many, which end at white space
 *  outside of all spans, behind a sentence where there is one; yields each part when it is known. */
export function* protectLine(
  line: string,
  options: ProtectOptions = {},
): Generator<ProtectedLine, void> {
  let start = 0;
  let length = windowLength;
  do {
    const window = line.slice(start, start + length);
    const spans = findSpans(window, options);
    const isLast = start + length >= line.length;
    const end = isLast ? window.length : windowEnd(window, spans);
    if (end === 0 && !isLast) {
      length *= 2;
      continue;
    }
    const own = spans.filter((span) => span.end <= end);
    yield* withinSlots(window.slice(0, end), own);
    start += end;
    length = windowLength;
  } while (start < line.length);
}

/** Where a window that the text goes on behind may end: the second quarter before its end is looked at, as what begins in
 *  the last one may end outside. 0: nowhere. */
function windowEnd(window: string, spans: readonly ProtectedSpan[]): number {
  const from = window.length >> 1;
  const to = from + (window.length >> 2);
  let next = 0;
  let sentenceEnd = 0;
  let wordEnd = 0;
  for (const { index, 0: space } of window.slice(0, to).matchAll(whiteSpace)) {
    const end = index + space.length;
    if (end < from || end === to) continue;
    while (next < spans.length && spans[next].end < end) next++;
    if (next < spans.length && spans[next].start < end) continue;
    wordEnd = end;
    if (/[.!?…]["'”’»)\]]*$/.test(window.slice(Math.max(0, index - 8), index))) sentenceEnd = end;
  }
  return sentenceEnd || wordEnd;
}

const whiteSpace = /\s+/g;

/** A line as parts of at most `mostSlots` spans. */
function* withinSlots(
  line: string,
  spans: readonly ProtectedSpan[],
): Generator<ProtectedLine, void> {
  for (let first = 0; first === 0 || first < spans.length; first += mostSlots) {
    const next = Math.min(first + mostSlots, spans.length);
    const start = first === 0 ? 0 : spans[first].start;
    const end = next === spans.length ? line.length : spans[next].start;
    const own = spans.slice(first, next).map((span): ProtectedSpan => {
      const { partner, ...alone } = { ...span, start: span.start - start, end: span.end - start };
      if (partner === undefined) return alone;
      const isHere = partner >= first && partner < next;
      return isHere ? { ...alone, partner: partner - first } : { ...alone, role: "value" };
    });
    yield new ProtectedLine(line.slice(start, end), own);
  }
}

/** A line of text whose protected spans are one character each. */
export class ProtectedLine {
  readonly text: string;
  readonly #spans: readonly ProtectedSpan[];
  readonly #originals: readonly string[];
  readonly #contents: string[];
  readonly #faults = new Map<number, readonly Fault[]>();

  /** @param spans  at most `mostSlots`, which hold every private-use character of the line; see {@link protectLine} */
  constructor(line: string, spans: readonly ProtectedSpan[]) {
    const masked = maskText(line, spans);
    this.text = masked.text;
    this.#spans = spans;
    this.#originals = masked.contents;
    this.#contents = [...masked.contents];
  }

  get spans(): readonly ProtectedSpan[] {
    return this.#spans;
  }

  spanOf(slot: string): ProtectedSpan | undefined {
    return this.#spans[slotIndex(slot) ?? -1];
  }

  /** Has the span of an index stand for something else in translations: for its own translation, say.
   *  @param faults  what is wrong with that */
  replaceContent(
    index: number,
    replace: (content: string) => string,
    faults: readonly Fault[] = [],
  ): void {
    this.#contents[index] = replace(this.#contents[index]);
    if (faults.length > 0) this.#faults.set(index, faults);
  }

  /** What is wrong with the contents of the slots in a part of the masked text, each fault once. */
  faultsOf(masked: string): readonly Fault[] {
    if (this.#faults.size === 0) return [];
    const slots = slotsIn(masked);
    return [...new Set(slots.flatMap((slot) => this.#faults.get(slotIndex(slot) ?? -1) ?? []))];
  }

  /** What the span of an index is in the source. */
  originalOf(index: number): string {
    return this.#originals[index];
  }

  /** A part of the masked text as it was. */
  sourceOf(masked: string): string {
    return unmaskText(masked, this.#originals);
  }

  /** A masked translation with its spans filled in. */
  fill(masked: string): string {
    return unmaskText(masked, this.#contents);
  }

  /** The slots of a part of the masked text, in its order. */
  slotsOf(masked: string): readonly LineSlot[] {
    const characters = slotsIn(masked);
    const places = new Map(characters.map((character, i) => [character, i]));
    return characters.map((character): LineSlot => {
      const { role, partner, isOrdered } = this.spanOf(character) ?? plainValue;
      if (partner === undefined) return { character, role, isOrdered };
      const place = places.get(slotOf(partner));
      return place === undefined
        ? { character, role: "value", isOrdered }
        : { character, role, partner: place, isOrdered };
    });
  }
}

const plainValue = { role: "value", partner: undefined, isOrdered: false } as const;
