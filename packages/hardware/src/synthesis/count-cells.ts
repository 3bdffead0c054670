import { cellGateEquivalents } from "./cell-areas.ts";
import { isAsic, type SynthesisTarget } from "./target.ts";

/** What a mapped design takes, by kind; `cells` has all. */
export interface CellCounts {
  /** Look-up tables; with the inverters of xc7, which take one. */
  readonly lut: number;
  readonly ff: number;
  /** CARRY4 of four bits, SB_CARRY of one, CCU2C of two. */
  readonly carry: number;
  /** Block memories of 18 Kbit (xc7: RAMB36E1 counts two; ECP5) or 4 Kbit (iCE40). */
  readonly bram: number;
  readonly dsp: number;
  /** Look-up tables used as memories, and as shift registers, by cell. */
  readonly lutRam: number;
  readonly shiftRegister: number;
  /** Multiplexers beside look-up tables: MUXF7, MUXF8, PFUMX, L6MUX21. */
  readonly wideMux: number;
  /** Area in gate equivalents, NAND gates of the library; 0 on an FPGA. */
  readonly areaGe: number;
  readonly cells: Readonly<Record<string, number>>;
}

const kinds = {
  lut: /^(LUT[1-6]|INV|SB_LUT4)$/,
  ff: /^(FD[A-Z]+|SB_DFF\w*|TRELLIS_FF|DFF)$/,
  carry: /^(CARRY4|SB_CARRY|CCU2C)$/,
  bram: /^(RAMB18E1|RAMB36E1|SB_RAM40_4K\w*|DP16KD|PDPW16KD)$/,
  dsp: /^(DSP48E1|SB_MAC16|MULT18X18D)$/,
  lutRam: /^(RAM\d+\w*|TRELLIS_DPR16X4)$/,
  shiftRegister: /^SRL/,
  wideMux: /^(MUXF[78]|PFUMX|L6MUX21)$/,
} as const;

/** Sorts cells into kinds. */
export function countCells(
  target: SynthesisTarget,
  cells: Readonly<Record<string, number>>,
): CellCounts {
  const count = (pattern: RegExp): number =>
    Object.entries(cells).reduce(
      (sum, [name, n]) => sum + (pattern.test(name) ? n * (name === "RAMB36E1" ? 2 : 1) : 0),
      0,
    );
  const gates = isAsic(target);
  const area = !gates
    ? 0
    : Object.entries(cells).reduce(
        (sum, [name, n]) => sum + n * cellGateEquivalents(target, name),
        0,
      );
  return {
    lut: gates ? 0 : count(kinds.lut),
    ff: count(kinds.ff),
    carry: count(kinds.carry),
    bram: count(kinds.bram),
    dsp: count(kinds.dsp),
    lutRam: count(kinds.lutRam),
    shiftRegister: count(kinds.shiftRegister),
    wideMux: count(kinds.wideMux),
    areaGe: area,
    cells,
  };
}
