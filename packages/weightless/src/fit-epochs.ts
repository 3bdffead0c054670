import {
  checkPositiveInteger,
  type PlatformAbortSignal,
  seededWords,
  shuffle,
  type UnipolarMatrix,
  unipolarMatrix,
} from "@bnnkit/core";
import { checkLabels, type Samples } from "./samples.ts";

/** A network that learns by gradients, one step a batch. */
export interface StepwiseNetwork {
  readonly classes: number;
  partialFit(
    samples: Samples,
    labels: ArrayLike<number>,
    step: { readonly learningRate: number },
  ): number;
}

export interface FitEpochsOptions {
  readonly epochs: number;
  /** Samples of a step, by default 32. */
  readonly batch?: number;
  /** Of the first epoch, by default 1e-2. */
  readonly learningRate?: number;
  /** The rate is multiplied by `factor` after every so many epochs; it stays by default. */
  readonly decay?: { readonly epochs: number; readonly factor: number };
  /** Of the order, drawn anew for each epoch; 0 by default. */
  readonly seed?: number;
  readonly signal?: PlatformAbortSignal;
  /** Called after each epoch; what it returns is waited for. */
  readonly onEpoch?: (epoch: FittedEpoch) => void | Promise<void>;
}

/** How an epoch went. */
export interface FittedEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** The mean over its steps. */
  readonly loss: number;
  readonly learningRate: number;
}

/** Trains for some epochs in shuffled batches; the last batch of an epoch may be smaller. Between steps others get their turn now and then.
 *  @returns the mean loss of the last epoch
 *  @throws RangeError for counts and labels out of range; the signal's reason once it is aborted, after a whole step */
export async function fitEpochs(
  network: StepwiseNetwork,
  samples: UnipolarMatrix,
  labels: ArrayLike<number>,
  options: FitEpochsOptions,
): Promise<number> {
  const { epochs, batch = 32, learningRate = 1e-2, decay, seed = 0 } = options;
  checkPositiveInteger("fitEpochs", "epochs", epochs);
  checkPositiveInteger("fitEpochs", "batch", batch);
  checkLabels("fitEpochs", labels, samples.rows, network.classes);
  let loss = Number.NaN;
  const next = seededWords(seed);
  const order = Uint32Array.from({ length: samples.rows }, (_, row) => row);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    shuffle(order, next);
    const falls = decay === undefined ? 0 : Math.floor((epoch - 1) / decay.epochs);
    const rate = learningRate * (decay?.factor ?? 1) ** falls;
    loss = await fitEpoch(network, samples, labels, { order, batch, rate, signal: options.signal });
    await options.onEpoch?.({ epoch, epochs, loss, learningRate: rate });
  }
  return loss;
}

interface EpochPlan {
  readonly order: Uint32Array;
  readonly batch: number;
  readonly rate: number;
  readonly signal: PlatformAbortSignal | undefined;
}

async function fitEpoch(
  network: StepwiseNetwork,
  samples: UnipolarMatrix,
  labels: ArrayLike<number>,
  { order, batch, rate, signal }: EpochPlan,
): Promise<number> {
  let [loss, steps, since] = [0, 0, Date.now()];
  for (let first = 0; first < order.length; first += batch) {
    if (Date.now() - since > 50) {
      await new Promise((resolve) => void setTimeout(resolve));
      since = Date.now();
    }
    if (signal?.aborted) throw signal.reason;
    const rows = order.subarray(first, first + batch);
    const ofRows = Uint32Array.from(rows, (row) => labels[row]);
    loss += network.partialFit(rowsAt(samples, rows), ofRows, { learningRate: rate });
    steps++;
  }
  return loss / steps;
}

/** Some rows of a matrix, in the order given. */
function rowsAt(samples: UnipolarMatrix, rows: Uint32Array): UnipolarMatrix {
  const { words, wordsPerRow, cols } = samples;
  const taken = new Uint32Array(rows.length * wordsPerRow);
  rows.forEach((row, i) => {
    taken.set(words.subarray(row * wordsPerRow, (row + 1) * wordsPerRow), i * wordsPerRow);
  });
  return unipolarMatrix(taken, rows.length, cols);
}
