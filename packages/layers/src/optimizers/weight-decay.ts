import * as tf from "@tensorflow/tfjs";
import { configOfOptimizer, NestedOptimizer, optimizerFrom } from "./nested-optimizer.ts";
import { type Gradients, variableGradients } from "./variable-gradients.ts";

export interface WeightDecayOptions {
  /** What makes the step. */
  readonly optimizer: tf.Optimizer;
  /** λ, at least 0. */
  readonly decay: number;
  /** "gradient": λ·w is added to the gradient, as a penalty of the squares would; "decoupled": λ·w is taken off beside the
   *  step. Default "gradient". */
  readonly kind?: "gradient" | "decoupled";
}

/** An optimizer that draws weights to 0. See {@link weightDecay}. */
export class WeightDecay extends NestedOptimizer {
  /** What a saved model calls it. */
  static readonly className = "WeightDecay";
  readonly kind: "gradient" | "decoupled";
  /** λ; a schedule may change it. */
  decay: number;

  constructor({ optimizer, decay, kind = "gradient" }: WeightDecayOptions) {
    super(optimizer);
    if (!(decay >= 0 && Number.isFinite(decay))) {
      throw new RangeError(`weightDecay: decay must be at least 0 and finite, got ${decay}`);
    }
    if (kind !== "gradient" && kind !== "decoupled") {
      throw new RangeError(`weightDecay: kind must be "gradient" or "decoupled", got ${kind}`);
    }
    [this.decay, this.kind] = [decay, kind];
  }

  override applyGradients(gradients: Gradients): void {
    const addends = variableGradients(gradients).map(({ variable, gradient }) => {
      const decayed = gradient && tf.tidy(() => tf.mul(variable, this.decay));
      return { variable, gradient, decayed };
    });
    if (this.kind === "gradient") {
      const penalized = addends.flatMap(({ variable, gradient, decayed }) =>
        gradient && decayed ? [{ name: variable.name, tensor: tf.add(gradient, decayed) }] : [],
      );
      this.optimizer.applyGradients(penalized);
      tf.dispose(penalized.map(({ tensor }) => tensor));
    } else {
      this.optimizer.applyGradients(gradients);
      for (const { variable, decayed } of addends) {
        if (decayed) tf.tidy(() => variable.assign(tf.sub(variable, decayed)));
      }
    }
    tf.dispose(addends.flatMap(({ decayed }) => decayed ?? []));
    this.incrementIterations();
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { optimizer, decay, kind } = this;
    return { optimizer: configOfOptimizer(optimizer), decay, kind };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    { optimizer, decay, kind }: tf.serialization.ConfigDict,
  ): T {
    return new cls({ optimizer: optimizerFrom("weightDecay", optimizer), decay, kind });
  }
}
tf.serialization.registerClass(WeightDecay);

/** An optimizer whose weights are drawn to 0: of latent weights, which then flip more often.
 *
 *  "gradient": the step is that of `g + λ·w`, as ReActNet's first one has it with λ = 10⁻⁵, and its second one with 0;
 *  "decoupled": `w ← w′ − λ·w`, w′ what the other optimizer makes of w, which Adam does not rescale. For some of the
 *  weights, such as `latentKernels`, it is a case of {@link caseOptimizer}.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488; Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101
 *  @throws RangeError if `decay` is negative or not finite, or there is no such kind. */
export function weightDecay(options: WeightDecayOptions): WeightDecay {
  return new WeightDecay(options);
}
