import * as tf from "@tensorflow/tfjs";
import { QuantDense, type QuantDenseArgs } from "./quant-dense.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleTensor } from "./single-input.ts";

export interface NormalizedDenseArgs extends QuantDenseArgs {
  /** Share of the running statistics that a step keeps; default 0.99. */
  readonly momentum?: number;
  /** Default 10⁻³. */
  readonly epsilon?: number;
}

/** A dense layer and a batch normalization in one, whose kernel is trained past the normalization. */
export class NormalizedDense extends QuantDense {
  /** What a saved model calls it. */
  static override readonly className: string = "NormalizedDense";
  readonly momentum: number;
  readonly epsilon: number;
  /** What stands behind the product. */
  readonly normalization: tf.layers.Layer;

  constructor(args: NormalizedDenseArgs) {
    super(args);
    this.momentum = args.momentum ?? 0.99;
    this.epsilon = args.epsilon ?? 1e-3;
    const { momentum, epsilon } = this;
    const name = `${this.name}.normalization`;
    this.normalization = tf.layers.batchNormalization({ name, momentum, epsilon });
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    super.build(inputShape);
    // Applied, not built, so that the names of its weights are its own.
    this.normalization.apply(tf.input({ batchShape: this.computeOutputShape(inputShape) }));
  }

  override get trainableWeights(): tf.LayerVariable[] {
    if (!this.trainable) return [];
    return [...super.trainableWeights, ...this.normalization.trainableWeights];
  }

  override get nonTrainableWeights(): tf.LayerVariable[] {
    const { normalization } = this;
    const others = this.trainable ? normalization.nonTrainableWeights : normalization.weights;
    return [...super.nonTrainableWeights, ...others];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    const normalized = (y: tf.Tensor): tf.Tensor =>
      singleTensor(this.name, this.normalization.call(y, { training: args.training }));
    return tf.tidy(() =>
      this.product(
        singleTensor(this.name, inputs),
        args,
        (x, kernel) => this.multiply(x, kernel),
        normalized,
      ),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), momentum: this.momentum, epsilon: this.epsilon };
  }
}
tf.serialization.registerClass(NormalizedDense);

/** A dense layer, `z = q_input(x)·q_kernel(W) + b`, and behind it the batch normalization `y = γ·(z − μ)/√(σ² + ε) + β`, in one
 *  layer because of one gradient: that of the kernel is a product with ∂L/∂y in place of ∂L/∂z, past the Jacobian of the
 *  normalization, `∂L/∂q_kernel(W) = x̃ᵀ·∂L/∂y`, x̃ the quantized input or what `gradientInput` makes of it. That of x is what
 *  it is: `∂L/∂z·q_kernel(W)ᵀ`. It is how the code of Lin et al. 2016 (https://arxiv.org/abs/1510.03009) trains its dense
 *  layers; who normalizes as usual takes `quantDense` and `tf.layers.batchNormalization`.
 *  @throws RangeError if `units` is no integer ≥ 1, a quantizer is not registered or another option is out of range. */
export function normalizedDense(args: NormalizedDenseArgs): NormalizedDense {
  return new NormalizedDense(args);
}
