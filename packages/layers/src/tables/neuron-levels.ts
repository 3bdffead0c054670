import { type Monomials, monomialValues, neuronInputs } from "@bnnkit/core/truth-tables";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** All that neurons of one size can read. */
export interface NeuronAddresses {
  readonly monomials: number;
  readonly addresses: number;
  readonly inputs: number;
  /** The monomials at each address, [monomials, addresses]. */
  readonly values: Float32Array;
  /** Their derivatives by each value that is read, [monomials, inputs · addresses]. */
  readonly slopes: Float32Array;
}

export function neuronAddresses(
  monomials: Monomials,
  inputs: number,
  inputBits: number,
): NeuronAddresses {
  const addresses = 2 ** (inputs * inputBits);
  const count = monomials.factors.length;
  const values = new Float32Array(count * addresses);
  const slopes = new Float32Array(count * inputs * addresses);
  const scale = 2 / (2 ** inputBits - 1);
  for (let address = 0; address < addresses; address++) {
    const at = monomialValues(monomials, neuronInputs(address, inputs, inputBits));
    for (const [m, value] of at.entries()) values[m * addresses + address] = value;
    for (const [j, derivatives] of monomials.derivatives.entries()) {
      for (const { of, times, reduced } of derivatives) {
        slopes[(of * inputs + j) * addresses + address] = scale * times * at[reduced];
      }
    }
  }
  return { monomials: count, addresses, inputs, values, slopes };
}

/** What neurons give at each address.
 *  @param weights  [neurons, monomials]
 *  @param limit  the greatest level
 *  @returns [neurons, addresses] */
export function levelsOf(
  weights: tf.Tensor,
  { values, monomials, addresses }: NeuronAddresses,
  limit: number,
): tf.Tensor {
  const z = tf.matMul(weights, tf.tensor(values, [monomials, addresses]));
  return withCustomGradient([z], {
    forward: () => ({ value: roundedLevels(z, limit), saved: [z] }),
    backward: (gradient, [sums]) => [tf.mul(gradient, roundingSlopes(sums, limit))],
  });
}

/** The derivatives of levels by each value that is read, [inputs, neurons · addresses]. */
export function inputSlopes(
  weights: tf.Tensor,
  { values, slopes, monomials, addresses, inputs }: NeuronAddresses,
  limit: number,
): tf.Tensor {
  const z = tf.matMul(weights, tf.tensor(values, [monomials, addresses]));
  const byInput = tf.matMul(weights, tf.tensor(slopes, [monomials, inputs * addresses]));
  const ofLevels = tf.mul(
    tf.reshape(byInput, [-1, inputs, addresses]),
    tf.expandDims(roundingSlopes(z, limit), 1),
  );
  return tf.reshape(tf.transpose(ofLevels, [1, 0, 2]), [inputs, -1]);
}

function roundedLevels(z: tf.Tensor, limit: number): tf.Tensor {
  const share = tf.clipByValue(tf.div(tf.add(z, 1), 2), 0, 1);
  return tf.floor(tf.add(tf.mul(share, limit), 0.5));
}

function roundingSlopes(z: tf.Tensor, limit: number): tf.Tensor {
  return tf.mul(tf.cast(tf.lessEqual(tf.abs(z), 1), "float32"), limit / 2);
}
