import { checkFinite } from "@bnnkit/core";
import type { Provenance } from "../figure.ts";
import { checkChoice } from "../units/check-choice.ts";

/** Operations of the table; reads of memories are of 64 bits. */
export type HorowitzOperation =
  | "int8-add"
  | "int32-add"
  | "int8-multiply"
  | "int32-multiply"
  | "float16-add"
  | "float32-add"
  | "float16-multiply"
  | "float32-multiply"
  | "sram-8k-read"
  | "sram-32k-read"
  | "sram-1m-read"
  | "dram-read";

/** Energy of one operation; two numbers where the source has a range. */
export interface HorowitzEntry {
  readonly energyPj: number;
  readonly rangePj?: readonly [low: number, high: number];
  /** Whether the number was read again in a text that quotes the source. The others are as they are usually quoted. */
  readonly isVerified: boolean;
}

export const horowitzProvenance: Provenance = {
  source: "M. Horowitz, Computing's energy problem (and what we can do about it), ISSCC 2014",
  ...{ nodeNm: 45, voltageV: 0.9 },
};

const verified = (energyPj: number): HorowitzEntry => ({ energyPj, isVerified: true });
const quoted = (energyPj: number): HorowitzEntry => ({ energyPj, isVerified: false });

/** Energies of operations at 45 nm and 0.9 V: a second opinion, by operations alone, beside what a netlist's toggles say. */
export const horowitzTable: Readonly<Record<HorowitzOperation, HorowitzEntry>> = {
  "int8-add": quoted(0.03),
  "int32-add": verified(0.1),
  "int8-multiply": quoted(0.2),
  "int32-multiply": verified(3.1),
  "float16-add": quoted(0.4),
  "float32-add": verified(0.9),
  "float16-multiply": quoted(1.1),
  "float32-multiply": verified(3.7),
  "sram-8k-read": verified(10),
  "sram-32k-read": quoted(20),
  "sram-1m-read": quoted(100),
  "dram-read": { energyPj: 1950, rangePj: [1300, 2600], isVerified: false },
};

/** What operations take by {@link horowitzTable}. */
export interface HorowitzEnergy {
  readonly kind: "estimate";
  readonly energyPj: number;
  /** Operations whose entry was not verified. */
  readonly unverified: readonly HorowitzOperation[];
  readonly provenance: Provenance;
}

/** Σ count · energy.
 *  @throws RangeError for an operation that the table has not, and for counts that are negative or not finite. */
export function horowitzEnergy(
  counts: Readonly<Partial<Record<HorowitzOperation, number>>>,
): HorowitzEnergy {
  const operations = horowitzOperations.filter((operation) => counts[operation] !== undefined);
  for (const [name, count] of Object.entries(counts)) {
    checkChoice("horowitzEnergy", "operation", name, horowitzOperations);
    checkFinite("horowitzEnergy", name, [count]);
    if (count < 0) throw new RangeError(`horowitzEnergy: ${name} must be ≥ 0, got ${count}`);
  }
  return {
    kind: "estimate",
    energyPj: operations.reduce(
      (sum, operation) => sum + (counts[operation] ?? 0) * horowitzTable[operation].energyPj,
      0,
    ),
    unverified: operations.filter((operation) => !horowitzTable[operation].isVerified),
    provenance: horowitzProvenance,
  };
}

const horowitzOperations: readonly HorowitzOperation[] = [
  ...(["int8-add", "int32-add", "int8-multiply", "int32-multiply"] as const),
  ...(["float16-add", "float32-add", "float16-multiply", "float32-multiply"] as const),
  ...(["sram-8k-read", "sram-32k-read", "sram-1m-read", "dram-read"] as const),
];
