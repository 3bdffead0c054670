import type {
  BitPlanesConfig,
  LookUpConfig,
  MaxPoolConfig,
  Segment,
  ShiftAddConfig,
  SignedSumConfig,
  Source,
  SumStyle,
  TernaryDotConfig,
  ThresholdConfig,
  UnitConfig,
  XnorPopcountConfig,
} from "../units/unit-config.ts";

type Threshold = XnorPopcountConfig["threshold"];
type Digit = TernaryDotConfig["activationDigit"];

function xnor(
  n: number,
  style: SumStyle,
  pipeline = 0,
  weights: Source = "loaded",
  threshold: Threshold = "none",
): XnorPopcountConfig {
  return { unit: "xnor-popcount", n, style, pipeline, weights, threshold };
}

function ternary(
  n: number,
  style: SumStyle,
  pipeline: number,
  weightDigit: TernaryDotConfig["weightDigit"],
  activationDigit: Digit,
  weights: Source = "loaded",
): TernaryDotConfig {
  return { unit: "ternary-dot", n, style, pipeline, weightDigit, activationDigit, weights };
}

/** @param segments  as `[n, weightBits, activationBits]`. */
function planes(
  segments: readonly (readonly [number, number, number])[],
  style: SumStyle,
  pipeline = 0,
  digits: BitPlanesConfig["digits"] = "unipolar",
  weights: Source = "loaded",
): BitPlanesConfig {
  const named = segments.map(
    ([n, weightBits, activationBits]): Segment => ({ n, weightBits, activationBits }),
  );
  return { unit: "bit-planes", segments: named, style, pipeline, digits, weights };
}

function signed(
  n: number,
  bits: number,
  style: SumStyle,
  pipeline = 0,
  weights: Source = "loaded",
): SignedSumConfig {
  return { unit: "signed-sum", n, bits, style, pipeline, weights };
}

function shifted(
  n: number,
  bits: number,
  shifts: number,
  terms: number,
  style: SumStyle,
  pipeline = 0,
  weights: Source = "loaded",
): ShiftAddConfig {
  return { unit: "shift-add", n, bits, shifts, terms, style, pipeline, weights };
}

const threshold = (bits: number, levels: number, thresholds: Source): ThresholdConfig => ({
  ...{ unit: "threshold", bits, levels, thresholds },
});

const pool = (channels: number, window: number): MaxPoolConfig => ({
  ...{ unit: "max-pool", channels, window },
});

function tables(nodes: number, addressBits: number, style: SumStyle, pipeline = 0): LookUpConfig {
  return { unit: "look-up", nodes, addressBits, style, pipeline };
}

/** What coefficients are fitted on, the most telling configurations first: a run that is cut short has points of every unit. */
export const trainingGrid: readonly UnitConfig[] = [
  xnor(8, "compressor"),
  xnor(24, "carry-chain"),
  xnor(32, "behavioural"),
  xnor(64, "compressor"),
  xnor(96, "carry-chain", 1),
  ternary(12, "compressor", 0, "ternary", "bipolar"),
  planes([[16, 2, 2]], "compressor"),
  signed(4, 8, "carry-chain"),
  shifted(4, 4, 4, 1, "compressor"),
  threshold(8, 1, "loaded"),
  threshold(10, 3, "constant"),
  pool(16, 4),
  tables(8, 6, "compressor"),
  xnor(40, "compressor", 1),
  xnor(20, "compressor", 0, "constant"),
  xnor(48, "carry-chain", 0, "loaded", "loaded"),
  xnor(72, "behavioural", 0, "loaded", "constant"),
  xnor(128, "compressor", 2),
  xnor(144, "carry-chain"),
  xnor(12, "carry-chain", 1),
  xnor(160, "compressor"),
  xnor(16, "behavioural", 0, "constant"),
  xnor(80, "compressor", 1, "constant", "constant"),
  xnor(36, "carry-chain", 2),
  xnor(120, "behavioural"),
  xnor(56, "compressor", 0, "loaded", "loaded"),
  xnor(60, "carry-chain", 0, "constant"),
  xnor(64, "behavioural", 1, "constant", "loaded"),
  xnor(100, "compressor", 0, "constant", "loaded"),
  ternary(24, "carry-chain", 0, "bipolar", "ternary"),
  planes([[24, 1, 3]], "carry-chain", 1),
  signed(8, 6, "compressor"),
  shifted(6, 6, 2, 2, "carry-chain"),
  threshold(12, 1, "constant"),
  threshold(6, 7, "loaded"),
  pool(10, 9),
  tables(12, 4, "carry-chain"),
  ternary(40, "behavioural", 0, "ternary", "ternary"),
  ternary(32, "compressor", 1, "bipolar", "unipolar"),
  planes([[20, 2, 1]], "behavioural", 0, "bipolar"),
  planes(
    [
      [24, 1, 1],
      [8, 2, 2],
    ],
    "compressor",
  ),
  signed(10, 4, "behavioural"),
  signed(16, 8, "carry-chain", 1),
  shifted(3, 8, 4, 1, "behavioural"),
  shifted(8, 5, 2, 1, "carry-chain", 1),
  tables(20, 5, "behavioural"),
  tables(10, 8, "compressor", 1),
  xnor(16, "compressor", 2),
  xnor(28, "compressor", 1, "loaded", "constant"),
  xnor(180, "carry-chain", 1),
  ternary(48, "carry-chain", 1, "ternary", "ternary"),
  ternary(16, "behavioural", 0, "ternary", "unipolar"),
  ternary(64, "compressor", 0, "ternary", "ternary"),
  ternary(30, "compressor", 0, "ternary", "bipolar", "constant"),
  planes([[32, 2, 2]], "carry-chain"),
  planes([[12, 4, 3]], "compressor", 1),
  planes([[16, 3, 2]], "behavioural"),
  planes([[20, 2, 2]], "compressor", 0, "bipolar", "constant"),
  signed(12, 10, "compressor", 1),
  signed(6, 12, "carry-chain"),
  signed(24, 5, "compressor"),
  signed(14, 8, "carry-chain", 0, "constant"),
  shifted(8, 8, 4, 1, "carry-chain"),
  shifted(5, 6, 4, 2, "compressor", 1),
  shifted(6, 8, 4, 1, "compressor", 0, "constant"),
  threshold(16, 2, "loaded"),
  threshold(9, 15, "constant"),
  pool(64, 2),
  pool(5, 25),
  tables(24, 6, "carry-chain", 1),
  tables(6, 10, "compressor"),
  xnor(256, "compressor"),
  xnor(200, "behavioural", 0, "loaded", "loaded"),
  xnor(256, "carry-chain", 1, "loaded", "constant"),
  xnor(112, "compressor", 1),
  xnor(48, "behavioural"),
  xnor(10, "carry-chain", 0, "constant", "constant"),
  xnor(224, "compressor", 2),
];
