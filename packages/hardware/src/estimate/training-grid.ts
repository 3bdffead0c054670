import type { SumStyle, UnitConfig } from "../units/unit-config.ts";

/** Units of the grid; what is made of them is priced by their styles. */
type GridUnit = Exclude<UnitConfig["unit"], "binary-attention">;

/** How many configurations of a unit there are in a round; popcounts are what networks are made of. */
const perRound: Readonly<Record<GridUnit, number>> = {
  "xnor-popcount": 5,
  "ternary-dot": 2,
  "bit-planes": 2,
  "signed-sum": 2,
  "shift-add": 2,
  threshold: 1,
  "look-up": 1,
  "max-pool": 0.5,
  "scale-bias": 0.5,
};

function gridRound(round: number): UnitConfig[] {
  return units.flatMap((unit) => {
    const [start, end] = [round, round + 1].map((r) => Math.floor(r * perRound[unit]));
    return Array.from({ length: end - start }, (_, i) => gridConfig(unit, start + i));
  });
}

const units = [
  ...(["xnor-popcount", "ternary-dot", "bit-planes", "signed-sum", "shift-add"] as const),
  ...(["threshold", "look-up", "max-pool", "scale-bias"] as const),
];

const sums: readonly { readonly style: SumStyle; readonly pipeline: number }[] = [
  { style: "compressor", pipeline: 0 },
  { style: "carry-chain", pipeline: 0 },
  { style: "behavioural", pipeline: 0 },
  { style: "compressor", pipeline: 1 },
  { style: "carry-chain", pipeline: 1 },
  { style: "compressor", pipeline: 2 },
  { style: "carry-chain", pipeline: 2 },
];

const sources = ["loaded", "constant"] as const;

/** The i-th of a unit. Choices change at steps of 2, 3 and 7, which meet in every combination; sizes are evenly spread by their logarithm. */
function gridConfig(unit: GridUnit, i: number): UnitConfig {
  const of = <T>(choices: readonly T[], step = 1): T =>
    choices[Math.floor(i / step) % choices.length];
  const size = (least: number, most: number, base = 2): number =>
    Math.floor(least * ((most + 1) / least) ** radicalInverse(i + 1, base));
  const summed = of(sums);
  const weights = of(sources);
  switch (unit) {
    case "xnor-popcount": {
      const threshold = of(["none", ...sources] as const);
      return { unit, n: size(8, 200), ...summed, weights, threshold };
    }
    case "ternary-dot": {
      const weightDigit = of(["ternary", "bipolar"] as const, 2);
      const activationDigit = of(["bipolar", "ternary", "unipolar"] as const);
      return { unit, n: size(8, 80), weightDigit, activationDigit, ...summed, weights };
    }
    case "bit-planes": {
      const [weightBits, activationBits] = [of([1, 2, 3]), of([2, 1, 3], 3)];
      const segments = [{ n: size(8, 32), weightBits, activationBits }];
      return {
        unit,
        segments,
        digits: of(["unipolar", "bipolar"] as const, 2),
        ...summed,
        weights,
      };
    }
    case "signed-sum":
      return { unit, n: size(4, 24), bits: size(4, 12, 3), ...summed, weights };
    case "shift-add": {
      const powers = { shifts: of([2, 4], 2), terms: of([1, 2], 4) };
      return { unit, n: size(3, 10), bits: size(4, 9, 3), ...powers, ...summed, weights };
    }
    case "threshold":
      return { unit, bits: size(5, 18), levels: of([1, 3, 7]), thresholds: weights };
    case "look-up":
      return { unit, nodes: size(6, 30), addressBits: size(4, 10, 3), ...summed };
    case "max-pool":
      return { unit, channels: size(5, 80), window: of([2, 4, 9]) };
    case "scale-bias": {
      const bits = { bits: size(5, 14), scaleBits: size(3, 8, 3) };
      const rest = { outputBits: size(4, 10, 5), fractionBits: of([0, 3, 5]) };
      const rounding = of(["nearest", "down"] as const, 2);
      return { unit, ...bits, ...rest, rounding, scales: weights, ...summed };
    }
  }
}

/** The digits of a number behind the point, the lowest first: fractions that fill 0 … 1 evenly (van der Corput). */
function radicalInverse(index: number, base: number): number {
  let [fraction, weight] = [0, 1 / base];
  for (let rest = index; rest > 0; rest = Math.floor(rest / base), weight /= base)
    fraction += (rest % base) * weight;
  return fraction;
}

/** What coefficients are fitted on: rounds of all units, so that a run that is cut short has points of every unit, style and source. */
export const trainingGrid: readonly UnitConfig[] = Array.from({ length: 24 }, (_, round) =>
  gridRound(round),
).flat();
