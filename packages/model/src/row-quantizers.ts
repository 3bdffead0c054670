import type { Code } from "@bnnkit/core";
import type { RoundNode } from "./nodes/round.ts";
import type { ThresholdNode } from "./nodes/threshold.ts";

/** The signs of x, each times half of the greatest magnitude of its row, or of its slice of the row: `x.signs`, of several
 *  slices `x.head-signs`.
 *
 *  Zhang et al. 2023, https://arxiv.org/abs/2302.04907, §3. */
export function rowSigns(x: string, slices = 1): ThresholdNode {
  const code: Code = [{ digit: "bipolar", scale: "row", ...(slices > 1 && { slices }) }];
  return {
    op: "threshold",
    name: slices > 1 ? `${x}.head-signs` : `${x}.signs`,
    inputs: [x],
    thresholds: [0],
    flips: false,
    code,
    rowScale: "half-maximum",
  };
}

/** x as int8 in steps of a 127th of the greatest magnitude of its row: `x.codes`. */
export function rowCodes(x: string): RoundNode {
  return {
    op: "round",
    name: `${x}.codes`,
    inputs: [x],
    step: "int8-step",
    digit: "int8",
    range: [-127, 127],
  };
}
