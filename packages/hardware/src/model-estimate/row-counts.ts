import { chainCells, greatestGateAdder } from "../estimate/carry-cells.ts";
import { type FeatureName, featureNames } from "../estimate/unit-features.ts";
import type { Module } from "../netlist/module.ts";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import type { Target } from "../synthesis/target.ts";
import { countCompressor } from "../units/compressor-tree.ts";
import type { MatrixVectorConfig } from "../units/matrix-vector.ts";
import { matrixVectorRow, rowResult } from "../units/matrix-vector-row.ts";
import {
  countFixedProducts,
  countProducts,
  greatestProduct,
  rowOffset,
  sumWidth,
} from "../units/matrix-vector-sums.ts";
import { addCounts, type CircuitCounts, moduleCounts } from "./circuit-counts.ts";

/** Counts one of the `pe` rows of folded products, with its result register. Two folds stand for all: their thresholds and offsets differ. */
export function rowCounter(target: Target): (config: MatrixVectorConfig) => CircuitCounts {
  const known = new Map<string, CircuitCounts>();
  const count = (config: MatrixVectorConfig, make: (config: MatrixVectorConfig) => Module) => {
    const key = JSON.stringify(config);
    const counts = known.get(key) ?? moduleCounts(make(config), target);
    known.set(key, counts);
    return counts;
  };
  return (config) => {
    const row = { ...config, pe: 1, outputs: Math.min(2, config.outputs / config.pe) };
    if (config.style !== "compressor") return count(row, rowModule);
    // What follows the sum of a step's products does not depend on how many they are, unless they are all.
    const simd = config.simd === config.inputs ? config.inputs : 1;
    return addCounts(compressorCounts(config, target), count({ ...row, simd }, resultModule));
  };
}

/** A step's products, compressed and registered, without their netlist. */
function compressorCounts(config: MatrixVectorConfig, target: Target): CircuitCounts {
  const isBuiltIn = config.inputs === config.simd && config.outputs === config.pe;
  const count = isBuiltIn ? countFixedProducts : countProducts;
  const { exclusive, and, not, heights } = count(config, config.simd);
  const { fullAdders, chainBits } = countCompressor(heights);
  const isOfGates = target === "ecp5" && chainBits <= greatestGateAdder;
  const registerBits = heights.length;
  const named: Partial<Record<FeatureName, number>> = {
    ...{ exclusive, andOr: and, inverters: not, fullAdders, registerBits },
    ...{ adderBits: isOfGates ? 0 : chainBits, gateAdderBits: isOfGates ? chainBits : 0 },
    adders: chainBits > 0 ? 1 : 0,
  };
  return {
    features: featureNames.map((name) => named[name] ?? 0),
    ff: registerBits,
    carry: chainBits > 0 ? chainCells(target, chainBits, false) : 0,
    ...{ carryMargin: 0, memories: [] },
  };
}

/** A whole row. */
function rowModule(config: MatrixVectorConfig): Module {
  const { simd, input, weightBits } = config;
  const m = new ModuleBuilder("row");
  const values = m.input("values", simd * input.bits);
  const weights = m.input("weights", simd * weightBits);
  const { control, isMade } = controlInputs(m, config);
  const row = { weights, control: { ...control, values } };
  const y = matrixVectorRow(m, config, constantsOf(config), 0, row);
  m.output("y", m.register(y, { enable: isMade }));
  return m.build();
}

/** A row behind the sum of a step's products. */
function resultModule(config: MatrixVectorConfig): Module {
  const m = new ModuleBuilder("result");
  const sum = m.input("sum", sumWidth(config, config.simd));
  const { control, isMade } = controlInputs(m, config);
  const y = rowResult(m, config, constantsOf(config), 0, { sum, control });
  m.output("y", m.register(y, { enable: isMade }));
  return m.build();
}

function controlInputs(m: ModuleBuilder, { outputs }: MatrixVectorConfig) {
  const [canMove, isSummed, isFirst, isMade] = m.input("control", 4);
  const fold = outputs === 1 ? [] : m.input("fold", 1);
  return { control: { canMove, isSummed, isFirst, fold }, isMade };
}

/** Weights and thresholds of a row or two, such that no number is the same for both. */
function constantsOf(config: MatrixVectorConfig): {
  readonly weights: ArrayLike<number>;
  readonly thresholds: ArrayLike<number>;
} {
  const { inputs, outputs, levels, input } = config;
  const rows = [1, -1].slice(0, outputs).map((sign) => new Int8Array(inputs).fill(sign));
  const most = inputs * greatestProduct(config);
  const thresholds = rows.flatMap((row, f) =>
    Array.from({ length: levels }, (_, level) => {
      const sum = Math.min(most, Math.floor((most * (level + 1)) / (levels + 1)) + f);
      return rowOffset(config, row) + Math.abs(input.scale) * sum;
    }),
  );
  return { weights: rows.flatMap((row) => Array.from(row)), thresholds };
}
