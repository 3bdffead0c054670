import { type AdamOptions, applyAdam } from "./adam.ts";
import { Barrier } from "./barrier.ts";
import type { ParameterLayout } from "./parameter-layout.ts";
import { type SharedMemory, statisticsPerWorker } from "./worker-messages.ts";

/** One worker's view of the shared memory and its part in reducing gradients and updating weights. */
export class GradientExchange {
  /** The weights that every worker copies into its variables. */
  readonly weights: Float32Array;
  /** This worker's gradient sums. */
  readonly ownGradients: Float32Array;
  readonly #gradients: readonly Float32Array[];
  readonly #firstMoments: Float32Array;
  readonly #secondMoments: Float32Array;
  readonly #statistics: Float64Array;
  readonly #barrier: Barrier;
  readonly #worker: number;
  readonly #from: number;
  readonly #to: number;

  constructor(memory: SharedMemory, { length }: ParameterLayout, worker: number) {
    const workers = memory.gradients.length;
    this.weights = new Float32Array(memory.weights);
    this.#gradients = memory.gradients.map((buffer) => new Float32Array(buffer));
    this.ownGradients = this.#gradients[worker];
    this.#firstMoments = new Float32Array(memory.firstMoments);
    this.#secondMoments = new Float32Array(memory.secondMoments);
    this.#statistics = new Float64Array(memory.statistics);
    this.#barrier = new Barrier(new Int32Array(memory.control), workers);
    this.#worker = worker;
    this.#from = Math.floor((length * worker) / workers);
    this.#to = Math.floor((length * (worker + 1)) / workers);
  }

  /** Waits for every worker's gradient, then reduces and updates this worker's range of the parameters, and returns
   *  when all ranges are done. Sums run over the workers in order, so the result does not depend on who came first.
   *  A gradient with a norm that is not finite leaves weights and moments as they are. */
  finishStep(
    lossSum: number,
    tokens: number,
    optimizer: AdamOptions,
    { learningRate, update }: { readonly learningRate: number; readonly update: number },
  ): void {
    const own = this.#worker * statisticsPerWorker;
    this.#statistics[own] = lossSum;
    this.#statistics[own + 1] = tokens;
    this.#barrier.wait();
    this.#statistics[own + 2] = this.#reduce(this.#total(1));
    this.#barrier.wait();
    const norm = Math.sqrt(this.#total(2));
    if (Number.isFinite(norm)) {
      const { clipNorm = Number.POSITIVE_INFINITY } = optimizer;
      const gradientScale = norm > clipNorm ? clipNorm / norm : 1;
      applyAdam(
        {
          weights: this.weights,
          gradients: this.#gradients[0],
          firstMoments: this.#firstMoments,
          secondMoments: this.#secondMoments,
          from: this.#from,
          to: this.#to,
        },
        optimizer,
        { update, learningRate, gradientScale },
      );
    }
    this.#barrier.wait();
  }

  /** Writes the mean over all tokens of this worker's range to the first gradient vector; returns its squared norm. */
  #reduce(tokens: number): number {
    const [mean, ...others] = this.#gradients;
    let squaredNorm = 0;
    for (let i = this.#from; i < this.#to; i++) {
      let sum = mean[i];
      for (let worker = 0; worker < others.length; worker++) sum += others[worker][i];
      const gradient = sum / tokens;
      mean[i] = gradient;
      squaredNorm += gradient * gradient;
    }
    return squaredNorm;
  }

  #total(statistic: number): number {
    let total = 0;
    for (let i = statistic; i < this.#statistics.length; i += statisticsPerWorker) {
      total += this.#statistics[i];
    }
    return total;
  }
}
