import type { NextWord } from "@bnnkit/core";
import { gateWeights } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import type { GateOptions } from "./gate-options.ts";
import { type GateTables, gateTables } from "./gate-tables.ts";
import { entriesRead, planesOf } from "./look-up.ts";
import { multilinear } from "./multilinear.ts";

/** Gates of one kind: their first weights, what they give, and what they become. */
export class LearnedGates {
  readonly #options: Required<GateOptions>;
  readonly #tables: GateTables;

  constructor(options: Required<GateOptions>) {
    const { parametrization, inputsPerGate, gateTemperature } = options;
    this.#options = options;
    this.#tables = gateTables(parametrization, inputsPerGate, gateTemperature);
  }

  /** Draws the weights of so many gates. */
  draw(gates: number, next: NextWord): { readonly values: Float32Array; readonly shape: number[] } {
    const { parametrization, inputsPerGate, start, gateTemperature } = this.#options;
    const drawn = gateWeights(parametrization, inputsPerGate, start, gateTemperature);
    const size = drawn.weightsPerGate;
    const values = new Float32Array(gates * size);
    for (let gate = 0; gate < gates; gate++) {
      drawn.start(values.subarray(gate * size, (gate + 1) * size), next);
    }
    return { values, shape: [gates, size] };
  }

  /** What gates give: in training to a degree, else the bits of the tables that they become, of inputs above ½.
   *  @param slots  what they read, [gates · inputs, samples]
   *  @returns [gates, samples] */
  outputs(weights: tf.Tensor, slots: tf.Tensor, training: boolean): tf.Tensor {
    const { inputsPerGate } = this.#options;
    if (training) {
      const planes = planesOf(slots, weights.shape[0] ?? 0, inputsPerGate);
      const y = multilinear(this.#tables.values(weights), planes);
      return this.#tables.isSquashed ? tf.sigmoid(y) : y;
    }
    const tables = this.entries(weights);
    const bits = tf.cast(tf.greater(slots, 0.5), "float32");
    return tf.gather(tf.reshape(tables, [-1]), entriesRead(bits, tables.shape, inputsPerGate, 2));
  }

  /** The entries, 0 or 1, [gates, 2ⁿ]. */
  entries(weights: tf.Tensor): tf.Tensor {
    return this.#tables.entries(weights);
  }
}
