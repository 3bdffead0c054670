import type { Unit, UnitConstants } from "./unit.ts";
import type { UnitConfig } from "./unit-config.ts";
import { xnorPopcount } from "./xnor-popcount.ts";

/** The circuit of a configuration, with its behaviour.
 *  @throws RangeError for sizes that make no circuit, and for constants that do not fit it. */
export function generateUnit(config: UnitConfig, constants: UnitConstants = {}): Unit {
  switch (config.unit) {
    case "xnor-popcount":
      return xnorPopcount(config, constants);
    default:
      throw new TypeError(`generateUnit: ${config.unit}`);
  }
}
