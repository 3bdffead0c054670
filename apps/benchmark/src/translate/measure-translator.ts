import { addRatios, type BenchmarkRow, createRow } from "../report/row.ts";
import type { Elapsed } from "../stopwatch.ts";
import type { TimedTranslator } from "./timed-translator.ts";

/** How to measure translators. */
export interface TranslatorOptions {
  readonly rounds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** What is measured of a translator: passes in batches of one size, or waits for first tokens. */
interface Series {
  readonly translator: TimedTranslator;
  readonly op: "translate-greedy" | "first-token";
  readonly batchSize: number;
  readonly times: Elapsed[];
  tokens: number;
}

/**
 * Greedy translation: for each translator one row for each batch size, and one for the wait for the first token of a
 * sentence alone.
 *
 * One run of `translate-greedy` is one pass over all sentences, tokenizer included, and its operation is a generated
 * token (end tokens count). Translators take turns. The first pass of each kind warms up and is thrown away.
 *
 * @throws Error when nothing was translated; what the signal was aborted with.
 */
export async function measureTranslators(
  translators: readonly TimedTranslator[],
  { rounds, signal, onProgress }: TranslatorOptions,
): Promise<BenchmarkRow[]> {
  const series = translators.flatMap(planSeries);
  for (let round = -1; round < rounds; round++) {
    onProgress?.(round < 0 ? "warming up" : `round ${round + 1} of ${rounds}`);
    for (const each of round % 2 === 0 ? series : [...series].reverse()) {
      signal?.throwIfAborted();
      const times = await takeTurn(each);
      if (round >= 0) each.times.push(...times);
    }
  }
  const labels = new Set(series.map(labelOf));
  const ordered = [...labels].flatMap((label) => series.filter((each) => labelOf(each) === label));
  return addRatios(ordered.map(rowOf));
}

function labelOf({ op, batchSize }: Series): string {
  return `${op} ${batchSize}`;
}

function planSeries(translator: TimedTranslator): Series[] {
  const create = (op: Series["op"], batchSize: number): Series => {
    return { translator, op, batchSize, times: [], tokens: 1 };
  };
  return [
    ...translator.batchSizes.map((batchSize) => create("translate-greedy", batchSize)),
    create("first-token", 1),
  ];
}

async function takeTurn(series: Series): Promise<readonly Elapsed[]> {
  const { translator, op, batchSize } = series;
  if (op === "first-token") return translator.firstTokens();
  const { elapsed, tokens } = await translator.pass(batchSize);
  series.tokens = tokens;
  return [elapsed];
}

function rowOf({ translator, op, batchSize, times, tokens }: Series): BenchmarkRow {
  if (tokens === 0 || times.length === 0) {
    throw new Error(
      `${translator.name} translates none of the sentences: the model says nothing to measure`,
    );
  }
  return createRow({
    op,
    arm: translator.name,
    isPeer: translator.isPeer,
    shape: `batch-${batchSize}`,
    threads: translator.threads,
    runsPerSample: 1,
    milliseconds: times.map(({ milliseconds }) => milliseconds),
    cpuMilliseconds: times.flatMap(({ cpuMilliseconds }) => cpuMilliseconds ?? []),
    operations: tokens,
  });
}
