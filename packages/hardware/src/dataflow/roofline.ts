import { checkFinite } from "@bnnkit/core";

/** What one frame takes. */
export interface FrameWork {
  readonly cycles: number;
  /** Bits between the units and the memories on the chip, and between those and DRAM or a DMA. */
  readonly onChipBits?: number;
  readonly offChipBits?: number;
}

export interface Machine {
  readonly clockMhz: number;
  /** Default: no bound. */
  readonly onChipBitsPerCycle?: number;
  readonly offChipGigabitsPerSecond?: number;
}

export interface Roofline {
  readonly framesPerSecond: number;
  readonly boundBy: "compute" | "on-chip" | "off-chip";
  /** Seconds that a frame would take by each bound alone. */
  readonly seconds: Readonly<Record<"compute" | "on-chip" | "off-chip", number>>;
}

/**
 * Frames per second of a machine that computes and moves bits at the same time: the slowest of `cycles / clock`, bits on the chip by their bandwidth,
 * bits off the chip by theirs.
 *
 * @throws RangeError for numbers that are negative or not finite, bandwidths of 0, and no cycles.
 */
export function roofline(work: FrameWork, machine: Machine): Roofline {
  const { cycles, onChipBits = 0, offChipBits = 0 } = work;
  const { clockMhz, onChipBitsPerCycle, offChipGigabitsPerSecond } = machine;
  for (const [name, value] of Object.entries({ onChipBits, offChipBits }))
    checkAtLeastZero(name, value);
  const rates = { cycles, clockMhz, onChipBitsPerCycle, offChipGigabitsPerSecond };
  for (const [name, value] of Object.entries(rates)) {
    if (value === undefined) continue;
    checkAtLeastZero(name, value);
    if (value === 0) throw new RangeError(`roofline: ${name} must be > 0, got 0`);
  }
  const hertz = clockMhz * 1e6;
  const seconds = {
    compute: cycles / hertz,
    "on-chip": onChipBits / ((onChipBitsPerCycle ?? Number.POSITIVE_INFINITY) * hertz),
    "off-chip": offChipBits / ((offChipGigabitsPerSecond ?? Number.POSITIVE_INFINITY) * 1e9),
  };
  const slowest = Math.max(...Object.values(seconds));
  const boundBy = (["compute", "on-chip", "off-chip"] as const).find((b) => seconds[b] === slowest);
  return { framesPerSecond: 1 / slowest, boundBy: boundBy ?? "compute", seconds };
}

function checkAtLeastZero(name: string, value: number): void {
  checkFinite("roofline", name, [value]);
  if (value < 0) throw new RangeError(`roofline: ${name} must be ≥ 0, got ${value}`);
}
