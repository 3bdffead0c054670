import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import type { LayerArgs } from "./quantizing-layer.ts";

export interface MixtureArgs extends LayerArgs {
  /** Of the first input, at first, in 0 … 1; default 0.5. */
  readonly share?: number;
}

/** `y = s_c·a + (1 − s_c)·b` of two values of one shape, with a share s learned for each feature, the last axis, and held within
 *  0 … 1. */
export class Mixture extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "Mixture";
  readonly share: number;
  #share: tf.LayerVariable | undefined;

  constructor(args: MixtureArgs = {}) {
    super(args);
    this.share = args.share ?? 0.5;
    if (!(this.share >= 0 && this.share <= 1)) {
      throw new RangeError(`mixture: share must be in 0 … 1, got ${this.share}`);
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = sharedShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the inputs must have a size`);
    }
    const initial = tf.initializers.constant({ value: this.share });
    this.#share = this.addWeight("share", [features], "float32", initial);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return sharedShape(this.name, inputShape);
  }

  /** Of the first input and of the second, for each feature; the gradient passes through the bounds.
   *  @throws RangeError before the layer is built. */
  get shares(): readonly [first: tf.Tensor, second: tf.Tensor] {
    if (!this.#share)
      throw new RangeError(`${this.name}: the layer has no weights before it is built`);
    const share = this.#share.read();
    const first = withCustomGradient([share], {
      forward: () => ({ value: tf.clipByValue(share, 0, 1), saved: [] }),
      backward: (gradient) => [tf.clone(gradient)],
    });
    return [first, tf.sub(1, first)];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [a, b] = Array.isArray(inputs) ? inputs : [inputs];
      const [first, second] = this.shares;
      return tf.add(tf.mul(a, first), tf.mul(b, second));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), share: this.share };
  }
}
tf.serialization.registerClass(Mixture);

/** Two values mixed by a learned share of each feature.
 *
 *  Guo et al. 2022, BNext, https://arxiv.org/abs/2211.12933
 *  @throws RangeError unless `share` is in 0 … 1. */
export function mixture(args: MixtureArgs = {}): Mixture {
  return new Mixture(args);
}

/** The shape of both inputs. @throws RangeError unless there are two of one shape. */
function sharedShape(where: string, shapes: tf.Shape | tf.Shape[]): tf.Shape {
  const [a, b, ...others] = shapes;
  if (Array.isArray(a) && Array.isArray(b) && others.length === 0 && a.join() === b.join())
    return a;
  throw new RangeError(
    `${where}: there must be two inputs of one shape, got ${JSON.stringify(shapes)}`,
  );
}
