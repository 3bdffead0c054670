import {
  checkBehaviour,
  fromFixedPoint,
  generateUnit,
  laneNumber,
  type ScaleBiasConfig,
  simulate,
  toFixedPoint,
} from "@bnnkit/hardware";
import { describe, expect, test } from "vitest";

const q29 = { bits: 12, fractionBits: 9 } as const;
/** YodaNN's: sums in Q7.9, scales, biases and results in Q2.9. */
const yodaNN: ScaleBiasConfig = {
  ...{ unit: "scale-bias", bits: 17, scaleBits: 12, outputBits: 12, fractionBits: 9 },
  ...{ rounding: "down", scales: "loaded", style: "compressor", pipeline: 0 },
};

const small = { ...yodaNN, bits: 5, scaleBits: 4, outputBits: 4, fractionBits: 2 };
const ways = (["compressor", "carry-chain", "behavioural"] as const).flatMap((style) =>
  [0, 1].map((every) => ({ style, pipeline: style === "behavioural" ? 0 : every })),
);

test.each(
  ways.flatMap((way): ScaleBiasConfig[] => [
    { ...yodaNN, ...way },
    { ...small, ...way, rounding: "nearest" },
    { ...small, ...way, scales: "constant" },
    { ...small, ...way, fractionBits: 0, outputBits: 12 },
    { ...small, ...way, bits: 1, scaleBits: 1, outputBits: 1, fractionBits: 3 },
  ]),
)("does what it says: %j", (config) => {
  const unit = generateUnit(config);
  expect(checkBehaviour(simulate(unit.module), unit, { vectors: 512 })).toEqual({ vectors: 512 });
});

/** What comes out for one vector, as a signed number. */
function scaled(config: ScaleBiasConfig, x: number, scale: number, bias: number): number {
  const simulator = simulate(generateUnit(config).module);
  const words = (value: number, width: number): Uint32Array =>
    Uint32Array.from({ length: width }, (_, bit) => Math.floor(value / 2 ** bit) & 1);
  simulator.set("x", words(x, config.bits));
  simulator.set("scale", words(scale, config.scaleBits));
  simulator.set("bias", words(bias, config.outputBits));
  const y = laneNumber(simulator.get("y"), 0);
  return y >= 2 ** (config.outputBits - 1) ? y - 2 ** config.outputBits : y;
}

describe("T22 YodaNN", () => {
  test("Q2.9 reaches from −4 to 3.998046875 in steps of 0.001953125", () => {
    expect(toFixedPoint(1, q29)).toBe(512);
    expect(fromFixedPoint(1, q29)).toBe(0.001953125);
    expect([-2048, 2047].map((steps) => fromFixedPoint(steps, q29))).toEqual([-4, 3.998046875]);
    expect([-5, -4, 4, 1e9].map((x) => toFixedPoint(x, q29))).toEqual([-2048, -2048, 2047, 2047]);
    // Halves of a step go to the even neighbour.
    expect([0.5, 1.5, -0.5].map((steps) => toFixedPoint(steps / 512, q29))).toEqual([0, 2, 0]);
  });

  test("what does not fit is the end of the range", () => {
    // 3.5 · 2 + 1 = 8, −3.5 · 2 + 1 = −6, 0.5 · 2 + 1 = 2.
    expect([1792, -1792, 256].map((x) => scaled(yodaNN, x, 1024, 512))).toEqual([
      2047, -2048, 1024,
    ]);
  });

  test("rounds toward −∞, or to the nearest", () => {
    // 3 · 0.5 = 1.5 and −3 · 0.5 = −1.5 steps.
    expect([3, -3].map((x) => scaled(yodaNN, x, 256, 0))).toEqual([1, -2]);
    const nearest = { ...yodaNN, rounding: "nearest" } as const;
    expect([3, -3].map((x) => scaled(nearest, x, 256, 0))).toEqual([2, -1]);
  });

  test("scale and bias are a folded batch normalization", () => {
    const [gamma, beta, mean, deviation] = [0.75, -0.5, 1.25, 2];
    const scale = toFixedPoint(gamma / deviation, q29);
    const bias = toFixedPoint(beta - (gamma * mean) / deviation, q29);
    for (const sum of [-4096, -1000, -1, 0, 7, 640, 3000]) {
      const normalized = (gamma * (sum / 512 - mean)) / deviation + beta;
      expect(scaled(yodaNN, sum, scale, bias), `${sum}`).toBe(Math.floor(normalized * 512));
    }
  });
});

test("sizes and constants that do not fit are refused", () => {
  expect(() => generateUnit({ ...yodaNN, bits: 0 })).toThrow("scaleBias: bits");
  expect(() => generateUnit({ ...yodaNN, bits: 40 })).toThrow("bits + scaleBits");
  expect(() => generateUnit({ ...yodaNN, scales: "constant" }, { scale: 2048 })).toThrow(
    "scaleBias: scale must be an integer in -2048 … 2047, got 2048",
  );
  expect(() => toFixedPoint(Number.NaN, q29)).toThrow("value");
});
