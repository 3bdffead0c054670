import { readFileSync } from "node:fs";
import { estimateUnit, type Segment } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { type CostPoint, drawCostOverBits } from "../docs/cost-over-bits.ts";

const segment = (n: number, weightBits: number): Segment => ({ n, weightBits, activationBits: 1 });

/** 128 weights, with the tables that Yosys 0.55.944 takes for them on xc7 and iCE40. */
const synthesised = [
  { segments: [segment(128, 1)], xc7: 226, ice40: 332 },
  { segments: [segment(90, 1), segment(26, 2), segment(12, 3)], xc7: 313, ice40: 456 },
  { segments: [segment(128, 2)], xc7: 449, ice40: 663 },
  { segments: [segment(128, 3)], xc7: 680, ice40: 998 },
];

function predicted(segments: readonly Segment[], target: "xc7" | "ice40"): number {
  const { lut } = estimateUnit(
    {
      ...{ unit: "bit-planes", segments, digits: "bipolar", style: "compressor" },
      ...{ pipeline: 0, weights: "loaded" },
    },
    target,
  );
  return lut.value;
}

const [single] = synthesised;
const points = (["xc7", "ice40"] as const).flatMap((target) =>
  synthesised.map(({ segments, [target]: tables }): CostPoint => {
    const bits = segments.reduce((sum, { n, weightBits }) => sum + n * weightBits, 0) / 128;
    const said = predicted(segments, target) / predicted(single.segments, target);
    return { bits, target, predicted: said, synthesised: tables / single[target] };
  }),
);

test("cost grows as bits on average do, as predicted and as synthesised", () => {
  expect(points.map(({ bits }) => bits.toFixed(2)).slice(0, 4)).toEqual([
    "1.00",
    "1.39",
    "2.00",
    "3.00",
  ]);
  for (const { bits, predicted: said, synthesised: made } of points) {
    expect(Math.abs(made / bits - 1)).toBeLessThan(0.015);
    expect(Math.abs(said / made - 1)).toBeLessThan(0.035);
  }
});

test("the picture on the page of HBNN is that", async () => {
  const svg = drawCostOverBits(points);
  expect(svg.match(/<circle /g)).toHaveLength(8);
  expect(svg).not.toMatch(/NaN|undefined/);
  await expect(svg).toMatchFileSnapshot("../docs/claims/hbnn-cost-over-bits.svg");
  const page = readFileSync(new URL("../docs/systems/hbnn.md", import.meta.url), "utf8");
  expect(page).toContain("](../claims/hbnn-cost-over-bits.svg)");
});
