import { formatCode } from "@bnnkit/model";
import {
  createQuantizer,
  type Paper,
  type Quantizer,
  type QuantizerSpec,
} from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";

/** What a quantizer makes of numbers in training, and the gradient of the sum of it. */
export interface QuantizerCurves {
  readonly inputs: readonly number[];
  readonly forward: readonly number[];
  readonly backward: readonly number[];
  /** Of which sums its numbers are. */
  readonly code: string;
  readonly paper: Paper;
  readonly estimator: { readonly name: string; readonly paper: Paper };
  readonly isStochastic: boolean;
  /** Whether a number depends on the others, as those with a mean do. */
  readonly dependsOnOthers: boolean;
}

/** −2, −1.98 … 2. */
const inputs: readonly number[] = Array.from({ length: 201 }, (_, i) => (i - 100) / 50);
const seed = 1;

/** The forward map of a quantizer and its gradient, with the first values of its parameters, all inputs in one column.
 *  @throws RangeError as the quantizer does for its options. */
export function curvesOf(spec: QuantizerSpec): QuantizerCurves {
  const quantizer = createQuantizer(spec);
  const { code, paper, estimator, isStochastic = false, dependsOnOthers = false } = quantizer;
  const isOfRow = code.some(({ scale, offset }) => scale === "row" || offset === "row");
  return {
    ...drawnBy(quantizer),
    ...{ inputs, paper, isStochastic, code: formatCode(code) },
    estimator: { name: estimator.name, paper: estimator.paper },
    dependsOnOthers: dependsOnOthers || isOfRow,
  };
}

function drawnBy(quantizer: Quantizer): Pick<QuantizerCurves, "forward" | "backward"> {
  return tf.tidy(() => {
    const x = tf.tensor2d([...inputs], [inputs.length, 1]);
    const quantize = (z: tf.Tensor): tf.Tensor => quantizer.quantize(z, { training: true, seed });
    const gradient = tf.grad((z: tf.Tensor) => tf.sum(quantize(z)))(x);
    return { forward: [...quantize(x).dataSync()], backward: [...gradient.dataSync()] };
  });
}
