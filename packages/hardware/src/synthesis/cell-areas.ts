import { type AsicTarget, isAsic, type SynthesisTarget } from "./target.ts";

/** Gate equivalents of a library that stands for any: round numbers near those of common ones, free of any licence. */
const gateEquivalentCells = {
  ...{ INV: 0.5, BUF: 0.75, NAND2: 1, NAND3: 1.5, NOR2: 1, NOR3: 1.5, AND2: 1.5, OR2: 1.5 },
  ...{ XOR2: 2.5, XNOR2: 2.5, AOI21: 1.5, OAI21: 1.5, MUX2: 2.5, FA: 7, DFF: 5 },
};

/** µm² of the smallest cell of each kind of OSU018 (TSMC 0.18 µm), by its Liberty file. */
const osu018Cells = {
  ...{ INV: 16, BUF: 24, NAND2: 24, NAND3: 36, NOR2: 24, NOR3: 64, AND2: 32, OR2: 32 },
  ...{ XOR2: 56, XNOR2: 56, AOI21: 32, AOI22: 40, OAI21: 23, OAI22: 40, MUXI2: 48 },
  ...{ FA: 120, DFF: 96 },
};

/** Sites of 0.48 × 3.78 µm of the smallest cell of each kind of IHP SG13G2, by its LEF file; the flip-flop has a reset, and there is no adder. */
const sg13g2Sites = {
  ...{ INV: 3, BUF: 4, NAND2: 4, NAND2B: 5, NAND3: 5, NAND3B: 7, NAND4: 6, NOR2: 4, NOR2B: 5 },
  ...{ NOR3: 5, NOR4: 6, AND2: 5, AND3: 7, AND4: 8, OR2: 5, OR3: 7, OR4: 8, XOR2: 8, XNOR2: 8 },
  ...{ AO21: 7, AOI21: 5, AOI22: 6, AOI221: 8, OAI21: 5, MUX2: 10, MUX4: 21, DFF: 27 },
};
const sg13g2SiteUm2 = 0.48 * 3.78;

/** Areas of the cells of each library: of `asic` in gate equivalents, else in µm². */
export const cellAreas: Readonly<Record<AsicTarget, Readonly<Record<string, number>>>> = {
  asic: gateEquivalentCells,
  osu018: osu018Cells,
  "ihp-sg13g2": Object.fromEntries(
    Object.entries(sg13g2Sites).map(([name, sites]) => [name, sites * sg13g2SiteUm2]),
  ),
};

/** µm² of a gate equivalent of a process; 0 for an FPGA and for the library in gate equivalents, which is of none. */
export function um2OfGate(target: SynthesisTarget): number {
  return isAsic(target) && target !== "asic" ? cellAreas[target].NAND2 : 0;
}

/** What a cell takes in gate equivalents, NAND gates of two inputs of its library; 0 for one that the library lacks. */
export function cellGateEquivalents(library: AsicTarget, cell: string): number {
  const areas = cellAreas[library];
  return (areas[cell] ?? 0) / areas.NAND2;
}
