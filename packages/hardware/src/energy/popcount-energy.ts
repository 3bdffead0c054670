import { checkPositiveInteger } from "@bnnkit/core";
import { type Figure, figureOf } from "../figure.ts";
import { unsignedWidth } from "../netlist/net.ts";
import { type GateEnergyModel, nangate45Energy } from "./gate-energy.ts";

/**
 * Energy of one XNOR-popcount of n lanes at random inputs, without a netlist: `4.75·n − 2.1·(bits of the count)` gate equivalents of changing
 * outputs.
 *
 * An XNOR a lane has 2.5 gate equivalents; a full adder has 7 and takes one bit away, so that there are hardly fewer than lanes. Outputs that are 0 or
 * 1 evenly change in every other step: half of 9.5 is 4.75. Counted on mapped netlists: 288 at 64 lanes, 1196 at 256, 4840 at 1024.
 *
 * @throws RangeError for n < 1.
 */
export function popcountEnergyPj(n: number, model: GateEnergyModel = nangate45Energy): Figure {
  checkPositiveInteger("popcountEnergyPj", "n", n);
  const switchedGe = 4.75 * n - 2.1 * unsignedWidth(n);
  const pj = (switchedGe * model.energyFjPerGe) / 1000;
  return figureOf(pj, 0.02, model.provenance, n < 64 || n > 1024);
}
