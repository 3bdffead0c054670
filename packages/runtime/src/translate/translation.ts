import type { Fault } from "../text/reliability.ts";

/** One way to translate a text or a sentence. */
export interface Alternative {
  readonly text: string;
  /** Length-normalized log-probability; of a text the sum over its sentences. Copied parts count 0. */
  readonly score: number;
  /** Natural log-probability; of a text the sum over its sentences. */
  readonly logProbability: number;
}

/** What became of one piece of a text: a sentence, or a part of one that was too long. */
export interface TranslatedPiece extends Alternative {
  readonly source: string;
  /** `nBest` translations or fewer (different tokens may spell the same text), best first; the first is this one. */
  readonly alternatives: readonly Alternative[];
  /** Whether it was not translated: nothing to translate in it, nothing that the model could know, or no translation
   *  without a fault. */
  readonly isCopied: boolean;
  /** Whether the translation came to its end; false if the maximum length cut it off. */
  readonly isComplete: boolean;
  /** Whether no fault was found in the translation. */
  readonly isReliable: boolean;
  /** What is wrong with the best translation that was found. */
  readonly faults: readonly Fault[];
}

/** A translated text: its pieces joined by the white space that stood between them. */
export interface Translation extends Alternative {
  readonly pieces: readonly TranslatedPiece[];
  /** Whether all pieces are. */
  readonly isReliable: boolean;
  /** `nBest` translations of the whole text or fewer, best first; the first is this one. */
  readonly alternatives: readonly Alternative[];
}

/** The n best ways to join one alternative of each part: `prefix`, then part and separator by turns.
 *
 *  Exact: scores add up, so the best n of a longer text are made of the best n of a shorter one. Texts that
 *  come out the same are kept once. */
export function joinAlternatives(
  prefix: string,
  parts: readonly { readonly alternatives: readonly Alternative[]; readonly separator: string }[],
  n: number,
): readonly Alternative[] {
  let joined: readonly Joined[] = [
    { text: prefix, score: 0, logProbability: 0, hash: hashOf(prefix, 0) },
  ];
  for (const { alternatives, separator } of parts) {
    const longer = joined.flatMap((before) =>
      alternatives.map((part) => ({
        text: before.text + part.text + separator,
        score: before.score + part.score,
        logProbability: before.logProbability + part.logProbability,
        hash: hashOf(separator, hashOf(part.text, before.hash)),
      })),
    );
    // One way to go on changes neither order nor distinctness.
    joined =
      alternatives.length === 1
        ? longer
        : distinctJoined(longer.sort((a, b) => b.score - a.score)).slice(0, n);
  }
  return joined.map(({ hash: _, ...alternative }) => alternative);
}

/** A text so far, with a hash of it: to compare two texts costs all that is joined already, at every part. */
interface Joined extends Alternative {
  readonly hash: number;
}

/** The hash of a longer text from that of its beginning: Σ 31ⁱ·c modulo 2³², c from the last code unit on. */
function hashOf(text: string, before: number): number {
  let hash = before;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** The first of each text; texts are compared where their hashes agree. */
function distinctJoined(alternatives: readonly Joined[]): readonly Joined[] {
  const kept = new Map<number, readonly Joined[]>();
  return alternatives.filter((alternative) => {
    const alike = kept.get(alternative.hash) ?? [];
    if (alike.some(({ text }) => text === alternative.text)) return false;
    kept.set(alternative.hash, [...alike, alternative]);
    return true;
  });
}

/** The first of each text. */
export function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const texts = new Set<string>();
  return alternatives.filter(({ text }) => {
    if (texts.has(text)) return false;
    texts.add(text);
    return true;
  });
}
