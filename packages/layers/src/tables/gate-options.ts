import { checkIntegerBetween } from "@bnnkit/core";
import type { LogicParametrization, LogicStart } from "@bnnkit/core/truth-tables";

/** How gates are learned. */
export interface GateOptions {
  /** n: 2 by default, the only number for `"raw"`; 1 … 8. */
  readonly inputsPerGate?: number;
  /** How real weights make a gate; default "light". */
  readonly parametrization?: LogicParametrization;
  /** Default "residual": all near the identity of their first input. */
  readonly start?: LogicStart;
  /** τ of the parametrization; default 1. */
  readonly gateTemperature?: number;
}

/** The options with their defaults.
 *  @throws RangeError naming the one that is out of range. */
export function gateOptions(where: string, options: GateOptions): Required<GateOptions> {
  const { inputsPerGate = 2, parametrization = "light" } = options;
  const { start = "residual", gateTemperature = 1 } = options;
  if (!["raw", "light", "warp"].includes(parametrization)) {
    throw new RangeError(
      `${where}: parametrization must be "raw", "light" or "warp", got ${parametrization}`,
    );
  }
  if (start !== "random" && start !== "residual") {
    throw new RangeError(`${where}: start must be "random" or "residual", got ${start}`);
  }
  checkIntegerBetween(where, "inputsPerGate", inputsPerGate, 1, 8);
  if (parametrization === "raw" && inputsPerGate !== 2) {
    throw new RangeError(`${where}: inputsPerGate must be 2 for "raw", got ${inputsPerGate}`);
  }
  if (!(gateTemperature > 0 && gateTemperature < Number.POSITIVE_INFINITY)) {
    throw new RangeError(
      `${where}: gateTemperature must be positive and finite, got ${gateTemperature}`,
    );
  }
  return { inputsPerGate, parametrization, start, gateTemperature };
}
