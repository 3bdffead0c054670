import { findSpans, type ProtectOptions } from "./protect/find-spans.ts";
import { maskText, mostSlots, slotIndex, slotOf, unmaskText } from "./protect/mask.ts";
import type { ProtectedSpan, SpanRole } from "./protect/span.ts";

/** A slot of a masked text, as far as the sentence around it is concerned. */
export interface LineSlot {
  readonly character: string;
  readonly role: SpanRole;
  /** Index, in the same list, of the other end of marked-up text; a tag that has lost it is a value. */
  readonly partner?: number;
  readonly isOrdered: boolean;
}

/** A line of text whose protected spans are one character each. */
export class ProtectedLine {
  readonly text: string;
  readonly #spans: readonly ProtectedSpan[];
  readonly #originals: readonly string[];
  readonly #contents: string[];

  /** @param line  text without line breaks; of more than `mostSlots` spans the rest is left as it is */
  constructor(line: string, options: ProtectOptions = {}) {
    const found = findSpans(line, options);
    const spans = found.length > mostSlots ? found.slice(0, mostSlots) : found;
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

  /** Has the span of an index stand for something else in translations: for its own translation, say. */
  replaceContent(index: number, replace: (content: string) => string): void {
    this.#contents[index] = replace(this.#contents[index]);
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
    const characters = masked.match(allSlots) ?? [];
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
const allSlots = /[\uE000-\uF8FF]/g;
