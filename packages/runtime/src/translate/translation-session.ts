/// <reference lib="esnext.disposable" preserve="true" />
import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
  assertSupported,
  type CheckedModel,
  checkModel,
  type GoldenTranslation,
  goldenTranslations,
  ofTask,
  type PackedModel,
  type SequenceToSequenceDescription,
} from "@bnnkit/model";
import { type LayerReport, reportLayers } from "../compile/layer-report.ts";
import { WeightMemory } from "../compile/weight-memory.ts";
import { lowerTranslation } from "../decode/program.ts";
import { openRegion } from "../memory/region.ts";
import { inTurn } from "../memory/turn.ts";
import type { Hypothesis } from "../search/hypothesis.ts";
import { support } from "../support.ts";
import { runAlignment } from "./alignment-request.ts";
import { type RequestContext, runRequest } from "./request.ts";
import { Meter, type Statistics } from "./statistics.ts";
import {
  checkConstraints,
  checkSearch,
  checkSources,
  checkTargets,
  type TranslateIdsOptions,
} from "./translate-options.ts";

const where = "createTranslationSession";

/** A model laid out in an arena, ready to translate token ids. */
export interface TranslationSession {
  readonly description: SequenceToSequenceDescription;
  /** Inputs with the outputs that the model gave when it was written; {@link verify} runs them. */
  readonly golden: readonly GoldenTranslation[];
  /** Translates sentences given as token ids, just as the encoder reads them (with an end token if it was
   *  trained with one). A sentence gives the same hypotheses alone and in any batch; an empty one the empty
   *  hypothesis. Arrays are copied at the call.
   *  @returns for each sentence `nBest` hypotheses, best first (fewer if a constraint allows no more).
   *  @throws TypeError or RangeError for wrong arguments, RangeError for too little memory or NaN in the model,
   *    Error after `dispose`, and what the signal was aborted with. */
  translateIds(
    sources: readonly (readonly number[])[],
    options?: TranslateIdsOptions,
  ): Promise<readonly (readonly Hypothesis[])[]>;
  /** Where the decoder looks while it gives targets: for each pair float32 [target tokens, source tokens], row t the mean
   *  over the heads of all cross attentions of softmax(q·kᵀ/√d) in the step that gives token t; each row sums to 1. A pair
   *  without tokens on a side gives an empty one. What words of both sides belong together can be read from it.
   *  @param targets  for each source token ids without begin and end, such as those of a {@link Hypothesis}
   *  @throws as `translateIds`; RangeError where {@link canAlign} is false. */
  alignIds(
    sources: readonly (readonly number[])[],
    targets: readonly (readonly number[])[],
    options?: Pick<TranslateIdsOptions, "signal">,
  ): Promise<readonly Float32Array[]>;
  /** Whether the decoder looks at the encoded sentence by attention of real queries and keys. */
  readonly canAlign: boolean;
  /** Which kernels ran each operation so far, and why; none before the first request. An operation that has one kernel for
   *  pairs of rows and another for a single row is there with both. */
  explain(): readonly KernelReport[];
  /** Which kernels ran each layer of the model so far, in the order in which they were compiled; none before the first request. */
  explainLayers(): readonly LayerReport[];
  /** Speed and memory since the session was made. */
  readonly statistics: Statistics;
  /** Gives the memory back, after the request that is running. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export interface TranslationSessionOptions {
  /** Called once when the session's memory has been given back. */
  readonly onClosed?: () => void;
}

/** Lays a model out in the arena of `kernels`.
 *
 *  The kernels stay the caller's: several sessions may share them, and whoever made them disposes of them.
 *  @throws RangeError for a model that does not translate, is incomplete, holds NaN, has a node that the runtime does not run, or
 *    does not fit the arena. */
export function createTranslationSession(
  model: PackedModel,
  kernels: Kernels,
  { onClosed }: TranslationSessionOptions = {},
): TranslationSession {
  const checked = checkModel(model);
  ofTask(where, checked.description, "sequence-to-sequence");
  assertSupported(checked.description, support);
  const closeRegion = openRegion(kernels);
  try {
    return new PackedSession(checked, kernels, () => {
      closeRegion();
      onClosed?.();
    });
  } catch (error) {
    closeRegion();
    throw error;
  }
}

class PackedSession implements TranslationSession {
  readonly description: SequenceToSequenceDescription;
  readonly golden: readonly GoldenTranslation[];
  readonly #context: RequestContext;
  readonly #close: () => void;
  #requests = 0;
  #isDisposed = false;
  #isClosed = false;

  constructor(model: CheckedModel, kernels: Kernels, close: () => void) {
    const description = ofTask(where, model.description, "sequence-to-sequence");
    this.description = description;
    this.golden = goldenTranslations(model);
    this.#close = close;
    const before = kernels.mark();
    const program = lowerTranslation(model, new WeightMemory(kernels, model));
    this.#context = {
      kernels,
      program,
      tokens: description.tokens,
      meter: new Meter(kernels.mark() - before),
      checkOpen: () => this.#checkOpen(),
    };
  }

  get statistics(): Statistics {
    return this.#context.meter.statistics();
  }

  async translateIds(
    sources: readonly (readonly number[])[],
    options: TranslateIdsOptions = {},
  ): Promise<readonly (readonly Hypothesis[])[]> {
    this.#checkOpen();
    const caller = "translateIds";
    checkSources(caller, sources, this.description);
    const search = checkSearch(caller, options, this.description);
    const constraints = checkConstraints(caller, options.constraints, sources, this.description);
    // Copied before the request waits for its turn: the caller may change the arrays meanwhile.
    const request = { sources: sources.map((source) => [...source]), search, constraints, options };
    return await this.#inTurn(() => runRequest(this.#context, request));
  }

  get canAlign(): boolean {
    return this.#context.program.crossAttentions.length > 0;
  }

  async alignIds(
    sources: readonly (readonly number[])[],
    targets: readonly (readonly number[])[],
    { signal }: Pick<TranslateIdsOptions, "signal"> = {},
  ): Promise<readonly Float32Array[]> {
    this.#checkOpen();
    const caller = "alignIds";
    if (!this.canAlign) {
      throw new RangeError(`${caller}: the model has no cross attention of real queries and keys`);
    }
    checkSources(caller, sources, this.description);
    checkTargets(caller, targets, sources, this.description);
    const copy = (lists: readonly (readonly number[])[]) => lists.map((list) => [...list]);
    const request = { sources: copy(sources), targets: copy(targets), signal };
    return await this.#inTurn(() => runAlignment(this.#context, request));
  }

  explain(): readonly KernelReport[] {
    this.#checkOpen();
    const { kernels, meter } = this.#context;
    return kernels.explain().filter(({ operation }) => meter.hasRun(operation));
  }

  explainLayers(): readonly LayerReport[] {
    return reportLayers(this.#context.program.layers, this.explain());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#closeWhenIdle();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#requests++;
    try {
      return await inTurn(this.#context.kernels, work);
    } finally {
      this.#requests--;
      this.#closeWhenIdle();
    }
  }

  #checkOpen(): void {
    if (this.#isDisposed)
      throw new Error("TranslationSession: it has been disposed of; create another one");
  }

  #closeWhenIdle(): void {
    if (!this.#isDisposed || this.#requests > 0 || this.#isClosed) return;
    this.#isClosed = true;
    this.#close();
  }
}
