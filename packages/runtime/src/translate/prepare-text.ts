import { cutSentence } from "../text/cut.ts";
import { edgeSlots } from "../text/edge-slots.ts";
import { splitAtForcedBreaks } from "../text/forced-breaks.ts";
import { knownLetters } from "../text/known-letters.ts";
import { localizeNumber } from "../text/localize-number.ts";
import { type ProtectedLine, protectLine } from "../text/protected-line.ts";
import type { Fault } from "../text/reliability.ts";
import { type Sentence, splitSentences } from "../text/sentences.ts";
import { takeCapitals } from "../text/shape/capitals.ts";
import { takeShapes } from "../text/shape/compose.ts";
import { takeEdges } from "../text/shape/edges.ts";
import { takeEnclosure } from "../text/shape/enclosure.ts";
import { takeFinalMark } from "../text/shape/final-mark.ts";
import { takeInitial } from "../text/shape/initial.ts";
import { takeMnemonic } from "../text/shape/mnemonic.ts";
import { takeQuotes } from "../text/shape/quotes.ts";
import type { Shaped } from "../text/shape/shape.ts";
import { slotsIn } from "../text/slot.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { unwrapInSteps } from "../text/unwrap.ts";
import { type InnerMessage, messagesIn } from "./inner-messages.ts";
import { type Unit, UnitEncoder } from "./unit.ts";

/** A piece of a text, as it stands there, and what of it is translated. */
export interface PreparedPiece extends Sentence {
  /** None if it is copied. */
  readonly units: readonly Unit[];
  /** What takes the place of `units` where their tags cannot be placed: the model orders them itself. */
  readonly unitsWithTags?: readonly Unit[];
  /** The translation of the piece, given the masked translations of its units, joined. */
  finish(masked: string): string;
  /** Whether the masked translations of its units, joined, hold every span of the piece once, and no other. */
  hasSpans(masked: string): boolean;
  /** The piece with what its spans stand for in translations: what a translation is judged by. */
  filled(): string;
  /** What is wrong with what its spans stand for. */
  innerFaults(): readonly Fault[];
  /** The ICU messages among its spans. */
  readonly messages: readonly InnerMessage[];
}

/** A part of a text: white space before its first piece, or a piece; joined they are the text. */
export interface PreparedPart {
  /** Index of the text. */
  readonly text: number;
  /** White space behind the piece, or that before the first. */
  readonly separator: string;
  /** None: the text begins here. */
  readonly piece?: PreparedPiece;
}

export interface PrepareOptions {
  readonly tokenizer: TextTokenizer;
  /** Id of the end token. */
  readonly end: number;
  /** BCP 47 tags of source and target. */
  readonly locale: string;
  readonly targetLocale: string;
  /** Most tokens of a unit. */
  readonly maximumTokens: number;
  /** Whether elements are taken out of what is translated, and placed in the translation afterwards. */
  readonly takesElements?: boolean;
  /** Terms that are kept, or have a translation of their own. */
  readonly terms?: ReadonlyMap<string, string>;
  /** Whether numbers are written as in the target language. */
  readonly localizesNumbers?: boolean;
  /** Whether lines that were wrapped at a column are joined. */
  readonly joinsLines?: boolean;
  /** Whether the texts are messages of an ICU plural, in which "#" is a number. */
  readonly isPlural?: boolean;
}

/** No tokenizer in use makes fewer tokens than this many UTF-16 code units each of a whole sentence; a longer
 *  text is cut without asking, which bounds what is ever tokenized at once. */
const longestToken = 32;

/** Splits texts into sentences, cuts those that are too long, takes off what surrounds them, and tokenizes. Yields every part
 *  of each text, in order, as soon as it is known, and nothing now and then where that takes long. */
export function* prepareTexts(
  texts: readonly string[],
  options: PrepareOptions,
): Generator<PreparedPart | undefined, void> {
  const preparer = new Preparer(options);
  for (const [index, text] of texts.entries()) yield* preparer.prepare(text, index);
}

const lineBreak = /(\r\n|[\n\r\u0085\u2028\u2029])/;

class Preparer {
  readonly #options: PrepareOptions;
  readonly #encoder: UnitEncoder;
  readonly #isKnown: (text: string) => boolean;

  constructor(options: PrepareOptions) {
    this.#options = options;
    this.#encoder = new UnitEncoder(options.tokenizer, options.end);
    this.#isKnown = knownLetters(options.tokenizer);
  }

  *prepare(text: string, index: number): Generator<PreparedPart | undefined, void> {
    const { locale, joinsLines = false } = this.#options;
    const joined = joinsLines ? (yield* withoutEvents(unwrapInSteps(text))).text : text;
    let latest: PreparedPart = { text: index, separator: "" };
    for (const part of joined.split(lineBreak)) {
      for (const line of this.#protect(part)) {
        const split = splitSentences(line.text, { locale });
        latest = { ...latest, separator: latest.separator + split.leading };
        for (const sentence of split.sentences.flatMap((s) => splitAtForcedBreaks(s, line))) {
          for (const { translatable, ...piece } of cutSentence(sentence, (t) =>
            this.#fits(t, line),
          )) {
            yield latest;
            const { separator } = piece;
            latest = {
              text: index,
              separator,
              piece: this.#preparePiece(piece, line, translatable),
            };
          }
        }
        yield;
      }
    }
    yield latest;
  }

  *#protect(text: string): Generator<ProtectedLine, void> {
    const { terms, localizesNumbers, isPlural = false, locale, targetLocale } = this.#options;
    for (const line of protectLine(text, { terms: [...(terms?.keys() ?? [])], isPlural })) {
      line.spans.forEach(({ kind }, index) => {
        if (kind === "term") line.replaceContent(index, (term) => terms?.get(term) ?? term);
        if (kind === "number" && localizesNumbers) {
          line.replaceContent(index, (number) => localizeNumber(number, locale, targetLocale));
        }
      });
      yield line;
    }
  }

  #fits(text: string, line: ProtectedLine): boolean {
    const { tokenizer, maximumTokens } = this.#options;
    if (text.length > longestToken * maximumTokens) return false;
    const unit = this.#encoder.encode(text, line);
    if (unit !== undefined) return unit.ids.length <= maximumTokens;
    // A single character that has no token of its own is copied, not cut.
    return this.#encoder.hasSlots
      ? text.length === 1
      : tokenizer.encode(text).length <= maximumTokens;
  }

  #preparePiece(piece: Sentence, line: ProtectedLine, translatable: boolean): PreparedPiece {
    const source = {
      text: line.sourceOf(piece.text),
      separator: piece.separator,
      filled: () => line.fill(piece.text),
      innerFaults: () => line.faultsOf(piece.text),
      messages: messagesIn(piece.text, line),
    };
    const copied = {
      ...source,
      units: [],
      finish: () => line.fill(piece.text),
      hasSpans: () => true,
    };
    if (!translatable || !/\p{L}/u.test(piece.text) || !this.#isKnown(piece.text)) return copied;
    const shape = shapeOf(piece.text, line);
    if (!/\p{L}/u.test(shape.text)) return copied;
    const whole = this.#encoder.encode(shape.text, line);
    const units = whole ? [whole] : this.#encoder.encodeBetween(shape.text, line);
    const bare = this.#options.takesElements
      ? this.#encoder.encodeWithoutElements(shape.text, line)
      : undefined;
    return {
      ...source,
      ...(bare === undefined ? { units } : { units: [bare], unitsWithTags: units }),
      finish: (masked) => line.fill(shape.restore(masked)),
      hasSpans: (masked) => {
        const restored = shape.restore(masked);
        return (
          sortedSlots(restored) === sortedSlots(piece.text) && !spellsSpans(piece.text, restored)
        );
      },
    };
  }
}

function* withoutEvents<Result>(steps: Generator<void, Result>): Generator<undefined, Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    yield;
  }
}

/** The slots of a masked text, whatever their order. */
function sortedSlots(masked: string): string {
  return [...slotsIn(masked)].sort().join("");
}

/** Whether a masked translation has more signs of placeholders, tags, code and paths than its source, whose own are
 *  slots. */
function spellsSpans(source: string, translation: string): boolean {
  const signs = translation.match(spanSign);
  return signs !== null && signs.length > (source.match(spanSign)?.length ?? 0);
}

const spanSign = /[{}<>$\\`]|%(?=[\w(])|&(?=#?\w{1,31};)|(?<=^|[\s("'„»])\/(?=\w)/g;

function shapeOf(text: string, line: ProtectedLine): Shaped {
  const isEdge = edgeSlots(text, line);
  const closes = (slot: string): boolean => {
    const span = line.spanOf(slot);
    return span?.kind === "markup" && span.role !== "open";
  };
  return takeShapes(text, [
    (part) => takeEdges(part, isEdge),
    takeEnclosure,
    takeMnemonic,
    (part) => takeFinalMark(part, closes),
    takeCapitals,
    takeQuotes,
    takeInitial,
  ]);
}
