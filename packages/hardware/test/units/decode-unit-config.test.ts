import { decodeUnitConfig, drawConfigs, trainingGrid, type UnitConfig } from "@bnnkit/hardware";
import { expect, test } from "vitest";

const scaleBias: UnitConfig = {
  ...{ unit: "scale-bias", bits: 17, scaleBits: 12, outputBits: 12, fractionBits: 0 },
  ...{ rounding: "nearest", scales: "constant", style: "compressor", pipeline: 1 },
};

const attention: UnitConfig = {
  ...{ unit: "binary-attention", keys: 3, features: 5, values: 2 },
  ...{ style: "behavioural", pipeline: 0 },
};

test("what JSON makes of a configuration is decoded to it again", () => {
  for (const config of [...trainingGrid, ...drawConfigs(50, "any"), scaleBias, attention])
    expect(decodeUnitConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
});

const pool = { unit: "max-pool", channels: 4, window: 2 };
const planes = {
  ...{ unit: "bit-planes", digits: "unipolar", style: "compressor", pipeline: 0 },
  ...{ weights: "loaded", segments: [{ n: 4, weightBits: 1, activationBits: 1 }] },
};

test.each([
  ["max-pool", 'config must be an object, got "max-pool"'],
  [null, "config must be an object, got null"],
  [[pool], "config must be an object, got [{"],
  [{}, "config.unit must be one of xnor-popcount, ternary-dot, bit-planes, signed-sum"],
  [{ ...pool, unit: "min-pool" }, 'binary-attention, got "min-pool"'],
  [
    { ...pool, window: undefined },
    "config.window must be a whole number of at least 1, got nothing",
  ],
  [{ ...pool, window: 0 }, "config.window must be a whole number of at least 1, got 0"],
  [{ ...pool, window: 2.5 }, "got 2.5"],
  [{ ...pool, window: "2" }, 'got "2"'],
  [{ ...pool, n: 3 }, "config.n is no field of it; there are unit, channels, window"],
  [{ ...planes, pipeline: -1 }, "config.pipeline must be a whole number of at least 0, got -1"],
  [
    { ...planes, style: "tree" },
    "config.style must be one of compressor, carry-chain, behavioural",
  ],
  [{ ...planes, segments: 4 }, "config.segments must be a list, got 4"],
  [{ ...planes, segments: [{ n: 4, weightBits: 1 }] }, "config.segments[0].activationBits must be"],
  [{ ...planes, segments: [pool] }, "config.segments[0].n must be"],
])("%j is refused: %s", (value, message) => {
  expect(() => decodeUnitConfig(value)).toThrow(message);
});
