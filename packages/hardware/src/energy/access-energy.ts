import type { LevelAccesses } from "../dataflow/count-accesses.ts";
import { type OperandBits, trafficBits } from "../dataflow/traffic.ts";
import { addFigures, type Figure, scaleFigure } from "../figure.ts";
import type { SramMacro } from "../memory/sram-macro.ts";

/**
 * Energy of what a level reads from and writes to a memory outside of it, in whole words: bits over the width of its words.
 *
 * @throws RangeError for numbers of no bits.
 */
export function sramAccessEnergyPj(
  accesses: LevelAccesses,
  bits: OperandBits,
  macro: Pick<SramMacro, "width" | "readPj" | "writePj">,
): Figure {
  const written = accesses.outputWrites * bits.output;
  const read = trafficBits(accesses, bits) - written;
  return addFigures([
    scaleFigure(macro.readPj, Math.ceil(read / macro.width)),
    scaleFigure(macro.writePj, Math.ceil(written / macro.width)),
  ]);
}
