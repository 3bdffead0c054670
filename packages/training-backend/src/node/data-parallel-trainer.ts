import type { BackendReport } from "../install-training-backend.ts";
import { type AdamOptions, checkAdamOptions } from "./adam.ts";
import { Barrier, controlWords } from "./barrier.ts";
import { BusyCount } from "./busy-count.ts";
import {
  copyIn,
  copyOut,
  layParameters,
  type Parameter,
  type ParameterLayout,
} from "./parameter-layout.ts";
import { shardSeed } from "./shard-seed.ts";
import { WorkerHandle } from "./worker-handle.ts";
import { type SharedMemory, statisticsPerWorker } from "./worker-messages.ts";

/** Options of {@link createDataParallelTrainer}. */
export interface DataParallelOptions {
  /** Worker threads, each with its own wasm heap and one thread of arithmetic. */
  readonly workers: number;
  /** Built JavaScript that exports `createReplica` (see `CreateReplica`). */
  readonly replicaModule: URL;
  /** Handed to `createReplica`; structured-cloneable. */
  readonly replicaOptions: unknown;
  /** Initial weights, by name; the order fixes the order of summation. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly optimizer: AdamOptions;
  /** As in `installTrainingBackend`. Default "auto". */
  readonly nativeMatMul?: boolean | "auto";
  /** Aborting ends all threads; an open step is refused with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What one step is told. */
export interface StepOptions {
  readonly step: number;
  readonly learningRate: number;
  /** Seed of the run, an integer. */
  readonly seed: number;
}

/** What one step did. */
export interface StepResult {
  /** Mean over all target tokens of the step. */
  readonly loss: number;
  readonly tokens: number;
  /** Global norm of the mean gradient, before clipping. */
  readonly gradientNorm: number;
  /** False if the norm was not finite: the weights were left as they are. */
  readonly updated: boolean;
}

/** Everything that a run needs to go on as if it had never stopped, beside the caller's own step and seed. */
export interface TrainingState {
  /** Updates applied so far (Adam's t). */
  readonly updates: number;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly firstMoments: Readonly<Record<string, Float32Array>>;
  readonly secondMoments: Readonly<Record<string, Float32Array>>;
}

/** Starts worker threads that train one model together.
 *
 *  Each step splits its shards over the workers, sums their gradients in a fixed order, divides by the tokens, clips and
 *  applies Adam: the same bytes for the same shards, seed and number of workers.
 *  @throws RangeError on bad options; Error naming the worker if one cannot start. */
export async function createDataParallelTrainer<Shard = unknown>(
  options: DataParallelOptions,
): Promise<DataParallelTrainer<Shard>> {
  const where = "createDataParallelTrainer";
  if (!Number.isInteger(options.workers) || options.workers < 1) {
    throw new RangeError(`${where}: workers must be a positive integer, got ${options.workers}`);
  }
  checkAdamOptions(where, options.optimizer);
  options.signal?.throwIfAborted();
  const trainer = new DataParallelTrainer<Shard>(options);
  await trainer.ready;
  return trainer;
}

/** A model in training on several threads. Made by {@link createDataParallelTrainer}. */
export class DataParallelTrainer<Shard = unknown> {
  /** What multiplies matrices in the workers, once they are ready. */
  readonly ready: Promise<BackendReport>;
  readonly #layout: ParameterLayout;
  readonly #memory: SharedMemory;
  readonly #workers: readonly WorkerHandle[];
  /** Lets the workers come out of native code before Node.js stops their threads. */
  readonly #onProcessExit = (): void => {
    this.#breakBarrier();
    new BusyCount(this.#memory.busy).waitUntilIdle(longestStepMilliseconds);
  };
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => void this.#end(this.#signal?.reason);
  #updates = 0;
  #busy = false;

  constructor(options: DataParallelOptions) {
    this.#layout = layParameters(options.parameters);
    this.#memory = shareMemory(this.#layout.length, options.workers);
    const weights = new Float32Array(this.#memory.weights);
    for (const { name, offset } of this.#layout.spans) {
      weights.set(options.parameters[name].values, offset);
    }
    this.#workers = Array.from({ length: options.workers }, (_, worker) => {
      const setup = {
        worker,
        workers: options.workers,
        replicaModule: options.replicaModule.href,
        replicaOptions: options.replicaOptions,
        optimizer: options.optimizer,
        nativeMatMul: options.nativeMatMul ?? "auto",
        layout: this.#layout,
        memory: this.#memory,
      };
      return new WorkerHandle(setup, (error) => void this.#end(error));
    });
    process.once("exit", this.#onProcessExit);
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#onAbort);
    this.ready = Promise.all(this.#workers.map(({ ready }) => ready)).then(([report]) => report);
  }

  /** Trains on the shards: worker w takes shards w, w + workers, …, one after the other.
   *  @throws Error if a step is already running; Error naming the worker and the cause if one fails, after which the
   *  trainer has ended. */
  async step(
    shards: readonly Shard[],
    { step, learningRate, seed }: StepOptions,
  ): Promise<StepResult> {
    if (shards.length === 0) throw new RangeError("DataParallelTrainer.step: needs a shard, got 0");
    await this.#exclusively(() =>
      Promise.all(
        this.#workers.map((worker, w) =>
          worker.ask({
            kind: "step",
            step,
            learningRate,
            update: this.#updates + 1,
            shards: shards
              .map((shard, s) => ({ shard, seed: shardSeed(seed, step, s) }))
              .filter((_, s) => s % this.#workers.length === w),
          }),
        ),
      ),
    );
    const [lossSum, tokens, squaredNorm] = this.#statistics();
    const gradientNorm = Math.sqrt(squaredNorm);
    const updated = Number.isFinite(gradientNorm);
    if (updated) this.#updates++;
    return { loss: lossSum / tokens, tokens, gradientNorm, updated };
  }

  /** Has the replicas answer requests with the current weights, the answers in the order of the requests. */
  async evaluate(
    requests: readonly unknown[],
    { step }: { readonly step: number },
  ): Promise<unknown[]> {
    const answers: unknown[] = [];
    let next = 0;
    const work = async (worker: WorkerHandle): Promise<void> => {
      while (next < requests.length) {
        const index = next++;
        answers[index] = await worker.ask({ kind: "evaluate", step, request: requests[index] });
      }
    };
    await this.#exclusively(() => Promise.all(this.#workers.map(work)));
    return answers;
  }

  /** A copy of weights, moments and update count. */
  state(): TrainingState {
    return {
      updates: this.#updates,
      parameters: this.parameters(),
      firstMoments: copyOut(this.#layout, new Float32Array(this.#memory.firstMoments)),
      secondMoments: copyOut(this.#layout, new Float32Array(this.#memory.secondMoments)),
    };
  }

  /** Goes on from `state`.
   *  @throws RangeError if it belongs to other parameters. */
  async restore(state: TrainingState): Promise<void> {
    const { weights, firstMoments, secondMoments } = this.#memory;
    await this.#exclusively(async () => {
      copyIn(this.#layout, state.parameters, new Float32Array(weights));
      copyIn(this.#layout, state.firstMoments, new Float32Array(firstMoments));
      copyIn(this.#layout, state.secondMoments, new Float32Array(secondMoments));
      this.#updates = state.updates;
      await Promise.all(this.#workers.map((worker) => worker.ask({ kind: "load-weights" })));
    });
  }

  /** A copy of the current weights, by name. */
  parameters(): Record<string, Float32Array> {
    return copyOut(this.#layout, new Float32Array(this.#memory.weights));
  }

  /** Ends all threads. */
  async dispose(): Promise<void> {
    await this.#end(new Error("DataParallelTrainer: disposed"));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new Error("DataParallelTrainer: the last call has not ended");
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }

  async #end(reason: unknown): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#breakBarrier();
    await Promise.all(this.#workers.map((worker) => worker.end(reason)));
    process.off("exit", this.#onProcessExit);
  }

  #breakBarrier(): void {
    new Barrier(new Int32Array(this.#memory.control), this.#workers.length).break();
  }

  #statistics(): number[] {
    const statistics = new Float64Array(this.#memory.statistics);
    const totals = new Array<number>(statisticsPerWorker).fill(0);
    statistics.forEach((value, i) => {
      totals[i % statisticsPerWorker] += value;
    });
    return totals;
  }
}

/** A process that exits in the middle of a step waits for it, but not longer. */
const longestStepMilliseconds = 10_000;

function shareMemory(parameters: number, workers: number): SharedMemory {
  const vector = (): SharedArrayBuffer => new SharedArrayBuffer(4 * parameters);
  return {
    control: new SharedArrayBuffer(4 * controlWords),
    busy: new SharedArrayBuffer(4),
    statistics: new SharedArrayBuffer(8 * statisticsPerWorker * workers),
    weights: vector(),
    firstMoments: vector(),
    secondMoments: vector(),
    gradients: Array.from({ length: workers }, vector),
  };
}
