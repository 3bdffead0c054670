import { tablesOfBit } from "../estimate/unit-features.ts";
import { type BlockRam, packBlockRam } from "../memory/block-ram.ts";
import { packLutRam } from "../memory/lut-ram.ts";
import type { WordsByWidth } from "../memory/memory-shape.ts";
import { onChipMemory } from "../memory/on-chip-memory.ts";
import { registerFile } from "../memory/register-file.ts";
import type { MemoryShape } from "../netlist/count-features.ts";
import type { Target } from "../synthesis/target.ts";

/** Where weights stand: `auto` as the pinned synthesiser decides by their size, always block memories, or always look-up tables. */
export type WeightPlace = "auto" | "block" | "tables";

/** What a memory is made of, and what it takes. */
export interface PlacedMemory {
  readonly place: "block" | "tables" | "flip-flops" | "sram";
  /** Look-up tables that hold its words, or choose among them. */
  readonly lut: number;
  readonly ff: number;
  /** Block memories: 18 Kbit on xc7 and ECP5, 4 Kbit on iCE40. */
  readonly bram: number;
  /** Of cells and macros together. */
  readonly areaGe: number;
}

/** µm² of a gate equivalent (a NAND2) of IHP SG13G2, in which areas of memories are known. */
export const ihpUm2PerGe = 7.26;

const blocks: Readonly<Record<Exclude<Target, "asic">, BlockRam>> = {
  ...{ xc7: "ramb18", ice40: "ice40", ecp5: "ecp5" },
};

/** What a block memory costs the synthesiser, in what a bit of other memories does: as many bits of constants, or cells of written words. */
const costOfBlock: Readonly<
  Record<Exclude<Target, "asic">, { readonly constantBits: number; readonly writtenCells: number }>
> = {
  xc7: { constantBits: 129 * 64, writtenCells: 129 / 8 },
  ice40: { constantBits: 64 * 16, writtenCells: 64 },
  ecp5: { constantBits: 128 * 16, writtenCells: 128 / 4 },
};

/**
 * Where a memory goes: what is read by the clock into block memories where it is large enough (an ASIC: SRAM), what is read within a clock into
 * look-up tables, or flip-flops where those cannot be written.
 */
export function placeMemory(
  memory: MemoryShape,
  target: Target,
  weights: WeightPlace = "auto",
): PlacedMemory {
  if (target === "asic") return placeOnAsic(memory);
  const { blocks: bram } = packBlockRam(memory, blocks[target]);
  const { constantBits, writtenCells } = costOfBlock[target];
  if (memory.ports === "read-write") {
    const made = placeWritten(memory, target);
    if (!memory.isSynchronous) return made;
    if (cellsOf(memory, target) > bram * writtenCells)
      return { place: "block", lut: 0, ff: 0, bram, areaGe: 0 };
    return { ...made, ff: made.ff + memory.width };
  }
  const isLarge = memory.words * memory.width > bram * constantBits;
  if (weights === "block" || (weights === "auto" && isLarge))
    return { place: "block", lut: 0, ff: 0, bram, areaGe: 0 };
  const { words, width } = memory;
  return {
    place: "tables",
    lut: width * tablesOfBit(words, target),
    ff: width,
    bram: 0,
    areaGe: 0,
  };
}

function placeOnAsic(memory: MemoryShape): PlacedMemory {
  const none = { lut: 0, ff: 0, bram: 0 };
  if (memory.isSynchronous) {
    const made = onChipMemory(memory);
    const areaGe = made.areaUm2.value / ihpUm2PerGe;
    return made.made === "sram"
      ? { ...none, place: "sram", areaGe }
      : { ...none, place: "flip-flops", ff: made.flipFlops, areaGe };
  }
  const { flipFlops, areaUm2 } = registerFile(memory);
  return { ...none, place: "flip-flops", ff: flipFlops, areaGe: areaUm2.value / ihpUm2PerGe };
}

/** Cells that hold a memory which is written: of 32 or 64 words on xc7, of 16 on ECP5, flip-flops on iCE40. */
function cellsOf({ words, width }: WordsByWidth, target: Exclude<Target, "asic">): number {
  switch (target) {
    case "xc7":
      return packLutRam({ words, width }).cells;
    case "ecp5":
      return Math.ceil(words / 16) * Math.ceil(width / 4);
    case "ice40":
      return words * width;
  }
}

/** A memory that is written by the clock and read within it. */
function placeWritten(memory: WordsByWidth, target: Exclude<Target, "asic">): PlacedMemory {
  const { words, width } = memory;
  const rest = { ff: 0, bram: 0, areaGe: 0 };
  switch (target) {
    case "xc7": {
      const choosing =
        words > 64 ? width * (tablesOfBit(words, target) - Math.ceil(words / 64)) : 0;
      return { ...rest, place: "tables", lut: packLutRam(memory).luts + choosing };
    }
    case "ecp5": {
      // A slice more than the two that hold 16 words of 4 bits writes them.
      const held = 6 * Math.ceil(words / 16) * Math.ceil(width / 4);
      const choosing = width * (tablesOfBit(words, target) - Math.ceil(words / 16));
      return { ...rest, place: "tables", lut: held + Math.max(0, choosing) };
    }
    case "ice40": {
      // A table of four inputs chooses between two words; each word has its own enable.
      const choosing = width * (words - 1);
      return { ...rest, place: "flip-flops", lut: words + choosing, ff: words * width };
    }
  }
}
