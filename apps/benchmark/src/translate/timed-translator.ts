import { type Elapsed, startStopwatch } from "../stopwatch.ts";

/** What is timed of a translator. */
export interface TimedTranslator {
  readonly name: string;
  readonly isPeer: boolean;
  readonly threads: number;
  /** Sentences that it can translate together, for each row one number. */
  readonly batchSizes: readonly number[];
  /** One pass over all sentences in batches. */
  pass(batchSize: number): Promise<TimedPass>;
  /** For each sentence that has a translation the time from the text to its first token. */
  firstTokens(): Promise<readonly Elapsed[]>;
}

/** How long a pass took, and how many tokens it generated, end tokens counted. */
export interface TimedPass {
  readonly elapsed: Elapsed;
  readonly tokens: number;
}

/** A translator in this process. */
export interface TextTranslator {
  /** Tokens generated since it was made, end tokens counted. */
  readonly generatedTokens: number;
  /** Translates texts as one batch, greedily. */
  translate(texts: readonly string[]): Promise<unknown>;
  /** Translates one sentence and says when each token is chosen. */
  stream(text: string, onToken: () => void): Promise<unknown>;
}

/** Times one pass over all sentences. */
export async function timePass(
  translator: TextTranslator,
  sentences: readonly string[],
  batchSize: number,
): Promise<TimedPass> {
  const before = translator.generatedTokens;
  const stop = startStopwatch();
  for (let first = 0; first < sentences.length; first += batchSize) {
    await translator.translate(sentences.slice(first, first + batchSize));
  }
  return { elapsed: stop(), tokens: translator.generatedTokens - before };
}

/** Times the wait for the first token of each sentence that has one. */
export async function timeFirstTokens(
  translator: TextTranslator,
  sentences: readonly string[],
): Promise<Elapsed[]> {
  const waits: Elapsed[] = [];
  for (const sentence of sentences) {
    let wait: Elapsed | undefined;
    const stop = startStopwatch();
    await translator.stream(sentence, () => {
      wait ??= stop();
    });
    if (wait !== undefined) waits.push(wait);
  }
  return waits;
}
