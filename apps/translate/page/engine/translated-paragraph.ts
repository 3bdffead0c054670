import type { TranslatedPiece, Translation } from "@bnnkit/runtime";
import { findSpans } from "@bnnkit/runtime/text";

/** A part of a translation that is as in the source. */
export interface KeptSpan {
  /** UTF-16 code units of the sentence's translation. */
  readonly start: number;
  readonly end: number;
  /** "number", "markup", "address" …: the kinds of `findSpans` of `@bnnkit/runtime/text`. */
  readonly kind: string;
}

/** What became of a sentence, or of a part of one that was too long. */
export interface TranslatedSentence {
  readonly source: string;
  readonly text: string;
  /** Where it stands in the paragraph's translation, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly isReliable: boolean;
  /** Whether its source stands there. */
  readonly isCopied: boolean;
  /** Why it is unreliable: "loop", "truncated" …, as `findFaults` of `@bnnkit/runtime/text` names them. */
  readonly faults: readonly string[];
  readonly kept: readonly KeptSpan[];
  /** Other translations, best first, the first being this one; one unless more were asked for. */
  readonly alternatives: readonly string[];
}

/** A paragraph and its translation, sentence by sentence. */
export interface TranslatedParagraph {
  readonly source: string;
  readonly text: string;
  readonly isReliable: boolean;
  readonly sentences: readonly TranslatedSentence[];
}

/** A translation as the page shows it. */
export function translatedParagraph(
  source: string,
  { text, isReliable, pieces }: Translation,
): TranslatedParagraph {
  let position = 0;
  const sentences = pieces.map((piece) => {
    // Only white space stands between pieces.
    const start = Math.max(position, text.indexOf(piece.text, position));
    position = start + piece.text.length;
    return translatedSentence(piece, start);
  });
  return { source, text, isReliable, sentences };
}

function translatedSentence(piece: TranslatedPiece, start: number): TranslatedSentence {
  const { source, text, isReliable, isCopied, faults } = piece;
  return {
    source,
    text,
    start,
    end: start + text.length,
    isReliable,
    isCopied,
    faults,
    kept: isCopied ? [] : keptSpans(source, text),
    alternatives: piece.alternatives.map((alternative) => alternative.text),
  };
}

/** Spans of a translation that are spans of its source, too, no more often than there. */
function keptSpans(source: string, target: string): readonly KeptSpan[] {
  const counts = new Map<string, number>();
  for (const { start, end } of findSpans(source)) {
    const span = source.slice(start, end);
    counts.set(span, (counts.get(span) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return findSpans(target).flatMap(({ start, end, kind }) => {
    const span = target.slice(start, end);
    const left = counts.get(span) ?? 0;
    counts.set(span, left - 1);
    return left > 0 ? [{ start, end, kind }] : [];
  });
}
