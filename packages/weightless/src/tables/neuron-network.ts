import { checkIntegerBetween, seededWords } from "@bnnkit/core";
import { checkLayers } from "./dwn.ts";
import { NeuronLayer } from "./neuron-layer.ts";
import { TrainableTables } from "./trainable-tables.ts";

export interface NeuronNetworkOptions {
  readonly inputs: number;
  readonly classes: number;
  /** Neurons of each layer; the last a multiple of `classes`. */
  readonly layers: readonly number[];
  /** Bits that a neuron of the first layer reads, 6 by default. */
  readonly inputFanIn?: number;
  /** Neurons that one of a later layer reads, 3 by default. */
  readonly fanIn?: number;
  /** Bits of a neuron's value, 2 by default; fanIn · bits is at most 8. */
  readonly bits?: number;
  /** Degree of the polynomial of what a neuron reads: 1 by default, as in LogicNets; above as in PolyLUT. At most 4. */
  readonly degree?: number;
  /** What sums of values are divided by; 2^bits − 1 times the square root of the neurons of a class, by default. */
  readonly temperature?: number;
  /** 0 by default. */
  readonly seed?: number;
}

/** A network of small quantized neurons with few drawn inputs, each of which becomes as many truth tables as its value has bits; in the
 *  last layer 2^bits − 1, of which as many are 1 as its value says, so that classes are scored by counting.
 *  @throws RangeError for sizes out of range, as for neurons that read more than 8 bits */
export function neuronNetwork(options: NeuronNetworkOptions): TrainableTables {
  const { inputs, classes, layers, inputFanIn = 6, fanIn = 3, bits = 2, degree = 1 } = options;
  checkLayers("neuronNetwork", options);
  checkIntegerBetween("neuronNetwork", "inputFanIn", inputFanIn, 1, 8);
  checkIntegerBetween("neuronNetwork", "bits", bits, 1, 8);
  checkIntegerBetween("neuronNetwork", "fanIn", fanIn, 1, Math.floor(8 / bits));
  checkIntegerBetween("neuronNetwork", "degree", degree, 1, 4);
  const next = seededWords(options.seed ?? 0);
  const stack = layers.map((neurons, i) => {
    const isFirst = i === 0;
    return new NeuronLayer(
      {
        inputs: isFirst ? inputs : layers[i - 1],
        neurons,
        fanIn: isFirst ? inputFanIn : fanIn,
        inputBits: isFirst ? 1 : bits,
        outputBits: bits,
        outputCode: i === layers.length - 1 ? "thermometer" : "binary",
        degree,
      },
      next,
    );
  });
  const group = layers[layers.length - 1] / classes;
  const temperature = options.temperature ?? (2 ** bits - 1) * Math.sqrt(group);
  return new TrainableTables(stack, classes, temperature);
}
