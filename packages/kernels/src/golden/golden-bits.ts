import { packBipolar, wordsPerRow } from "@bnnkit/core";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

/** Signs of int8 and of normalized floats, whose slices end within a byte; attention on bits in all its forms. */
export function writeGoldenBits(tape: TapeBuilder, data: GoldenData): void {
  writeSigns(tape, data);
  writeBitAttention(tape, data);
}

function writeSigns(tape: TapeBuilder, data: GoldenData): void {
  const { x, y, rows, rowCount, features, columnScales, bias } = data;
  const words = rowCount * wordsPerRow(features);
  const bytes = data.ints(Int32Array.from(data.random(words * 8), (value) => value * 2 ** 31));
  const norm = { x, rows, features, groups: 2, gamma: bias, beta: columnScales, epsilon: 1e-6 };
  const int8 = { x: bytes, rows, features };
  tape
    .signPackInt8({ ...int8, bits: data.intOutput("signPackInt8", words) })
    .signPackInt8({ ...int8, thresholds: bytes, bits: data.intOutput("signPackInt8", words) })
    .threshold({
      ...{ x, element: "float32", rows, features, thresholds: { at: y, count: 1 }, flips: bytes },
      ...{ planes: 1, levels: [1, 0], bits: data.intOutput("threshold", words) },
    })
    .threshold({
      ...{ x: bytes, element: "uint8", rows, features, thresholds: [31, 130, 200] },
      ...{ planes: 2, levels: [0, 1, 2, 3], bits: data.intOutput("threshold", 2 * words) },
    })
    .layerNormSignPackTokenMaximum({
      ...{ ...norm, bits: data.intOutput("layerNormSignPackTokenMaximum", words) },
      rowScales: data.floatOutput("layerNormSignPackTokenMaximum", rowCount),
    })
    .layerNormSignPackShift({
      ...{ ...norm, shift: y, bits: data.intOutput("layerNormSignPackShift", words) },
    });
}

const KEYS = 6;

function writeBitAttention(tape: TapeBuilder, data: GoldenData): void {
  const { rows, rowCount } = data;
  for (const headFeatures of [64, 72]) {
    const features = 2 * headFeatures;
    const signs = (count: number): number =>
      data.ints(packBipolar(data.random(count * features), count, features).words);
    const cache = data.intOutput("copyBitRows", KEYS * wordsPerRow(features));
    const [appended, toRow] = [data.ints([KEYS]), data.ints([3, 0, 5, 1, 2, 4])];
    const shape = { rows, heads: 2, headFeatures, maximumKeys: KEYS };
    const index = data.ints([5, 0, 1, 2, 4, 3, 1, 1, 4, 0, 2, 3, 0, 1, 2, 3, 4, 5]);
    const keys = { q: signs(rowCount), k: cache, keyCount: data.ints([6, 4, 0]), keyIndex: index };
    const [v, valueBits] = [data.floats(data.random(KEYS * features)), signs(KEYS)];
    const scales = { queryScales: data.columnScales, keyScales: data.columnScales };
    const out = (): number => data.floatOutput("bitAttention", rowCount * features);
    tape
      .copyBitRows({ from: signs(KEYS), to: cache, rows: appended, features, toRow })
      .bitAttention({ ...shape, ...keys, v, out: out() })
      .bitAttention({ ...shape, ...keys, valueBits, multiplier: 3, out: out() })
      .bitAttention({ ...shape, ...keys, v, keep: { above: 0.2 }, out: out() })
      .bitAttention({
        ...{ ...shape, ...keys, ...scales, scaleGroups: 2, valueBits },
        ...{ keep: { shareOfLargest: 0.25 }, out: out() },
      });
  }
}
