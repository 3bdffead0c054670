/** Settings of Adam; `kind` leaves room for other optimizers. */
export interface AdamOptions {
  readonly kind: "adam";
  /** Decay of the first moment, 0.9 in the paper. */
  readonly beta1: number;
  /** Decay of the second moment, 0.999 in the paper, 0.98 for Transformers. */
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
  /** Decoupled weight decay (AdamW): each update also takes learningRate·weightDecay·w off. Default 0. */
  readonly weightDecay?: number;
  /** The gradient is scaled down to this global norm where it is longer. Default: no limit. */
  readonly clipNorm?: number;
}

/** One range of the flat parameter vector and what Adam keeps beside it. */
export interface AdamRange {
  readonly weights: Float32Array;
  readonly gradients: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
  readonly from: number;
  readonly to: number;
}

/** One Adam update in place, float64 arithmetic on float32 values.
 *
 *      m ← β₁m + (1−β₁)g    v ← β₂v + (1−β₂)g²
 *      w ← w − η·( (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε) + λw )
 *
 *  Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1; decoupled decay λ: Loshchilov and Hutter 2019,
 *  https://arxiv.org/abs/1711.05101, algorithm 2.
 *  @param update         t, counted from 1
 *  @param gradientScale  each gradient is multiplied by this first (clipping) */
export function applyAdam(
  { weights, gradients, firstMoments, secondMoments, from, to }: AdamRange,
  { beta1, beta2, epsilon, weightDecay = 0 }: AdamOptions,
  { update, learningRate, gradientScale }: AdamStep,
): void {
  const firstCorrection = learningRate / (1 - beta1 ** update);
  const secondCorrection = 1 / (1 - beta2 ** update);
  const decay = learningRate * weightDecay;
  for (let i = from; i < to; i++) {
    const gradient = gradients[i] * gradientScale;
    const first = beta1 * firstMoments[i] + (1 - beta1) * gradient;
    const second = beta2 * secondMoments[i] + (1 - beta2) * gradient * gradient;
    firstMoments[i] = first;
    secondMoments[i] = second;
    const direction = (firstCorrection * first) / (Math.sqrt(second * secondCorrection) + epsilon);
    weights[i] -= direction + decay * weights[i];
  }
}

/** What changes from one update to the next. */
export interface AdamStep {
  readonly update: number;
  readonly learningRate: number;
  readonly gradientScale: number;
}

/** @throws TypeError or RangeError naming the setting that is out of range. */
export function checkAdamOptions(where: string, options: AdamOptions): void {
  if (options.kind !== "adam") {
    throw new TypeError(`${where}: optimizer.kind must be "adam", got ${options.kind}`);
  }
  const { beta1, beta2, epsilon, weightDecay = 0, clipNorm = Number.POSITIVE_INFINITY } = options;
  checkRange(where, "beta1", beta1, beta1 >= 0 && beta1 < 1, "in [0, 1)");
  checkRange(where, "beta2", beta2, beta2 >= 0 && beta2 < 1, "in [0, 1)");
  checkRange(where, "epsilon", epsilon, epsilon > 0, "positive");
  checkRange(where, "weightDecay", weightDecay, weightDecay >= 0, "0 or more");
  checkRange(where, "clipNorm", clipNorm, clipNorm > 0, "positive");
}

function checkRange(
  where: string,
  name: string,
  value: number,
  holds: boolean,
  rule: string,
): void {
  if (!holds) throw new RangeError(`${where}: optimizer.${name} must be ${rule}, got ${value}`);
}
