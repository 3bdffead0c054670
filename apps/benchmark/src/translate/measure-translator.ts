import { type BenchmarkRow, createRow } from "../report/report.ts";
import { type Elapsed, startStopwatch } from "../stopwatch.ts";

/** What is timed of a translator. */
export interface TimedTranslator {
  /** Tokens generated since it was made, end tokens counted. */
  readonly generatedTokens: number;
  /** Translates texts as one batch, greedily. */
  translate(texts: readonly string[]): Promise<unknown>;
  /** Translates one sentence and says when each token is chosen. */
  stream(text: string, onToken: () => void): Promise<unknown>;
}

/** How to measure a translator. */
export interface TranslatorOptions {
  readonly sentences: readonly string[];
  readonly rounds: number;
  readonly batchSizes: readonly number[];
  readonly onProgress?: (message: string) => void;
}

const ARM = "bnnkit-wasm";

/**
 * Greedy translation: one row for each batch size, and one for the wait for the first token of a sentence alone.
 *
 * One run of `translate` is one pass over all sentences, tokenizer included, and its operation is a generated token
 * (end tokens count). The first pass of each kind warms up and is thrown away.
 *
 * @throws Error when nothing was translated.
 */
export async function measureTranslator(
  translator: TimedTranslator,
  { sentences, rounds, batchSizes, onProgress }: TranslatorOptions,
): Promise<BenchmarkRow[]> {
  const passes = batchSizes.map((batchSize) => {
    const times: Elapsed[] = [];
    return { batchSize, times };
  });
  const waits: Elapsed[] = [];
  let tokens = 0;
  for (let round = -1; round < rounds; round++) {
    onProgress?.(round < 0 ? "warming up" : `round ${round + 1} of ${rounds}`);
    for (const { batchSize, times } of passes) {
      const before = translator.generatedTokens;
      const elapsed = await timePass(translator, sentences, batchSize);
      tokens = translator.generatedTokens - before;
      if (round >= 0) times.push(elapsed);
    }
    const first = await timeFirstTokens(translator, sentences);
    if (round >= 0) waits.push(...first);
  }
  if (tokens === 0 || waits.length === 0) {
    throw new Error("the model translates none of the sentences: nothing to measure");
  }
  return [
    ...passes.map(({ batchSize, times }) =>
      rowOf("translate-greedy", batchSize, { times, operations: tokens }),
    ),
    rowOf("first-token", 1, { times: waits, operations: 1 }),
  ];
}

function rowOf(
  op: string,
  batchSize: number,
  { times, operations }: { readonly times: readonly Elapsed[]; readonly operations: number },
): BenchmarkRow {
  return createRow({
    op,
    arm: ARM,
    shape: `batch-${batchSize}`,
    threads: 1,
    runsPerSample: 1,
    milliseconds: times.map(({ milliseconds }) => milliseconds),
    cpuMilliseconds: times.map(({ cpuMilliseconds }) => cpuMilliseconds),
    operations,
  });
}

async function timePass(
  translator: TimedTranslator,
  sentences: readonly string[],
  batchSize: number,
): Promise<Elapsed> {
  const stop = startStopwatch();
  for (let first = 0; first < sentences.length; first += batchSize) {
    await translator.translate(sentences.slice(first, first + batchSize));
  }
  return stop();
}

/** The time from text to first token for each sentence that has one. */
async function timeFirstTokens(
  translator: TimedTranslator,
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
