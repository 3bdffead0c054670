import type { Target } from "../synthesis/target.ts";

/** What a part holds, by its data sheet. */
export interface Device {
  readonly name: string;
  readonly family: string;
  /** What is synthesised for it. */
  readonly target: Exclude<Target, "asic">;
  readonly lut: number;
  readonly ff: number;
  /** Block memories, each of so many bits. */
  readonly blockRams: number;
  readonly blockRamBits: number;
  /** Multipliers: DSP48E1, SB_MAC16 or MULT18X18D. */
  readonly dsp: number;
  readonly source: string;
}

const zynq = "Zynq-7000 SoC Data Sheet: Overview (DS190)";
const artix = "7 Series FPGAs Data Sheet: Overview (DS180)";
const ecp5 = "ECP5 and ECP5-5G Family Data Sheet (FPGA-DS-02012)";

const xc7 = { target: "xc7", blockRamBits: 36_864 } as const;
const ice40 = { target: "ice40", blockRamBits: 4_096 } as const;
const lattice = { family: "ECP5", target: "ecp5", blockRamBits: 18_432, source: ecp5 } as const;

/** Parts by name. */
export const devices: readonly Device[] = [
  {
    ...{ name: "xc7z010", family: "Zynq-7000", source: zynq, ...xc7 },
    ...{ lut: 17_600, ff: 35_200, blockRams: 60, dsp: 80 },
  },
  {
    ...{ name: "xc7z020", family: "Zynq-7000", source: zynq, ...xc7 },
    ...{ lut: 53_200, ff: 106_400, blockRams: 140, dsp: 220 },
  },
  {
    ...{ name: "xc7z045", family: "Zynq-7000", source: zynq, ...xc7 },
    ...{ lut: 218_600, ff: 437_200, blockRams: 545, dsp: 900 },
  },
  {
    ...{ name: "xc7a35t", family: "Artix-7", source: artix, ...xc7 },
    ...{ lut: 20_800, ff: 41_600, blockRams: 50, dsp: 90 },
  },
  {
    ...{ name: "xc7a100t", family: "Artix-7", source: artix, ...xc7 },
    ...{ lut: 63_400, ff: 126_800, blockRams: 135, dsp: 240 },
  },
  {
    ...{ name: "ice40hx8k", family: "iCE40 HX", ...ice40 },
    ...{ lut: 7_680, ff: 7_680, blockRams: 32, dsp: 0 },
    source: "iCE40 LP/HX Family Data Sheet (FPGA-DS-02029)",
  },
  {
    ...{ name: "ice40up5k", family: "iCE40 UltraPlus", ...ice40 },
    ...{ lut: 5_280, ff: 5_280, blockRams: 30, dsp: 8 },
    source: "iCE40 UltraPlus Family Data Sheet (FPGA-DS-02008)",
  },
  { name: "lfe5u-25", ...lattice, lut: 24_288, ff: 24_288, blockRams: 56, dsp: 28 },
  { name: "lfe5u-45", ...lattice, lut: 43_848, ff: 43_848, blockRams: 108, dsp: 72 },
  { name: "lfe5u-85", ...lattice, lut: 83_640, ff: 83_640, blockRams: 208, dsp: 156 },
];

/** A part by its name.
 *  @throws RangeError for one that is not in the catalogue, naming those that are. */
export function deviceNamed(name: string): Device {
  const device = devices.find((candidate) => candidate.name === name.toLowerCase());
  if (device !== undefined) return device;
  const names = devices.map((candidate) => candidate.name).join(", ");
  throw new RangeError(`deviceNamed: name must be one of ${names}, got ${name}`);
}
