import { checkIntegerBetween, seededWords } from "@bnnkit/core";
import { type LevelCode, monomialsOf, startNeurons } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";
import { lookUp } from "./look-up.ts";
import { inputSlopes, levelsOf, type NeuronAddresses, neuronAddresses } from "./neuron-levels.ts";
import { readRows } from "./read-rows.ts";
import { type EnumeratedUnits, TableLayer, type TableLayerArgs } from "./table-layer.ts";

export interface SparseNeuronsArgs extends TableLayerArgs {
  /** Values that a neuron reads; default 6. */
  readonly fanIn?: number;
  /** Binary digits of each value that is read; fanIn · inputBits is at most 8. Default 1. */
  readonly inputBits?: number;
  /** Binary digits of a neuron's value; default 2. */
  readonly outputBits?: number;
  /** How a value stands in the bits of a packed model: "binary" (default) for another such layer, "thermometer" for a group sum. */
  readonly outputCode?: LevelCode;
  /** Degree of the polynomial of what a neuron reads, 1 … 4; default 1. */
  readonly degree?: number;
}

/** `v = round(L·clip((z + 1)/2, 0, 1))`, half up, L = 2^outputBits − 1, z a polynomial of `fanIn` drawn values 0 … 2^inputBits − 1, each scaled
 *  to −1 … 1. */
export class SparseNeurons extends TableLayer {
  /** What a saved model calls it. */
  static readonly className = "SparseNeurons";
  readonly fanIn: number;
  readonly inputBits: number;
  readonly outputBits: number;
  readonly outputCode: LevelCode;
  readonly degree: number;
  readonly #addresses: NeuronAddresses;
  #weights: tf.LayerVariable | undefined;
  #connections: tf.LayerVariable | undefined;

  constructor(args: SparseNeuronsArgs) {
    super(args, "sparseNeurons");
    this.fanIn = args.fanIn ?? 6;
    this.inputBits = args.inputBits ?? 1;
    this.outputBits = args.outputBits ?? 2;
    this.outputCode = args.outputCode ?? "binary";
    this.degree = args.degree ?? 1;
    const { fanIn, inputBits, outputBits, outputCode, degree } = this;
    const where = "sparseNeurons";
    checkIntegerBetween(where, "inputBits", inputBits, 1, 8);
    checkIntegerBetween(where, "fanIn", fanIn, 1, Math.floor(8 / inputBits));
    checkIntegerBetween(where, "outputBits", outputBits, 1, 8);
    checkIntegerBetween(where, "degree", degree, 1, 4);
    if (outputCode !== "binary" && outputCode !== "thermometer") {
      throw new RangeError(
        `${where}: outputCode must be "binary" or "thermometer", got ${outputCode}`,
      );
    }
    this.#addresses = neuronAddresses(monomialsOf(fanIn, degree), fanIn, inputBits);
  }

  protected override addWeights(values: number): void {
    const { units, fanIn } = this;
    const next = seededWords(this.seed);
    this.#connections = this.drawConnections(values, fanIn, next);
    const { monomials } = this.#addresses;
    const weights = startNeurons(units, monomials, next);
    this.#weights = this.startWeight("neurons", [units, monomials], weights);
  }

  protected override outputs(x: tf.Tensor): tf.Tensor {
    const { fanIn, inputBits } = this;
    const weights = this.read(this.#weights);
    const limit = 2 ** this.outputBits - 1;
    return lookUp({
      tables: levelsOf(weights, this.#addresses, limit),
      digits: readRows(x, tf.reshape(this.read(this.#connections), [-1])),
      inputs: fanIn,
      radix: 2 ** inputBits,
      weights,
      slopes: (of) => inputSlopes(of, this.#addresses, limit),
    });
  }

  override enumerate(): EnumeratedUnits {
    const { fanIn, inputBits, outputBits, outputCode } = this;
    return {
      ...{ fanIn, inputBits, outputBits, outputCode },
      connections: this.read(this.#connections),
      levels: levelsOf(this.read(this.#weights), this.#addresses, 2 ** outputBits - 1),
    };
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { fanIn, inputBits, outputBits, outputCode, degree } = this;
    return { ...super.getConfig(), fanIn, inputBits, outputBits, outputCode, degree };
  }
}
tf.serialization.registerClass(SparseNeurons);

/** Small quantized neurons with few drawn inputs, each of which becomes as many truth tables as its value has bits: all that a neuron can read
 *  is enumerated, in training, too. The gradient passes the rounding unchanged and is 0 where z is clipped.
 *
 *  Umuroglu et al. 2020, LogicNets, https://arxiv.org/abs/2004.03021; with polynomials Andronic, Constantinides 2023, PolyLUT,
 *  https://arxiv.org/abs/2309.02334
 *  @throws RangeError if a size is out of range, as for neurons that read more than 8 bits, or there is no such code. */
export function sparseNeurons(args: SparseNeuronsArgs): SparseNeurons {
  return new SparseNeurons(args);
}
