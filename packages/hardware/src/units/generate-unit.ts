import { binaryAttention } from "./binary-attention.ts";
import { bitPlanes } from "./bit-planes.ts";
import { checkChoice } from "./check-choice.ts";
import { lookUp } from "./look-up.ts";
import { maxPool } from "./max-pool.ts";
import { scaleBias } from "./scale-bias.ts";
import { shiftAdd } from "./shift-add.ts";
import { signedSum } from "./signed-sum.ts";
import { ternaryDot } from "./ternary-dot.ts";
import { threshold } from "./threshold.ts";
import type { Unit, UnitConstants } from "./unit.ts";
import type { UnitConfig } from "./unit-config.ts";
import { xnorPopcount } from "./xnor-popcount.ts";

/** The circuit of a configuration, with its behaviour.
 *  @throws RangeError for sizes that make no circuit, and for constants that do not fit it. */
export function generateUnit(config: UnitConfig, constants: UnitConstants = {}): Unit {
  checkChoice("generateUnit", "config.unit", config.unit, Object.keys(isUnit));
  switch (config.unit) {
    case "xnor-popcount":
      return xnorPopcount(config, constants);
    case "ternary-dot":
      return ternaryDot(config, constants);
    case "bit-planes":
      return bitPlanes(config, constants);
    case "signed-sum":
      return signedSum(config, constants);
    case "shift-add":
      return shiftAdd(config, constants);
    case "threshold":
      return threshold(config, constants);
    case "max-pool":
      return maxPool(config);
    case "look-up":
      return lookUp(config, constants);
    case "scale-bias":
      return scaleBias(config, constants);
    case "binary-attention":
      return binaryAttention(config);
  }
}

const isUnit: Readonly<Record<UnitConfig["unit"], true>> = {
  "xnor-popcount": true,
  "ternary-dot": true,
  "bit-planes": true,
  "signed-sum": true,
  "shift-add": true,
  threshold: true,
  "max-pool": true,
  "look-up": true,
  "scale-bias": true,
  "binary-attention": true,
};
