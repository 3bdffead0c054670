import {
  checkEqual,
  checkIntegerBetween,
  checkPositiveInteger,
  type NextWord,
  seededWords,
} from "@bnnkit/core";
import {
  gateWeights,
  type LogicParametrization,
  type LogicStart,
  randomConnections,
} from "@bnnkit/core/truth-tables";
import type { BitImage } from "./bit-image.ts";
import { checkLayers } from "./dwn.ts";
import { LogicLayer } from "./logic-layer.ts";
import type { TrainableLayer } from "./trainable-layer.ts";
import { TrainableTables } from "./trainable-tables.ts";
import { type TreeConvolution, type TreeGates, treeConvolution } from "./tree-convolution.ts";

export interface LogicNetworkOptions {
  readonly inputs: number;
  readonly classes: number;
  /** Gates of each layer; the last a multiple of `classes`. */
  readonly layers: readonly number[];
  /** By default "light". */
  readonly parametrization?: LogicParametrization;
  /** Inputs of a gate: 2 by default, the only number for `"raw"`; 1 … 8. */
  readonly inputsPerGate?: number;
  /** By default "residual". */
  readonly start?: LogicStart;
  /** τ of the parametrization, 1 by default. */
  readonly gateTemperature?: number;
  /** What sums of a class's gates are divided by; the square root of their number by default. */
  readonly temperature?: number;
  /** Trees of gates over the pixels of images, before the dense layers; none by default. */
  readonly convolutions?: LogicConvolutions;
  /** 0 by default. */
  readonly seed?: number;
}

/** Convolutions of a logic network. A sample is an image of `channels` planes of bits, one after the other, each row by row; the code of
 *  `encodeThermometer` in `"threshold-major"` order is one, a plane a threshold. */
export interface LogicConvolutions {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly layers: readonly TreeConvolution[];
}

/** A differentiable logic network: gates with drawn connections whose functions are learned, true to a degree in training; dense layers,
 *  with trees of gates before them that go over an image like the kernels of a convolution (Petersen et al. 2024).
 *  @throws RangeError for sizes and temperatures out of range; TypeError for an unknown parametrization or start */
export function logicNetwork(options: LogicNetworkOptions): TrainableTables {
  const { inputs, classes, layers, parametrization = "light", inputsPerGate = 2 } = options;
  const { start = "residual", gateTemperature = 1, seed = 0 } = options;
  checkLayers("logicNetwork", options);
  checkGates({ parametrization, inputsPerGate, start, gateTemperature });
  const next = seededWords(seed);
  const gates = gateWeights(parametrization, inputsPerGate, start, gateTemperature);
  const stack = convolutionsOf(options, { inputsPerGate, gates }, next);
  for (const outputs of layers) {
    const width = stack.at(-1)?.outputs ?? inputs;
    const connections = randomConnections(width, outputs, inputsPerGate, next);
    const gateOf = Int32Array.from({ length: outputs }, (_, gate) => gate);
    stack.push(new LogicLayer({ inputs: width, inputsPerGate, connections, gateOf }, gates, next));
  }
  const temperature = options.temperature ?? Math.sqrt(layers[layers.length - 1] / classes);
  return new TrainableTables(stack, classes, temperature);
}

function convolutionsOf(
  { inputs, convolutions }: LogicNetworkOptions,
  gates: TreeGates,
  next: NextWord,
): TrainableLayer[] {
  if (convolutions === undefined) return [];
  const { height, width, channels } = convolutions;
  checkPositiveInteger("logicNetwork", "convolutions.height", height);
  checkPositiveInteger("logicNetwork", "convolutions.width", width);
  checkPositiveInteger("logicNetwork", "convolutions.channels", channels);
  checkEqual("logicNetwork", "inputs", inputs, "bits of an image", height * width * channels);
  let image: BitImage = { height, width, channels };
  return convolutions.layers.flatMap((convolution) => {
    const { layers, output } = treeConvolution(image, convolution, gates, next);
    image = output;
    return layers;
  });
}

function checkGates({
  parametrization,
  inputsPerGate,
  start,
  gateTemperature,
}: Required<
  Pick<LogicNetworkOptions, "parametrization" | "inputsPerGate" | "start" | "gateTemperature">
>): void {
  if (!["raw", "light", "warp"].includes(parametrization)) {
    throw new TypeError(
      `logicNetwork: parametrization must be "raw", "light" or "warp", got ${parametrization}`,
    );
  }
  if (start !== "random" && start !== "residual") {
    throw new TypeError(`logicNetwork: start must be "random" or "residual", got ${start}`);
  }
  checkIntegerBetween("logicNetwork", "inputsPerGate", inputsPerGate, 1, 8);
  if (parametrization === "raw" && inputsPerGate !== 2) {
    throw new RangeError(`logicNetwork: inputsPerGate must be 2 for "raw", got ${inputsPerGate}`);
  }
  if (gateTemperature > 0 && gateTemperature < Infinity) return;
  throw new RangeError(
    `logicNetwork: gateTemperature must be positive and finite, got ${gateTemperature}`,
  );
}
