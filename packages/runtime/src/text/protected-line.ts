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

/** A line of text, without line breaks, as lines whose spans are protected: one, or of more than `mostSlots` spans as many
 *  parts as it takes. */
export function protectLine(line: string, options: ProtectOptions = {}): readonly ProtectedLine[] {
  const spans = findSpans(line, options);
  const lines: ProtectedLine[] = [];
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
    lines.push(new ProtectedLine(line.slice(start, end), own));
  }
  return lines;
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
