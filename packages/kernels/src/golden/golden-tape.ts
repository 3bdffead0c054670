import { foldThresholds, packBipolar, wordsPerRow } from "@bnnkit/core";
import { packByteLanes } from "../pack-byte-lanes.ts";
import { packFloatLanes } from "../pack-float-lanes.ts";
import { packLanes } from "../pack-lanes.ts";
import { popcountThresholds } from "../popcount-thresholds.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import { writeGoldenBits } from "./golden-bits.ts";
import { writeGoldenConvolutions } from "./golden-convolutions.ts";
import type { GoldenData } from "./golden-data.ts";
import { writeGoldenMaps } from "./golden-maps.ts";
import { writeGoldenPlanes } from "./golden-planes.ts";
import { writeGoldenTables } from "./golden-tables.ts";
import { writeGoldenTruthTables } from "./golden-truth-tables.ts";

/** Puts every operation on the tape once. The sizes reach whole tiles and the tails of every micro-kernel. */
export function writeGoldenTape(tape: TapeBuilder, data: GoldenData): void {
  writeEmbeddings(tape, data);
  writeBinaryProducts(tape, data);
  writeFloatProducts(tape, data);
  writeRowOperations(tape, data);
  writeAttention(tape, data);
  writeLogits(tape, data);
  writeGoldenTables(tape, data);
  writeGoldenPlanes(tape, data);
  writeGoldenBits(tape, data);
  writeGoldenConvolutions(tape, data);
  writeGoldenMaps(tape, data);
  writeGoldenTruthTables(tape, data);
}

function writeEmbeddings(tape: TapeBuilder, data: GoldenData): void {
  const { rows, features, outFeatures, rowCount, columnScales } = data;
  const ids = data.ints([3, 20, 0]);
  const table = data.floats(data.random(outFeatures * features));
  const shared = { ids, positions: ids, positionTable: table, multiplier: 3, rows, features };
  const codes = data.ints(Int32Array.from(data.random((outFeatures * features) / 2), toInt32));
  const int8Out = data.floatOutput("embedInt8", rowCount * features);
  tape.embedInt8({ ...shared, codes, scales: columnScales, out: int8Out });
  tape.embedFloat32({
    ...shared,
    table,
    out: data.floatOutput("embedFloat32", rowCount * features),
  });
  const copies = data.floatOutput("copyRows", outFeatures * features);
  tape.copyRows({ from: data.x, to: copies, rows, features, toRow: ids });
}

function writeBinaryProducts(tape: TapeBuilder, data: GoldenData): void {
  const { x, y, rows, rowCount, features, outFeatures, columnScales, bias } = data;
  const size = rowCount * outFeatures;
  const words = rowCount * wordsPerRow(features);
  const bits = data.intOutput("signPackTokenMaximum", words);
  const rowScales = data.floatOutput("signPackTokenMaximum", rowCount);
  const signs = packBipolar(data.random(outFeatures * features), outFeatures, features);
  const lanes = data.ints(packLanes(signs));
  const product = { rows, outFeatures, inFeatures: features };
  const output = { columnScales, bias, relu: true };
  const signWeightOut = data.floatOutput("signWeightGemm", size);
  tape
    .signPackTokenMaximum({ x, rows, features, bits, rowScales })
    .signPackShift({ x, shift: y, rows, features, bits: data.intOutput("signPackShift", words) })
    .signWeightGemm({ ...product, ...output, weights: lanes, x, out: signWeightOut });
  writeScaledBinaryProducts(tape, data, bits, rowScales, data.ints(packByteLanes(signs)));
  writeLongBinaryProducts(tape, data);
}

function writeScaledBinaryProducts(
  tape: TapeBuilder,
  data: GoldenData,
  bits: number,
  rowScales: number,
  weights: number,
): void {
  const { rows, rowCount, features, outFeatures, columnScales, bias } = data;
  const size = rowCount * outFeatures;
  const product = { bits, weights, rows, outFeatures, inFeatures: features };
  const scaled = { ...product, rowScales, columnScales, bias };
  const dots = foldThresholds({
    scales: data.random(outFeatures),
    bias: data.random(outFeatures),
    inFeatures: features,
  });
  const { thresholds, flips } = popcountThresholds(dots, features);
  const codes = data.intOutput("bgemmInt8", Math.ceil(size / 4));
  const signs = data.intOutput("bgemmSign", rowCount * wordsPerRow(outFeatures));
  const fold = { thresholds: data.ints(thresholds), flips: data.ints(flips) };
  tape
    .bgemm({ ...scaled, relu: true, out: data.floatOutput("bgemm", size) })
    .bgemmInt32({ ...product, out: data.intOutput("bgemmInt32", size) })
    .bgemmInt8({ ...scaled, slopes: columnScales, out: codes })
    .bgemmSign({ ...product, ...fold, out: signs });
}

/** Wide enough for a whole tile and a part of one, long enough that every kind of counter is widened on the way. */
export function writeLongBinaryProducts(tape: TapeBuilder, data: GoldenData): void {
  for (const [rowCount, outFeatures, inFeatures] of [
    [5, 81, 257],
    [1, 3, 1025],
  ]) {
    const weights = packBipolar(data.random(outFeatures * inFeatures), outFeatures, inFeatures);
    const activations = packBipolar(data.random(rowCount * inFeatures), rowCount, inFeatures);
    tape.bgemmInt32({
      bits: data.ints(activations.words),
      weights: data.ints(packByteLanes(weights)),
      rows: data.ints([rowCount]),
      ...{ outFeatures, inFeatures },
      out: data.intOutput("bgemmInt32", rowCount * outFeatures),
    });
  }
}

function writeFloatProducts(tape: TapeBuilder, data: GoldenData): void {
  const { x, y, rows, rowCount, features, outFeatures, bias, columnScales } = data;
  const dense = data.random(outFeatures * features);
  const weights = data.floats(packFloatLanes(dense, outFeatures, features));
  const out = data.floatOutput("gemmFloat32", rowCount * outFeatures);
  const shape = { rows, outFeatures, inFeatures: features };
  const output = { rowScales: y, columnScales, bias, slopes: columnScales, out };
  tape.gemmFloat32({ x, weights, ...shape, ...output });
}

function writeRowOperations(tape: TapeBuilder, data: GoldenData): void {
  const { x, y, rows, rowCount, features, bias, columnScales } = data;
  const size = rowCount * features;
  tape
    .layerNorm({
      ...{ x, rows, features, groups: 2, gamma: bias, beta: columnScales, epsilon: 1e-6 },
      ...{ addend: y, out: data.floatOutput("layerNorm", size) },
    })
    .layerNorm({
      ...{ x, rows, features, gamma: y, beta: y, epsilon: 1e-6, centered: false },
      out: data.floatOutput("layerNorm", size),
    })
    .affine({
      ...{ x, element: "int32", rows, features, scales: y, offsets: y, slopes: y, after: y },
      out: data.floatOutput("affine", size),
    })
    .copyColumns({
      ...{ from: x, to: data.floatOutput("copyColumns", size), element: "float32", rows },
      ...{ fromFeatures: features, fromColumn: 3, toFeatures: features, toColumn: 1, columns: 17 },
    })
    .multiply({
      ...{ a: x, b: y, element: "float32", rows, features, bFeatures: 1 },
      out: data.floatOutput("multiply", size),
    })
    .round({
      ...{ x, element: "float32", rows, features, step: 0.1, least: -7, greatest: 7 },
      ...{ outElement: "int32", out: data.intOutput("round", size) },
    })
    .activation({ x, function: "tanh", rows, features, out: data.floatOutput("activation", size) })
    .activation({ x, function: "gelu", rows, features, out: data.floatOutput("activation", size) })
    .activation({ x, function: "silu", rows, features, out: data.floatOutput("activation", size) })
    .relu({ x, rows, features, out: data.floatOutput("relu", size) })
    .add({ a: x, b: y, rows, features, out: data.floatOutput("add", size) })
    .binarize({ x, rows, features, groups: 2, out: data.floatOutput("binarize", size) });
}

function writeAttention(tape: TapeBuilder, data: GoldenData): void {
  const { x, rows, rowCount, features } = data;
  const maximumKeys = 6;
  const k = data.floats(data.random(maximumKeys * features));
  const v = data.floats(data.random(maximumKeys * features));
  const out = data.floatOutput("attention", rowCount * features);
  const [keyStart, keyCount] = [data.ints([0, 1, 0]), data.ints([6, 4, 0])];
  const shape = { rows, heads: 2, headFeatures: features / 2, maximumKeys };
  tape.attention({ ...shape, q: x, k, v, keyStart, keyCount, out });
  const shared = data.floatOutput("attention", rowCount * features);
  tape.attention({ ...shape, keyHeads: 1, q: x, k, v, keyStart, keyCount, out: shared });
  tape.rotate({
    ...{
      x,
      positions: keyStart,
      turns: k,
      rows,
      heads: 2,
      headFeatures: features / 2,
      rotated: 14,
    },
    out: data.floatOutput("rotate", rowCount * features),
  });
  const { outFeatures, columnScales, bias } = data;
  tape.sparseGemm({
    ...{
      x,
      entries: data.ints([5, 256, 513, 1111, 3327]),
      rows,
      outFeatures,
      inFeatures: features,
    },
    starts: data.ints(Array.from({ length: outFeatures + 1 }, (_, n) => n >> 2)),
    ...{ scales: columnScales, offsets: bias },
    out: data.floatOutput("sparseGemm", rowCount * outFeatures),
  });
}

function writeLogits(tape: TapeBuilder, data: GoldenData): void {
  const { x, rows, rowCount, features, outFeatures, columnScales, bias } = data;
  const k = 3;
  const codes = data.intOutput("quantizeInt8", Math.ceil((rowCount * features) / 4));
  const rowScales = data.floatOutput("quantizeInt8", rowCount);
  const table = data.ints(Int32Array.from(data.random((outFeatures * features) / 2), toInt32));
  const logits = data.floatOutput("gemmInt8", rowCount * outFeatures);
  tape
    .quantizeInt8({ x, rows, features, codes, rowScales })
    .gemmInt8({
      ...{ codes, weights: table, rowScales, columnScales, bias, slopes: columnScales },
      ...{ rows, outFeatures, inFeatures: features, out: logits },
    })
    .gemmInt8Int8({
      ...{
        codes,
        weights: table,
        rowScales,
        columnScales,
        bias,
        step: 0.5,
        least: -7,
        greatest: 7,
      },
      ...{ rows, outFeatures, inFeatures: features },
      out: data.intOutput("gemmInt8Int8", Math.ceil((rowCount * outFeatures) / 4)),
    })
    .gemmInt8Sign({
      ...{ codes, weights: table, rows, outFeatures, inFeatures: features },
      ...{ thresholds: data.thresholds, flips: data.flips },
      out: data.intOutput("gemmInt8Sign", rowCount * wordsPerRow(outFeatures)),
    })
    .gemmInt8Int32({
      ...{ codes, unsigned: true, weights: table, rows, outFeatures, inFeatures: features },
      out: data.intOutput("gemmInt8Int32", rowCount * outFeatures),
    })
    .logSoftmaxTopK({
      ...{ logits, rows, vocabularySize: outFeatures, k },
      outIds: data.intOutput("logSoftmaxTopK", rowCount * k),
      outLogProbabilities: data.floatOutput("logSoftmaxTopK", rowCount * k),
    });
}

/** Four random bytes from one random number. */
function toInt32(value: number): number {
  return value * 2 ** 31;
}
