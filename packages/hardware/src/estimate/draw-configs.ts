import type { UnitConfig } from "../units/unit-config.ts";

/**
 * Configurations drawn at random, without one twice: every unit, style and source alike, sizes evenly by their logarithms.
 *
 * The same count and seed draw the same. For popcounts n is 8 … 160, for other units such that they are about as large at most.
 *
 * @param seed  any text, such as the hash of a calibration.
 */
export function drawConfigs(count: number, seed: string): UnitConfig[] {
  const random = randomNumbers(seed);
  const drawn = new Map<string, UnitConfig>();
  while (drawn.size < count) {
    const config = drawConfig(random);
    drawn.set(JSON.stringify(config), config);
  }
  return [...drawn.values()];
}

type Random = () => number;

function drawConfig(random: Random): UnitConfig {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
  const size = (least: number, most: number): number =>
    Math.floor(least * ((most + 1) / least) ** random());
  const sources = ["loaded", "constant"] as const;
  const style = pick(["compressor", "carry-chain", "behavioural"] as const);
  const summed = { style, pipeline: style === "behavioural" ? 0 : pick([0, 1, 2]) };
  const weights = pick(sources);
  // Popcounts are what networks are made of: as many of them as of all others.
  const others = [
    ...(["ternary-dot", "bit-planes", "signed-sum", "shift-add"] as const),
    ...(["threshold", "max-pool", "look-up"] as const),
  ] as const;
  const unit = random() < 0.5 ? "xnor-popcount" : pick(others);
  switch (unit) {
    case "xnor-popcount": {
      const threshold = pick(["none", ...sources] as const);
      return { unit, n: size(8, 160), ...summed, weights, threshold };
    }
    case "ternary-dot": {
      const weightDigit = pick(["bipolar", "ternary"] as const);
      const activationDigit = pick(["unipolar", "bipolar", "ternary"] as const);
      return { unit, n: size(8, 64), weightDigit, activationDigit, ...summed, weights };
    }
    case "bit-planes": {
      const segments = [
        { n: size(8, 24), weightBits: pick([1, 2, 3]), activationBits: pick([1, 2, 3]) },
      ];
      return { unit, segments, digits: pick(["unipolar", "bipolar"] as const), ...summed, weights };
    }
    case "signed-sum":
      return { unit, n: size(4, 20), bits: size(4, 10), ...summed, weights };
    case "shift-add": {
      const powers = { shifts: pick([2, 4]), terms: pick([1, 2]) };
      return { unit, n: size(3, 8), bits: size(4, 8), ...powers, ...summed, weights };
    }
    case "threshold":
      return { unit, bits: size(6, 16), levels: pick([1, 3, 7]), thresholds: pick(sources) };
    case "max-pool":
      return { unit, channels: size(5, 64), window: pick([2, 4, 9]) };
    case "look-up":
      return { unit, nodes: size(6, 24), addressBits: size(4, 9), ...summed };
  }
}

/** Numbers in [0, 1): FNV-1a of the seed, then a 32-bit counter through a mixing function. */
function randomNumbers(seed: string): Random {
  let state = 2166136261;
  for (const byte of new TextEncoder().encode(seed)) state = Math.imul(state ^ byte, 16777619);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
