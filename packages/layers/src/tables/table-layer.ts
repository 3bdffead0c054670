import { checkPositiveInteger } from "@bnnkit/core";
import { type LevelCode, randomConnections } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import { singleShape, singleTensor } from "../single-input.ts";
import { SeededLayer, type SeededLayerArgs } from "./seeded-layer.ts";

export interface TableLayerArgs extends SeededLayerArgs {
  /** Outputs, each a table, or the neuron or gate that becomes one. */
  readonly units: number;
}

/** What a layer becomes: tables over all that its units can read. */
export interface EnumeratedUnits {
  /** Values that a unit reads. */
  readonly fanIn: number;
  /** Binary digits of each. */
  readonly inputBits: number;
  /** Of each unit, which values it reads, [units, fanIn]. */
  readonly connections: tf.Tensor;
  /** What each unit gives at each address, whole numbers of `outputBits` digits, [units, 2^(fanIn · inputBits)]. */
  readonly levels: tf.Tensor;
  readonly outputBits: number;
  readonly outputCode: LevelCode;
}

/** A layer whose units each read few of the values before it, [batch, values], and become truth tables. */
export abstract class TableLayer extends SeededLayer {
  readonly units: number;

  constructor(args: TableLayerArgs, where: string) {
    super(args);
    checkPositiveInteger(where, "units", args.units);
    this.units = args.units;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return [singleShape(this.name, inputShape)[0], this.units];
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [, values, ...others] = singleShape(this.name, inputShape);
    if (typeof values !== "number" || others.length > 0) {
      const shape = JSON.stringify(inputShape);
      throw new RangeError(`${this.name}: the input must be [batch, values], got ${shape}`);
    }
    this.addWeights(values);
    this.inputSpec = [{ ndim: 2, axes: { [-1]: values } }];
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: { readonly training?: unknown }): tf.Tensor {
    return tf.tidy(() => {
      const x = tf.transpose(singleTensor(this.name, inputs));
      return tf.transpose(this.outputs(x, Boolean(args.training)));
    });
  }

  /** The tables that the weights mean now.
   *  @throws RangeError before the layer is built. */
  abstract enumerate(): EnumeratedUnits;

  /** Adds the weights of units that choose from so many values. */
  protected abstract addWeights(values: number): void;

  /** What the units give.
   *  @param x  [values, samples]
   *  @returns [units, samples] */
  protected abstract outputs(x: tf.Tensor, training: boolean): tf.Tensor;

  /** Adds connections that are drawn and stay: every value is read equally often, as far as the numbers allow. */
  protected drawConnections(
    values: number,
    fanIn: number,
    next: Parameters<typeof randomConnections>[3],
  ): tf.LayerVariable {
    const drawn = randomConnections(values, this.units, fanIn, next);
    return this.startWeight("connections", [this.units, fanIn], drawn);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), units: this.units };
  }
}
