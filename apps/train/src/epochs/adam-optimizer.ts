import { type AdamOptions, applyAdam } from "@bnnkit/training-backend/node";
import * as tf from "@tensorflow/tfjs";

/** A gradient and the variable that it is of. */
interface NamedTensor {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

const options: AdamOptions = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** Adam with the settings of TensorFlow.js, for `compile`; it goes on from a saved state to the same bytes.
 *
 *  `tf.train.adam` does not: the powers of its β₁ and β₂ are products, rounded each step, and what is restored is not.
 *
 *  Kingma and Ba 2015, https://arxiv.org/abs/1412.6980 */
export class AdamOptimizer extends tf.Optimizer {
  static readonly className = "BnnkitAdam";
  /** Of the next update. */
  learningRate: number;
  #updates = 0;
  readonly #firstMoments: Float32Array[] = [];
  readonly #secondMoments: Float32Array[] = [];

  constructor(learningRate: number) {
    super();
    this.learningRate = learningRate;
  }

  /** What it knows of the updates before, on which the rest of a run depends: their number, then first and second moments. */
  override async getWeights(): Promise<NamedTensor[]> {
    const moments = [this.#firstMoments, this.#secondMoments].flatMap((all, order) =>
      all.map((values, i) => ({ name: `moments/${order + 1}/${i}`, tensor: tf.tensor1d(values) })),
    );
    return [{ name: "updates", tensor: tf.scalar(this.#updates) }, ...moments];
  }

  override async setWeights([updates, ...moments]: NamedTensor[]): Promise<void> {
    const variables = moments.length / 2;
    const values = moments.map(({ tensor }) => tensor.dataSync<"float32">().slice());
    this.#updates = updates.tensor.dataSync()[0];
    this.#firstMoments.splice(0, Number.POSITIVE_INFINITY, ...values.slice(0, variables));
    this.#secondMoments.splice(0, Number.POSITIVE_INFINITY, ...values.slice(variables));
  }

  /** One update of the variables that the gradients are named after, in the same order each time. */
  override applyGradients(gradients: tf.NamedTensorMap | readonly NamedTensor[]): void {
    const named = isList(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    this.#updates++;
    for (const [index, { name, tensor }] of named.entries()) this.#update(index, name, tensor);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...options, learningRate: this.learningRate };
  }

  #update(index: number, name: string, gradient: tf.Tensor): void {
    const variable = tf.engine().registeredVariables[name];
    const weights = variable.dataSync<"float32">().slice();
    this.#firstMoments[index] ??= new Float32Array(weights.length);
    this.#secondMoments[index] ??= new Float32Array(weights.length);
    applyAdam(
      {
        weights,
        gradients: gradient.dataSync<"float32">(),
        firstMoments: this.#firstMoments[index],
        secondMoments: this.#secondMoments[index],
        from: 0,
        to: weights.length,
      },
      options,
      { update: this.#updates, learningRate: this.learningRate, gradientScale: 1 },
    );
    tf.tidy(() => variable.assign(tf.tensor(weights, variable.shape)));
  }
}

function isList(
  gradients: tf.NamedTensorMap | readonly NamedTensor[],
): gradients is readonly NamedTensor[] {
  return Array.isArray(gradients);
}
