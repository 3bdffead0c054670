import { type Device, devices } from "./devices.ts";

/** A process of standard cells, by what a gate equivalent (a NAND2 of two inputs) takes in it. */
export interface AsicProcess {
  readonly name: string;
  readonly target: "asic";
  readonly nodeNm: number;
  readonly um2PerGe: number;
  readonly source: string;
}

/** Processes by name. */
export const asicProcesses: readonly AsicProcess[] = [
  {
    ...{ name: "ihp-sg13g2", target: "asic", nodeNm: 130, um2PerGe: 7.26 },
    source: "IHP-Open-PDK SG13G2, NAND2 of its standard cells",
  },
  {
    ...{ name: "umc65", target: "asic", nodeNm: 65, um2PerGe: 1.43 },
    source: "R. Andri et al., YodaNN: 1.9 mm² for 1.33 million gate equivalents",
  },
  {
    ...{ name: "nangate45", target: "asic", nodeNm: 45, um2PerGe: 0.798 },
    source: "Nangate 45 nm open cell library, NAND2_X1",
  },
  {
    ...{ name: "osu018", target: "asic", nodeNm: 180, um2PerGe: 24 },
    source: "OSU018 standard cells for TSMC 0.18 µm, NAND2X1",
  },
];

/** What a network is built on: a part with its sizes, or a process. */
export type HardwarePart = Device | AsicProcess;

/** A part or process by name.
 *  @throws RangeError for one that is not among them. */
export function partNamed(name: string): HardwarePart {
  const parts: readonly HardwarePart[] = [...devices, ...asicProcesses];
  const part = parts.find((one) => one.name === name);
  if (part !== undefined) return part;
  const names = parts.map((one) => one.name).join(", ");
  throw new RangeError(`partNamed: name must be one of ${names}, got ${name}`);
}
