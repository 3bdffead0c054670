import { bleu, chrf } from "@bnnkit/metrics";
import { loadTranslator } from "@bnnkit/runtime";

/** What is scored, and how. */
export interface EvaluateOptions {
  readonly model: Uint8Array;
  readonly tokenizerJson: string;
  readonly sources: readonly string[];
  /** One or more for each source. */
  readonly references: readonly (readonly string[])[];
  readonly beamSize: number;
  /** Exponent of the length penalty; default: the model's. */
  readonly lengthPenalty?: number;
  /** Told how many of the sentences that the segments have are translated. */
  readonly onProgress?: (finishedSentences: number, sentences: number) => void;
}

/** Scores of a packed model on a test set. */
export interface Evaluation {
  readonly segments: number;
  /** Most references that a segment has. */
  readonly references: number;
  readonly bleu: { readonly score: number; readonly signature: string };
  readonly chrf: { readonly score: number; readonly signature: string };
  readonly beamSize: number;
  readonly seconds: number;
  /** Target tokens, end tokens counted. */
  readonly generatedTokens: number;
  readonly tokensPerSecond: number;
  readonly modelBytes: number;
  readonly tokenizerBytes: number;
  readonly translations: readonly string[];
}

/** Translates the sources with the packed runtime, as a user would, and compares with the references.
 *  @throws RangeError for a malformed model file or a tokenizer that is not the model's. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { model, tokenizerJson, sources, references, beamSize, lengthPenalty, onProgress } =
    options;
  using translator = await loadTranslator(model, tokenizerJson);
  const start = performance.now();
  const results = await translator.translate(sources, {
    beamSize,
    ...(lengthPenalty !== undefined && { lengthPenalty }),
    ...(onProgress && {
      onProgress: ({ finishedSentences, sentences }) => onProgress(finishedSentences, sentences),
    }),
  });
  const seconds = (performance.now() - start) / 1000;
  const translations = results.map(({ text }) => text.replace(/\s+/g, " ").trim());
  const { generatedTokens } = translator.statistics;
  const bleuResult = bleu(translations, references);
  const chrfResult = chrf(translations, references);
  return {
    segments: sources.length,
    references: references.reduce((most, { length }) => Math.max(most, length), 0),
    bleu: { score: bleuResult.score, signature: bleuResult.signature },
    chrf: { score: chrfResult.score, signature: chrfResult.signature },
    beamSize,
    seconds,
    generatedTokens,
    tokensPerSecond: generatedTokens / seconds,
    modelBytes: model.length,
    tokenizerBytes: Buffer.byteLength(tokenizerJson),
    translations,
  };
}
