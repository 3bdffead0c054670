import { checkIntegerBetween } from "@bnnkit/core";
import { type Figure, figureOf, type Provenance } from "../figure.ts";

const provenance: Provenance = {
  source: "Yosys 0.55.944, nextpnr-ice40 0.4, HX8K, seeds 1 to 3; six designs",
  ...{ nodeNm: 40, voltageV: 1.2 },
};

/**
 * Clock period on an iCE40 HX8K from the cells on the longest path (`countFeatures(module).depth`; an adder is one): `1.633 + 1.137 · depth` ns.
 *
 * @throws RangeError for a depth < 1.
 */
export function ice40PeriodNs(depth: number): Figure {
  checkIntegerBetween("ice40PeriodNs", "depth", depth, 1, Number.MAX_SAFE_INTEGER);
  return figureOf(1.633 + 1.137 * depth, 0.0797, provenance, depth < 2 || depth > 14);
}
