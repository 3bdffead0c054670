import { checkIntegerBetween } from "@bnnkit/core";
import { seededWords } from "../seeded-words.ts";
import { checkLayers } from "./dwn.ts";
import { LogicLayer } from "./logic-layer.ts";
import {
  gateWeights,
  type LogicParametrization,
  type LogicStart,
} from "./logic-parametrization.ts";
import { TrainableTables } from "./trainable-tables.ts";

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
  /** 0 by default. */
  readonly seed?: number;
}

/** A differentiable logic network, dense: gates with drawn connections whose functions are learned, true to a degree in training.
 *  @throws RangeError for sizes and temperatures out of range; TypeError for an unknown parametrization or start */
export function logicNetwork(options: LogicNetworkOptions): TrainableTables {
  const { inputs, classes, layers, parametrization = "light", inputsPerGate = 2 } = options;
  const { start = "residual", gateTemperature = 1, seed = 0 } = options;
  checkLayers("logicNetwork", options);
  checkGates({ parametrization, inputsPerGate, start, gateTemperature });
  const next = seededWords(seed);
  const gates = gateWeights(parametrization, inputsPerGate, start, gateTemperature);
  const stack = layers.map((outputs, i) => {
    const width = i === 0 ? inputs : layers[i - 1];
    return new LogicLayer(width, outputs, inputsPerGate, gates, next);
  });
  const temperature = options.temperature ?? Math.sqrt(layers[layers.length - 1] / classes);
  return new TrainableTables(stack, classes, temperature);
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
