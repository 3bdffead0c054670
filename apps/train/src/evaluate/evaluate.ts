import {
  type BootstrapInterval,
  bleu,
  bleuStatistics,
  bootstrapInterval,
  checkKept,
  chrf,
  chrfStatistics,
  isLooping,
  type KeptKind,
  type References,
  type SegmentStatistics,
} from "@bnnkit/metrics";
import { loadTranslator, type TextOptions, type Translation } from "@bnnkit/runtime";

/** What is scored, and how. */
export interface EvaluateOptions {
  readonly model: Uint8Array;
  readonly tokenizerJson: string;
  readonly sources: readonly string[];
  /** One or more for each source. */
  readonly references: References;
  readonly beamSize: number;
  /** Exponent of the length penalty; default: the model's. */
  readonly lengthPenalty?: number;
  /** What stands for an unreliable translation; default "keep", since a copied source has no score of its own. */
  readonly unreliable?: TextOptions["unreliable"];
  /** Told how many of the sentences that the segments have are translated. */
  readonly onProgress?: (finishedSentences: number, sentences: number) => void;
}

/** A score with its 95 % interval by bootstrap (Koehn 2004). */
export interface Score extends BootstrapInterval {
  readonly signature: string;
}

/** What the translations kept of their sources, and where they went wrong. */
export interface KeptCounts {
  /** Segments that kept everything. */
  readonly segments: number;
  /** For each kind that a source has: segments with it, and those of them that kept it. */
  readonly kinds: Readonly<
    Partial<Record<KeptKind, { readonly of: number; readonly kept: number }>>
  >;
  /** Segments that repeat themselves. */
  readonly loops: number;
  /** Those of them that are said to be reliable. */
  readonly silentLoops: number;
  /** Segments with a translation that is unreliable. */
  readonly unreliable: number;
}

/** Scores of a packed model on a test set. */
export interface Evaluation {
  readonly segments: number;
  /** Most references that a segment has. */
  readonly references: number;
  readonly bleu: Score;
  readonly chrf: Score;
  readonly kept: KeptCounts;
  readonly beamSize: number;
  readonly seconds: number;
  /** Target tokens, end tokens counted. */
  readonly generatedTokens: number;
  readonly tokensPerSecond: number;
  readonly modelBytes: number;
  readonly tokenizerBytes: number;
  readonly translations: readonly string[];
}

/** The bootstrap draws the same resamples for every model. */
export const bootstrapSeed = 1;

/** Translates the sources with the packed runtime, as a user would, and compares with the references.
 *  @throws RangeError for a malformed model file or a tokenizer that is not the model's. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { model, tokenizerJson, sources, references, beamSize, lengthPenalty, onProgress } =
    options;
  using translator = await loadTranslator(model, tokenizerJson);
  const start = performance.now();
  const results = await translator.translate(sources, {
    beamSize,
    unreliable: options.unreliable ?? "keep",
    ...(lengthPenalty !== undefined && { lengthPenalty }),
    ...(onProgress && {
      onProgress: ({ finishedSentences, sentences }) => onProgress(finishedSentences, sentences),
    }),
  });
  const seconds = (performance.now() - start) / 1000;
  const translations = results.map(({ text }) => text.replace(/\s+/g, " ").trim());
  const { generatedTokens } = translator.statistics;
  return {
    segments: sources.length,
    references: references.reduce((most, { length }) => Math.max(most, length), 0),
    bleu: {
      ...intervalOf(bleuStatistics(translations, references)),
      signature: bleu(translations, references).signature,
    },
    chrf: {
      ...intervalOf(chrfStatistics(translations, references)),
      signature: chrf(translations, references).signature,
    },
    kept: countKept(sources, results),
    beamSize,
    seconds,
    generatedTokens,
    tokensPerSecond: generatedTokens / seconds,
    modelBytes: model.length,
    tokenizerBytes: Buffer.byteLength(tokenizerJson),
    translations,
  };
}

function intervalOf(statistics: SegmentStatistics): BootstrapInterval {
  return bootstrapInterval({ ...statistics, seed: bootstrapSeed });
}

function countKept(sources: readonly string[], translations: readonly Translation[]): KeptCounts {
  const kinds = new Map<KeptKind, { of: number; kept: number }>();
  let segments = 0;
  let loops = 0;
  let silentLoops = 0;
  for (const [i, source] of sources.entries()) {
    const { text, isReliable } = translations[i];
    const report = checkKept(source, text);
    if (report.isKept) segments++;
    for (const [kind, found] of entriesOf(report.kinds)) {
      if (found.source.length === 0) continue;
      const counts = kinds.get(kind) ?? { of: 0, kept: 0 };
      counts.of++;
      if (found.missing.length + found.extra.length + found.faults.length === 0) counts.kept++;
      kinds.set(kind, counts);
    }
    if (isLooping(source, text)) {
      loops++;
      if (isReliable) silentLoops++;
    }
  }
  const unreliable = translations.filter(({ isReliable }) => !isReliable).length;
  return { segments, kinds: Object.fromEntries(kinds), loops, silentLoops, unreliable };
}

function entriesOf<Key extends string, Value>(
  record: Readonly<Record<Key, Value>>,
): (readonly [Key, Value])[] {
  const keys = Object.keys(record).filter((key): key is Key => key in record);
  return keys.map((key) => [key, record[key]] as const);
}
