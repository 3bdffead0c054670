import { checkLength } from "@bnnkit/core";
import { unsignedWidth } from "../netlist/net.ts";
import { constantWords } from "./engine-control.ts";
import { type EngineLayer, engineProducts, type SharedEngineConfig } from "./engine-passes.ts";
import { greatestProduct, rowOffset, weightWord } from "./matrix-vector-sums.ts";

/** What stands in the memories of an engine: `pe·simd` weights a word, and for each fold what its sums are compared with or added to. */
export interface EngineWords {
  readonly weights: readonly bigint[];
  readonly outputs: readonly bigint[];
}

/** Memories as large as those of an engine, of zeros: enough to count it. */
export function blankWords(config: SharedEngineConfig): EngineWords {
  const { weights, outputs } = constantWords(config);
  const zeros = (words: readonly number[]): bigint[] =>
    new Array<bigint>(words.reduce((sum, count) => sum + count, 0)).fill(0n);
  return { weights: zeros(weights), outputs: zeros(outputs) };
}

/** The words of layers' numbers.
 *  @throws RangeError for constants of another number. */
export function engineWords(
  config: SharedEngineConfig,
  constants: { readonly weights: ArrayLike<number>; readonly thresholds: ArrayLike<number> },
): EngineWords {
  const layers = engineProducts(config);
  const weightCounts = layers.map((layer) => layer.outputs * inputsOfLayer(layer));
  const thresholdCounts = layers.map(({ outputs, levels }) => outputs * levels);
  const total = (counts: readonly number[]): number => counts.reduce((sum, n) => sum + n, 0);
  checkLength("sharedEngine", "weights", constants.weights.length, total(weightCounts));
  checkLength("sharedEngine", "thresholds", constants.thresholds.length, total(thresholdCounts));
  const [weights, outputs]: [bigint[], bigint[]] = [[], []];
  layers.forEach((layer, i) => {
    const [start, first] = [weightCounts, thresholdCounts].map((counts) =>
      total(counts.slice(0, i)),
    );
    const rows = Array.from({ length: layer.outputs }, (_, row) =>
      filledRow(config, layer, constants.weights, start + row * inputsOfLayer(layer)),
    );
    weights.push(...weightWords(config, rows));
    outputs.push(...outputWords(config, layer, rows, constants.thresholds, first));
  });
  return { weights, outputs };
}

/** Inputs of an output, as the model has them. */
export function inputsOfLayer({ channels, window: { size } }: EngineLayer): number {
  return channels * size[0] * size[1];
}

/** A row of weights whose taps are as many beats long; what fills them up is +1 where 0 is no weight. */
function filledRow(
  { simd, weightBits }: SharedEngineConfig,
  { channels, window: { size } }: EngineLayer,
  weights: ArrayLike<number>,
  start: number,
): number[] {
  const length = Math.ceil(channels / simd) * simd;
  const filling = weightBits === 1 ? 1 : 0;
  return Array.from({ length: size[0] * size[1] * length }, (_, i) => {
    const [tap, channel] = [Math.floor(i / length), i % length];
    return channel < channels ? weights[start + tap * channels + channel] : filling;
  });
}

/** Fold after fold, step after step: of each of the `pe` rows as many weights as there are lanes. */
function weightWords(
  { pe, simd, weightBits }: SharedEngineConfig,
  rows: readonly (readonly number[])[],
): bigint[] {
  const steps = rows[0].length / simd;
  return Array.from({ length: Math.ceil(rows.length / pe) * steps }, (_, word) => {
    const [fold, step] = [Math.floor(word / steps), word % steps];
    let bits = 0n;
    for (let p = pe - 1; p >= 0; p--) {
      for (let lane = simd - 1; lane >= 0; lane--) {
        const weight = rows[fold * pe + p]?.[step * simd + lane] ?? 0;
        bits = (bits << BigInt(weightBits)) | weightWord(weight, weightBits);
      }
    }
    return bits;
  });
}

/** Bits of the greatest sum and of one more, that no sum reaches. */
export function thresholdBits(config: SharedEngineConfig): number {
  return unsignedWidth(greatestSum(config) + 1);
}

/** The greatest sum of any layer, its filling included. */
export function greatestSum(config: SharedEngineConfig): number {
  const inputs = engineProducts(config).map(
    ({ channels, window: { size } }) =>
      size[0] * size[1] * Math.ceil(channels / config.simd) * config.simd,
  );
  return Math.max(...inputs) * greatestProduct(config);
}

/** Bits that a row of the engine has of constants in a word. */
export function outputWordBits(config: SharedEngineConfig): number {
  const levels = Math.max(...engineProducts(config).map((layer) => layer.levels));
  const leavesSums = engineProducts(config).some((layer) => layer.levels === 0);
  return Math.max(levels * thresholdBits(config), leavesSums ? config.output.bits : 0);
}

/** Thresholds of sums, the lowest first, or of sums that leave what is added to them. */
function outputWords(
  config: SharedEngineConfig,
  { channels, levels, outputs }: EngineLayer,
  rows: readonly (readonly number[])[],
  thresholds: ArrayLike<number>,
  first: number,
): bigint[] {
  const { pe, simd, input, weightBits, output } = config;
  const [bits, width] = [thresholdBits(config), outputWordBits(config)];
  const most = Math.max(...engineProducts(config).map((layer) => layer.levels));
  const scale = Math.abs(input.scale);
  const filled = rows[0].length - (rows[0].length / (Math.ceil(channels / simd) * simd)) * channels;
  // What fills a vector up is the number of u = 0.
  const filling = weightBits === 1 ? filled * input.offset : 0;
  const never = greatestSum(config) + 1;
  const joined = (sums: readonly number[]): bigint =>
    sums.reduceRight((word, sum) => (word << BigInt(bits)) | BigInt(sum), 0n);
  const words = rows.map((weights, row) => {
    const offset = rowOffset(config, weights) - filling;
    if (levels === 0) return BigInt.asUintN(output.bits, BigInt(offset));
    const least = Array.from({ length: most }, (_, level) => {
      if (level >= levels) return never;
      const sum = Math.ceil((thresholds[first + row * levels + level] - offset) / scale);
      return Math.min(Math.max(sum, 0), never);
    });
    return joined(least);
  });
  // Rows that fill a fold up make u = 0.
  const idle = joined(new Array<number>(most).fill(input.scale < 0 ? 0 : never));
  return Array.from({ length: Math.ceil(outputs / pe) }, (_, fold) => {
    let word = 0n;
    for (let p = pe - 1; p >= 0; p--)
      word = (word << BigInt(width)) | (words[fold * pe + p] ?? idle);
    return word;
  });
}
