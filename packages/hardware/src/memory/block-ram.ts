import { checkChoice } from "../units/check-choice.ts";
import { checkShape, type WordsByWidth } from "./memory-shape.ts";

/** Block memories: RAMB18 and RAMB36 of Xilinx 7 and UltraScale, SB_RAM40_4K of iCE40, DP16KD (EBR) of ECP5. */
export type BlockRam = "ramb18" | "ramb36" | "ice40" | "ecp5";

/** Shapes in which a block has one port that writes and one that reads, the widest first. */
export const blockRamShapes: Readonly<Record<BlockRam, readonly WordsByWidth[]>> = {
  ramb18: shapes(512, [36, 18, 9, 4, 2, 1]),
  ramb36: shapes(512, [72, 36, 18, 9, 4, 2, 1]),
  ice40: shapes(256, [16, 8, 4, 2]),
  ecp5: shapes(512, [36, 18, 9, 4, 2, 1]),
};

/** Blocks of one memory, all in one shape. */
export interface BlockRamPacking {
  readonly blockRam: BlockRam;
  readonly blocks: number;
  readonly shape: WordsByWidth;
  /** Bits of the memory per bit of the blocks. */
  readonly utilization: number;
}

/**
 * The fewest blocks of one kind that hold a memory: `min ⌈width / w⌉·⌈words / d⌉` over their shapes; of equal ones the widest.
 *
 * @throws RangeError for sizes < 1, and for a kind that is none.
 */
export function packBlockRam(memory: WordsByWidth, blockRam: BlockRam): BlockRamPacking {
  checkShape("packBlockRam", memory);
  checkChoice("packBlockRam", "blockRam", blockRam, Object.keys(blockRamShapes));
  const [widest] = blockRamShapes[blockRam];
  const blocksOf = (shape: WordsByWidth): number =>
    Math.ceil(memory.width / shape.width) * Math.ceil(memory.words / shape.words);
  const shape = blockRamShapes[blockRam].reduce((a, b) => (blocksOf(b) < blocksOf(a) ? b : a));
  const blocks = blocksOf(shape);
  const utilization = (memory.words * memory.width) / (blocks * widest.words * widest.width);
  return { blockRam, blocks, shape, utilization };
}

/** Half the width is twice the words; the parity bits of 9, 18, 36 and 72 are lost below. */
function shapes(words: number, widths: readonly number[]): readonly WordsByWidth[] {
  return widths.map((width, i) => ({ words: words * 2 ** i, width }));
}
