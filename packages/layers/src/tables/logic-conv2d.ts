import { checkIntegerBetween, seededWords } from "@bnnkit/core";
import {
  drawTreeLeaves,
  type LogicParametrization,
  type LogicStart,
} from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import { singleShape, singleTensor } from "../single-input.ts";
import { type GateOptions, gateOptions } from "./gate-options.ts";
import { LearnedGates } from "./learned-gates.ts";
import { readRows } from "./read-rows.ts";
import { SeededLayer, type SeededLayerArgs } from "./seeded-layer.ts";
import type { EnumeratedUnits } from "./table-layer.ts";
import { enumeratedTrees, leafRows, type TreePlaces } from "./tree-places.ts";

export interface LogicConv2DArgs extends SeededLayerArgs, GateOptions {
  /** Trees of gates, each a channel of the output. */
  readonly kernels: number;
  /** Side of the square that a kernel sees; it moves by one, inside the map. */
  readonly kernelSize: number;
  /** Levels of gates, 1 … 8; a kernel has n^depth leaves, drawn from what it sees. */
  readonly depth: number;
  /** Side of the squares that OR joins afterwards, 1 (none, the default) or 2; a row or column left over is dropped. */
  readonly poolSize?: number;
}

/** A convolution whose kernels are trees of logic gates, over maps of bits [batch, height, width, channels], with OR over squares of what they
 *  give; in training the greatest degree. */
export class LogicConv2D extends SeededLayer {
  /** What a saved model calls it. */
  static readonly className = "LogicConv2D";
  readonly kernels: number;
  readonly kernelSize: number;
  readonly depth: number;
  readonly poolSize: number;
  readonly inputsPerGate: number;
  readonly parametrization: LogicParametrization;
  readonly start: LogicStart;
  readonly gateTemperature: number;
  readonly #gates: LearnedGates;
  #leaves: tf.LayerVariable | undefined;
  #levels: readonly tf.LayerVariable[] = [];

  constructor(args: LogicConv2DArgs) {
    super(args);
    const where = "logicConv2d";
    const options = gateOptions(where, args);
    this.kernels = args.kernels;
    this.kernelSize = args.kernelSize;
    this.depth = args.depth;
    this.poolSize = args.poolSize ?? 1;
    this.inputsPerGate = options.inputsPerGate;
    this.parametrization = options.parametrization;
    this.start = options.start;
    this.gateTemperature = options.gateTemperature;
    checkIntegerBetween(where, "kernels", this.kernels, 1, 2 ** 16);
    checkIntegerBetween(where, "kernelSize", this.kernelSize, 1, 2 ** 8);
    checkIntegerBetween(where, "depth", this.depth, 1, 8);
    checkIntegerBetween(where, "poolSize", this.poolSize, 1, 2);
    this.#gates = new LearnedGates(options);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const { channels } = this.placesOf(inputShape);
    const { kernels, kernelSize: size, depth, inputsPerGate } = this;
    const next = seededWords(this.seed);
    const leaves = drawTreeLeaves({ kernels, size, depth, channels }, inputsPerGate, next);
    const seen = leaves.flatMap(({ row, column, channel }) => [row, column, channel]);
    this.#leaves = this.startWeight("leaves", [leaves.length, 3], Int32Array.from(seen));
    this.#levels = Array.from({ length: depth }, (_, level) => {
      const gates = kernels * inputsPerGate ** (depth - 1 - level);
      const { values, shape } = this.#gates.draw(gates, next);
      return this.startWeight(`gates_${level}`, shape, values);
    });
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch] = singleShape(this.name, inputShape);
    const { rows, columns } = this.placesOf(inputShape);
    const { poolSize: pool, kernels } = this;
    return [batch, Math.floor(rows / pool), Math.floor(columns / pool), kernels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: { readonly training?: unknown }): tf.Tensor {
    return tf.tidy(() => {
      const x = singleTensor(this.name, inputs);
      const places = this.placesOf(x.shape);
      const [batch] = x.shape;
      const { rows, columns } = places;
      const numbers = tf.transpose(tf.reshape(x, [batch, -1]));
      const read = readRows(numbers, tf.reshape(leafRows(this.read(this.#leaves), places), [-1]));
      // [leaves · places, batch] as [leaves, places · batch]
      const slots = tf.reshape(read, [-1, rows * columns * batch]);
      const y = this.#levels.reduce(
        (below, weights) => this.#gates.outputs(this.read(weights), below, Boolean(args.training)),
        slots,
      );
      const map = tf.reshape<tf.Rank.R4>(y, [this.kernels, rows, columns, batch]);
      const { poolSize: pool } = this;
      const last = tf.transpose(map, [3, 1, 2, 0]);
      return pool === 1 ? last : tf.maxPool(last, pool, pool, "valid");
    });
  }

  /** The tables that the weights mean now over a map, one level after the other, OR the last; outputs are channels last.
   *  @throws RangeError before the layer is built, and for a map that is smaller than a kernel. */
  enumerate(inputShape: tf.Shape | tf.Shape[]): readonly EnumeratedUnits[] {
    return enumeratedTrees({
      leaves: this.read(this.#leaves),
      levels: this.#levels.map((weights) => this.#gates.entries(this.read(weights))),
      places: this.placesOf(inputShape),
      inputsPerGate: this.inputsPerGate,
      poolSize: this.poolSize,
    });
  }

  /** Where kernels stand on a map. */
  protected placesOf(inputShape: tf.Shape | tf.Shape[]): TreePlaces {
    const { kernelSize: size, poolSize } = this;
    const [, height, width, channels, ...others] = singleShape(this.name, inputShape);
    const least = size + poolSize - 1;
    if (!height || !width || !channels || others.length > 0 || Math.min(height, width) < least) {
      throw new RangeError(
        `${this.name}: the input must be [batch, height, width, channels] of ${least} × ${least} at least, got ${JSON.stringify(inputShape)}`,
      );
    }
    return { width, channels, rows: height - size + 1, columns: width - size + 1 };
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { kernels, kernelSize, depth, poolSize } = this;
    const { inputsPerGate, parametrization, start, gateTemperature } = this;
    const gates = { inputsPerGate, parametrization, start, gateTemperature };
    return { ...super.getConfig(), kernels, kernelSize, depth, poolSize, ...gates };
  }
}
tf.serialization.registerClass(LogicConv2D);

/** A convolution of trees of logic gates: all places share the gates. Behind it comes another, or `flatten` and gates.
 *
 *  Petersen et al. 2024, Convolutional Differentiable Logic Gate Networks, https://arxiv.org/abs/2411.04732; "patent pending" as of
 *  {@link logicGates}.
 *  @throws RangeError naming a size or an option that is out of range. */
export function logicConv2d(args: LogicConv2DArgs): LogicConv2D {
  return new LogicConv2D(args);
}
