import { checkShape, type WordsByWidth } from "./memory-shape.ts";

/** Memories in look-up tables of Xilinx 7 with one port that writes and one that reads, four tables each: 32 words of 6 bits, or 64 of 3. */
export type LutRam = "RAM32M" | "RAM64M";

export interface LutRamPacking {
  readonly cell: LutRam;
  readonly cells: number;
  /** Look-up tables of the cells; the multiplexers of more than 64 words come on top. */
  readonly luts: number;
}

const tablesOfCell = 4;

/**
 * The fewest cells that hold a memory: `⌈width / 6⌉·⌈words / 32⌉` or `⌈width / 3⌉·⌈words / 64⌉`.
 *
 * @throws RangeError for sizes < 1.
 */
export function packLutRam(memory: WordsByWidth): LutRamPacking {
  checkShape("packLutRam", memory);
  const short = Math.ceil(memory.width / 6) * Math.ceil(memory.words / 32);
  const long = Math.ceil(memory.width / 3) * Math.ceil(memory.words / 64);
  const cell: LutRam = short <= long ? "RAM32M" : "RAM64M";
  const cells = Math.min(short, long);
  return { cell, cells, luts: cells * tablesOfCell };
}
