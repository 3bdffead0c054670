import type { Kernels } from "@bnnkit/kernels";
import type { TokenDescription } from "@bnnkit/model";
import { createDecoderStep } from "../decode/create-decoder-step.ts";
import { drive, turnEventLoop } from "../decode/drive.ts";
import { encodeBatch } from "../decode/encode-batch.ts";
import type { Program } from "../decode/program.ts";
import { openArena } from "../memory/arena.ts";
import { openRegion } from "../memory/region.ts";
import { beamSearch } from "../search/beam-search.ts";
import { greedySearch } from "../search/greedy-search.ts";
import type { Hypothesis } from "../search/hypothesis.ts";
import type { DecoderStep, SearchEvent, SearchTask } from "../search/search-step.ts";
import type { TokenConstraint } from "../search/token-constraint.ts";
import { planBatches } from "./batches.ts";
import type { Meter } from "./statistics.ts";
import type { CheckedSearch, TranslateIdsOptions } from "./translate-options.ts";

/** What all requests of a session share. */
export interface RequestContext {
  readonly kernels: Kernels;
  readonly program: Program;
  readonly tokens: TokenDescription;
  readonly meter: Meter;
  /** @throws Error once the session is disposed of. */
  readonly checkOpen: () => void;
}

/** One call of `translateIds`, with its arguments checked and its arrays its own. */
export interface Request {
  readonly sources: readonly (readonly number[])[];
  readonly search: CheckedSearch;
  /** One for each source, or none at all. */
  readonly constraints: readonly (TokenConstraint | undefined)[];
  readonly options: TranslateIdsOptions;
}

/** Translates the sentences of a request batch by batch; each batch gives its memory back before the next. */
export async function runRequest(
  context: RequestContext,
  request: Request,
): Promise<readonly (readonly Hypothesis[])[]> {
  const { sources, search, options } = request;
  const results: (readonly Hypothesis[])[] = sources.map(() => [emptyHypothesis]);
  const filled = sources.flatMap((source, index) => (source.length > 0 ? [index] : []));
  let finishedSentences = sources.length - filled.length;
  let generatedTokens = 0;
  const onEvent = ({ rows, finished }: SearchEvent): void => {
    context.checkOpen();
    context.meter.countRows(rows);
    generatedTokens += rows;
    finishedSentences += finished.length;
    options.onProgress?.({ sentences: sources.length, finishedSentences, generatedTokens });
  };
  sources.forEach((source, index) => {
    if (source.length === 0) options.onSentence?.(index, [emptyHypothesis]);
  });
  const lengths = filled.map((index) => sources[index].length);
  const batches = planBatches(lengths, { ...search, keepOrder: options.keepOrder ?? false });
  for (const batch of batches) {
    const sentences = batch.map((i) => filled[i]);
    const lists = await translateBatch(context, { ...request, sentences, onEvent });
    sentences.forEach((sentence, i) => {
      const list = lists[i];
      results[sentence] = list;
      options.onSentence?.(sentence, list);
    });
    await turnEventLoop();
  }
  return results;
}

interface Batch extends Request {
  /** Indices of the batch's sentences in the request. */
  readonly sentences: readonly number[];
  readonly onEvent: (event: SearchEvent) => void;
}

async function translateBatch(
  { kernels, program, tokens, meter, checkOpen }: RequestContext,
  { sources, search, constraints: all, options, sentences, onEvent }: Batch,
): Promise<readonly (readonly Hypothesis[])[]> {
  const { signal } = options;
  signal?.throwIfAborted();
  checkOpen();
  const close = openRegion(kernels);
  const arena = openArena(kernels, "translate");
  try {
    const batch = sentences.map((sentence) => sources[sentence]);
    const startedAt = performance.now();
    const encoded = encodeBatch(program, batch, arena);
    const encodedAt = performance.now();
    meter.countEncoded(batch.flat().length, encodedAt - startedAt);
    const constraints = sentences.map((sentence) => all[sentence]);
    const maximumLengths = batch.map(({ length }, i) =>
      Math.max(search.maximumLengthOf(length), (constraints[i]?.owed ?? 0) + 1),
    );
    const steps = Math.max(...maximumLengths);
    const rows = batch.length * search.beamSize;
    const step = createDecoderStep(program, encoded, { rows, steps, k: search.beamSize }, arena);
    const task = { begin: tokens.begin, end: tokens.end, maximumLengths, constraints };
    const lists = await drive(
      searchBatch(step, task, search, (i, token) => options.onToken?.(sentences[i], token)),
      { signal, onEvent },
    );
    meter.countDecoded(
      lists.map(([best]) => best),
      performance.now() - encodedAt,
    );
    return lists;
  } finally {
    meter.countBytes(arena.peakBytes());
    meter.countOperations(arena.operations);
    close();
  }
}

function* searchBatch(
  step: DecoderStep,
  task: SearchTask,
  search: CheckedSearch,
  onToken: (sentence: number, token: number) => void,
): Generator<SearchEvent, readonly (readonly Hypothesis[])[]> {
  if (search.beamSize > 1) return yield* beamSearch(step, task, search);
  const best = yield* greedySearch(step, task, { alpha: search.alpha, onToken });
  return best.map((hypothesis) => [hypothesis]);
}

/** The translation of a sentence without tokens. */
const emptyHypothesis: Hypothesis = {
  tokens: [],
  logProbabilities: [],
  logProbability: 0,
  score: 0,
  isComplete: true,
};
