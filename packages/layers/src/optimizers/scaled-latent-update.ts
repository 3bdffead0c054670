import * as tf from "@tensorflow/tfjs";
import { checkLatentScale, type LatentScale, latentScaleOf } from "./latent-scale.ts";
import { configOfOptimizer, NestedOptimizer, optimizerFrom } from "./nested-optimizer.ts";
import { type Gradients, variableGradients } from "./variable-gradients.ts";

export interface ScaledLatentUpdateOptions {
  /** What makes the step. */
  readonly optimizer: tf.Optimizer;
  /** s; default "glorot". */
  readonly scale?: LatentScale;
  /** H; default 1. */
  readonly clip?: number;
}

/** An optimizer whose steps are scaled. See {@link scaledLatentUpdate}. */
export class ScaledLatentUpdate extends NestedOptimizer {
  /** What a saved model calls it. */
  static readonly className = "ScaledLatentUpdate";
  readonly scale: LatentScale;
  readonly clip: number;

  constructor({ optimizer, scale = "glorot", clip = 1 }: ScaledLatentUpdateOptions) {
    super(optimizer);
    checkLatentScale("scaledLatentUpdate", "scale", scale);
    if (!(clip > 0 && Number.isFinite(clip))) {
      throw new RangeError(`scaledLatentUpdate: clip must be positive and finite, got ${clip}`);
    }
    [this.scale, this.clip] = [scale, clip];
  }

  override applyGradients(gradients: Gradients): void {
    const moved = variableGradients(gradients)
      .filter(({ gradient }) => gradient !== null)
      .map(({ variable }) => ({ variable, before: tf.keep(tf.clone(variable)) }));
    this.optimizer.applyGradients(gradients);
    for (const { variable, before } of moved) {
      tf.tidy(() => {
        const step = tf.mul(tf.sub(variable, before), latentScaleOf(this.scale, variable.shape));
        variable.assign(tf.clipByValue(tf.add(before, step), -this.clip, this.clip));
      });
      before.dispose();
    }
    this.incrementIterations();
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { optimizer, scale, clip } = this;
    return { optimizer: configOfOptimizer(optimizer), scale, clip };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    { optimizer, scale, clip }: tf.serialization.ConfigDict,
  ): T {
    return new cls({ optimizer: optimizerFrom("scaledLatentUpdate", optimizer), scale, clip });
  }
}
tf.serialization.registerClass(ScaledLatentUpdate);

/** An optimizer whose steps of latent weights are multiplied, and the weights clipped then: "W_LR_scale" of BinaryConnect
 *  and BNN.
 *
 *  `W ← clip(W + s·(W′ − W), −H, H)`, W′ what the other optimizer makes of W. It is the step that is scaled and not the
 *  gradient, which Adam would not notice. For kernels alone: biases and batch normalization go to another optimizer, see
 *  {@link caseOptimizer}. A `kernelClip` of the layer holds for W′, too, which makes no difference where s ≥ 1.
 *
 *  Courbariaux, Bengio, David 2015, https://arxiv.org/abs/1511.00363; MatthieuCourbariaux/BinaryConnect binary_connect.py
 *  @throws RangeError if `scale` or `clip` is not positive and finite. */
export function scaledLatentUpdate(options: ScaledLatentUpdateOptions): ScaledLatentUpdate {
  return new ScaledLatentUpdate(options);
}
