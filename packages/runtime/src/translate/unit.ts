import { slotConstraint } from "../search/slot-constraint.ts";
import type { TokenConstraint } from "../search/token-constraint.ts";
import { takeElements } from "../text/elements/take-elements.ts";
import { withElements } from "../text/elements/with-elements.ts";
import type { LineSlot, ProtectedLine } from "../text/protected-line.ts";
import { takeFinalMark } from "../text/shape/final-mark.ts";
import { freeSlotsOfHyphens } from "../text/slot-hyphens.ts";
import { fitSlotSpacing } from "../text/slot-spacing.ts";
import { assignSlotTokens, type SlotTokens, slotTokensOf } from "../text/slot-tokens.ts";
import { finishText } from "../text/text-stream.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";

/** What a model translates at once. */
export interface Unit {
  /** Tokens of the source; none: the text is copied. */
  readonly ids: readonly number[];
  readonly constraint: TokenConstraint | undefined;
  /** The masked translation that tokens spell. */
  read(tokens: readonly number[]): string;
  /** The masked text itself. */
  readonly text: string;
  /** Of a text that is translated without its elements: the tokens of a translation with those of the tags, which {@link read}
   *  takes; undefined where they cannot be placed.
   *  @param looked  float32 [target tokens, source tokens]: see `TranslationSession.alignIds` */
  readonly placeTags?: (
    tokens: readonly number[],
    looked: Float32Array,
  ) => readonly number[] | undefined;
}

interface EncodedText {
  readonly encoded: string;
  readonly spans: readonly LineSlot[];
  readonly tags: readonly LineSlot[];
}

interface UnitWithSlots extends Unit {
  /** The text that tokens spell, with a slot for each that stands for one. */
  decode(tokens: readonly number[]): string;
  /** The token of a slot. */
  tokenOf(slot: string): number;
}

/** Turns masked text into units that a model can translate. */
export class UnitEncoder {
  readonly #tokenizer: TextTokenizer;
  readonly #end: number;
  readonly #slotTokens: SlotTokens | undefined;
  readonly #reserved: ReadonlySet<number>;
  /** The latest answer: a text that was asked for to see whether it fits is asked for again. */
  #latest: { text: string; line: ProtectedLine; unit: Unit | undefined } | undefined;

  /** @param end  id of the end token */
  constructor(tokenizer: TextTokenizer, end: number) {
    this.#tokenizer = tokenizer;
    this.#end = end;
    this.#slotTokens = slotTokensOf(tokenizer);
    this.#reserved = new Set(Object.values(this.#slotTokens ?? {}).flat());
  }

  /** Whether the vocabulary has tokens for protected spans, so that a translation may order them anew. */
  get hasSlots(): boolean {
    return this.#slotTokens !== undefined;
  }

  /** A masked text as one unit; undefined where it has spans and the vocabulary has no, or not enough, tokens for them. */
  encode(text: string, line: ProtectedLine): Unit | undefined {
    if (this.#latest?.text !== text || this.#latest.line !== line) {
      this.#latest = { text, line, unit: this.#encode(text, line) };
    }
    return this.#latest.unit;
  }

  #encode(text: string, line: ProtectedLine): Unit | undefined {
    return this.#unitOf(text, line, { encoded: text, spans: line.slotsOf(text), tags: [] });
  }

  /** A masked text as one unit that is translated without its elements; undefined where it has none that can be taken out, or
   *  as {@link encode}. */
  encodeWithoutElements(text: string, line: ProtectedLine): Unit | undefined {
    const spans = line.slotsOf(text);
    const taken = takeElements(text, spans);
    if (taken === undefined) return undefined;
    const values = spans.filter(({ partner }) => partner === undefined);
    const tags = spans.filter(({ partner }) => partner !== undefined);
    const bare = this.#unitOf(text, line, { encoded: taken.text, spans: values, tags });
    if (bare === undefined) return undefined;
    const { ids, decode, tokenOf } = bare;
    return {
      ...bare,
      placeTags: (tokens, looked) =>
        withElements(ids, tokens, looked, { elements: taken.elements, decode, tokenOf }),
    };
  }

  /** @param encoded  the text, or what of it is translated
   *  @param spans  its slots, which take reserved tokens
   *  @param tags  slots that its translation gets later, of which the model knows nothing */
  #unitOf(
    text: string,
    line: ProtectedLine,
    { encoded, spans, tags }: EncodedText,
  ): UnitWithSlots | undefined {
    const tokens = this.#slotTokens && assignSlotTokens(spans, this.#slotTokens);
    if (spans.length > 0 && tokens === undefined) return undefined;
    const slots = spans.map((span, i) => ({ ...span, token: tokens?.[i] ?? 0 }));
    const { vocabularySize } = this.#tokenizer;
    const later = tags.map((span, i) => ({ ...span, token: vocabularySize + i }));
    const all = [...slots, ...later];
    const tokenOf = new Map(all.map(({ character, token }) => [character, token]));
    const characterOf = new Map(all.map(({ character, token }) => [token, character]));
    const roleOf = new Map(all.map(({ character, role }) => [character, role]));
    const decode = (ids: readonly number[]) => this.#tokenizer.decode(ids, characterOf);
    return {
      text,
      ids: this.#tokenizer.encode(encoded, tokenOf),
      constraint:
        this.#slotTokens && slotConstraint({ end: this.#end, reserved: this.#reserved, slots }),
      read: (ids) => {
        // Bytes may spell a character that would be taken for a slot.
        const own = decode(ids).replace(/[\uE000-\uF8FF]/g, (c) => (roleOf.has(c) ? c : "\uFFFD"));
        const translation = finishText(own);
        if (all.length === 0) return translation;
        const spaced = fitSlotSpacing(text, translation, (slot) => roleOf.get(slot) ?? "value");
        return freeSlotsOfHyphens(text, spaced, (slot) => line.spanOf(slot));
      },
      decode,
      tokenOf: (slot) => tokenOf.get(slot) ?? 0,
    };
  }

  /** A masked text as units between its spans, which stay where they are: what a model without tokens for them can do. */
  encodeBetween(text: string, line: ProtectedLine): readonly Unit[] {
    return text.split(/([\uE000-\uF8FF])/).flatMap((part, i) => {
      if (i % 2 === 1) return [copyOf(part)];
      const [, before, words, after] = /^([^\p{L}]*)(.*?)([^\p{L}.!?]*)$/su.exec(part) ?? [];
      if (words === undefined || words === "") return part === "" ? [] : [copyOf(part)];
      const { text: core, restore } = takeFinalMark(words);
      const unit = this.encode(core, line);
      if (unit === undefined) return [copyOf(part)];
      const read = (ids: readonly number[]): string => restore(unit.read(ids));
      return [copyOf(before), { ...unit, read }, copyOf(after)].filter((u) => u.text !== "");
    });
  }
}

function copyOf(text: string): Unit {
  return { text, ids: [], constraint: undefined, read: () => text };
}
