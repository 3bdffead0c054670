import { checkPositiveInteger } from "@bnnkit/core";
import type { LevelAccesses } from "./count-accesses.ts";

/** Bits of the numbers that pass. */
export interface OperandBits {
  readonly weight: number;
  readonly input: number;
  /** Of sums, whole or not. */
  readonly output: number;
}

/** Bits that a level reads and writes.
 *  @throws RangeError for numbers of no bits. */
export function trafficBits(accesses: LevelAccesses, bits: OperandBits): number {
  for (const [name, size] of Object.entries(bits)) checkPositiveInteger("trafficBits", name, size);
  const { weightReads, inputReads, partialReads, outputWrites } = accesses;
  return (
    weightReads * bits.weight +
    inputReads * bits.input +
    (partialReads + outputWrites) * bits.output
  );
}
