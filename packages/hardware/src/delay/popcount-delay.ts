import { checkIntegerBetween } from "@bnnkit/core";
import { type Figure, figureOf } from "../figure.ts";
import { checkChoice } from "../units/check-choice.ts";

/** Where delays are known: iCE40 HX8K placed and routed by nextpnr 0.4 (mean of three seeds, which are within ±3 %); cells of IHP SG13G2 and
 *  Nangate 45 without wires, by OpenSTA. Of Xilinx and ECP5 parts there are no data. */
export type DelayTarget = "ice40-hx8k" | "ihp-sg13g2" | "nangate45";

interface LogarithmicDelay {
  readonly constantNs: number;
  readonly doublingNs: number;
  /** Mean error of points that were left out of the fit. */
  readonly meanError: number;
  readonly fitted: readonly [smallest: number, largest: number];
  readonly nodeNm: number;
  readonly voltageV: number;
  readonly source: string;
}

const ice40 = {
  ...{ nodeNm: 40, voltageV: 1.2 },
  source: "Yosys 0.55.944, nextpnr-ice40 0.4, HX8K, seeds 1 to 3",
};

const delays: Readonly<Record<string, LogarithmicDelay>> = {
  "ice40-hx8k compressor": {
    ...{ constantNs: -1.057, doublingNs: 2.432, meanError: 0.0234, fitted: [32, 256], ...ice40 },
  },
  "ice40-hx8k behavioural": {
    ...{ constantNs: -4.41, doublingNs: 2.81, meanError: 0.0419, fitted: [32, 256], ...ice40 },
  },
  "ihp-sg13g2 compressor": {
    ...{ constantNs: -0.429, doublingNs: 0.658, meanError: 0.0298, fitted: [16, 1024] },
    ...{ nodeNm: 130, voltageV: 1.2, source: "OpenSTA, IHP SG13G2, typical, unconstrained" },
  },
  "nangate45 compressor": {
    ...{ constantNs: 0.12, doublingNs: 0.169, meanError: 0.0821, fitted: [64, 1024] },
    ...{ nodeNm: 45, voltageV: 1.1, source: "OpenSTA, Nangate 45, typical, full adders mapped" },
  },
};

/**
 * Delay of a combinational XNOR-popcount of n lanes, `constant + doubling · log2 n`; on iCE40 the period of a clock with it between registers.
 *
 * @throws RangeError for n < 2, and where there are no data: other targets, and behavioural sums of cells.
 */
export function popcountDelayNs(
  n: number,
  target: DelayTarget,
  style: "compressor" | "behavioural" = "compressor",
): Figure {
  checkIntegerBetween("popcountDelayNs", "n", n, 2, Number.MAX_SAFE_INTEGER);
  checkChoice("popcountDelayNs", "target and style", `${target} ${style}`, Object.keys(delays));
  const { constantNs, doublingNs, meanError, fitted, ...provenance } = delays[`${target} ${style}`];
  const [smallest, largest] = fitted;
  const value = Math.max(constantNs + doublingNs * Math.log2(n), 0);
  return figureOf(value, meanError, provenance, n < smallest || n > largest);
}
