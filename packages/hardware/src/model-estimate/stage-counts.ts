import { type FeatureName, featureNames, tablesOfBit } from "../estimate/unit-features.ts";
import type { Module } from "../netlist/module.ts";
import { ModuleBuilder } from "../netlist/module-builder.ts";
import { unsignedWidth } from "../netlist/net.ts";
import type { StageConfig } from "../network/stage-config.ts";
import { streamModule } from "../network/stream-module.ts";
import type { Target } from "../synthesis/target.ts";
import { blankWords, outputWordBits } from "../units/engine-constants.ts";
import type { SharedEngineConfig } from "../units/engine-passes.ts";
import type { MatrixVectorConfig } from "../units/matrix-vector.ts";
import { sharedEngine } from "../units/shared-engine.ts";
import { type CircuitCounts, moduleCounts, tablesAt } from "./circuit-counts.ts";
import { controlCounter } from "./control-counts.ts";
import { placeMemory } from "./place-memory.ts";
import { rowCounter } from "./row-counts.ts";

/** Counts what stages are made of, whatever numbers are built into them: constants are taken to differ wherever they may. */
export function stageCounter(target: Target): (config: StageConfig) => CircuitCounts {
  const [countRow, countControl] = [rowCounter(target), controlCounter(target)];
  return (config) => {
    if (config.unit !== "matrix-vector") return otherCounts(config, target);
    return matrixVectorCounts(config, countRow(config), countControl(config), target);
  };
}

function otherCounts(
  config: Exclude<StageConfig, MatrixVectorConfig>,
  target: Target,
): CircuitCounts {
  switch (config.unit) {
    case "stream-threshold": {
      const { features, levels, numbers, input } = config;
      const places = Array.from({ length: features * levels }, (_, i) => {
        const share = ((i % levels) + 1) / (levels + 1);
        const u = share * 2 ** input.bits + Math.floor(i / (levels * numbers));
        return input.offset + Math.abs(input.scale) * (u % 2 ** input.bits);
      });
      return ownCounts(config, target, { thresholds: places }, numbers * input.bits);
    }
    case "stream-pool": {
      const turned = Array.from({ length: config.features }, (_, i) => Number(i % 3 === 0));
      return ownCounts(config, target, { turned }, config.numbers * config.number.bits);
    }
    case "width-converter": {
      const { direction, bits, ratio } = config;
      return ownCounts(config, target, {}, direction === "join" ? bits : bits * ratio);
    }
    case "shared-engine":
      return {
        ...forwarded(moduleCounts(blankEngine(config), target), target),
        idleBits: config.pe * outputWordBits(config),
      };
    case "sliding-window":
      return registeredMemory(ownCounts(config, target, {}, config.bits), config.bits);
    case "stream-buffer":
      return ownCounts(config, target, {}, config.bits);
  }
}

function ownCounts(
  config: StageConfig,
  target: Target,
  constants: object,
  inputBits: number,
): CircuitCounts {
  return moduleCounts(
    streamModule("stage", inputBits, [{ name: "stage", config, constants }]),
    target,
  );
}

/** An engine whose memories are as large as they are, of zeros. */
function blankEngine(config: SharedEngineConfig): Module {
  const m = new ModuleBuilder("stage");
  const data = m.input("in_data", config.pe * config.input.bits);
  const [valid, ready] = m.input("handshake", 2);
  const { output, connect } = sharedEngine(m, { data, valid }, config, blankWords(config));
  m.output("out_data", output.data);
  m.output("flags", [output.valid, connect(ready)]);
  return m.build();
}

/**
 * Blocks of iCE40 leave open what is read while the same word is written, so that Yosys writes a clock later and forwards: registers of the address,
 * the number and its enable, and of the number that is forwarded and whether it is.
 */
function forwarded(counts: CircuitCounts, target: Target): CircuitCounts {
  const written = counts.memories.find(({ ports }) => ports === "read-write");
  const isForwarded =
    target === "ice40" && written !== undefined && placeMemory(written, target).place === "block";
  if (!isForwarded) return counts;
  const { words, width } = written;
  const registerBits = 2 * width + unsignedWidth(words - 1) + 2;
  const added: Partial<Record<FeatureName, number>> = { multiplexers: width, registerBits };
  const features = counts.features.map((count, i) => count + (added[featureNames[i]] ?? 0));
  return { ...counts, features, ff: counts.ff + registerBits };
}

/** A synthesiser takes the register behind a memory into it, so that it is read by the clock. */
function registeredMemory(counts: CircuitCounts, bits: number): CircuitCounts {
  if (counts.memories.length === 0) return counts;
  const memories = counts.memories.map((memory) => ({ ...memory, isSynchronous: true }));
  return { ...counts, ff: counts.ff - bits, readBits: bits, memories };
}

/** One of its `pe` rows as often as there are, what they share, and the memories of weights. */
function matrixVectorCounts(
  config: MatrixVectorConfig,
  row: CircuitCounts,
  control: CircuitCounts,
  target: Target,
): CircuitCounts {
  const { inputs, outputs, pe, simd, weightBits } = config;
  const [steps, folds] = [inputs / simd, outputs / pe];
  // The row's table of two words stands for one with a word for each fold.
  const features = row.features.map((count, i) =>
    i === tablesAt && folds > 2
      ? (count / tablesOfBit(2, target)) * tablesOfBit(folds, target)
      : count,
  );
  const words = steps * folds;
  const shape = { words, width: simd * weightBits, isSynchronous: true, ports: "read" } as const;
  return {
    features: control.features.map((count, i) => count + pe * features[i]),
    ff: control.ff + pe * row.ff,
    carry: control.carry + pe * row.carry,
    carryMargin: control.carryMargin + pe * row.carryMargin,
    memories: [...control.memories, ...(words === 1 ? [] : [{ ...shape, count: pe }])],
  };
}
