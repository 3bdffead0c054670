import { codeOf, packBipolar, packTernary, planeCodeOf, wordsPerRow } from "@bnnkit/core";
import { packTableLanes } from "../pack-table-lanes.ts";
import { float32TableBytes, int8TableBytes } from "../tape/table-product.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

/** Products by table look-up, of one plane and of two. */
export function writeGoldenTables(tape: TapeBuilder, data: GoldenData): void {
  const { x, rows, rowCount, features, outFeatures, columnScales, bias } = data;
  const size = rowCount * outFeatures;
  const values = data.random(outFeatures * features);
  const signs = packBipolar(values, outFeatures, features);
  const ternary = packTernary(values.map(Math.round), outFeatures, features);
  const words = (lanes: Uint8Array<ArrayBuffer>): number => data.ints(new Int32Array(lanes.buffer));
  const one = { weights: words(packTableLanes(signs)), rows, outFeatures, inFeatures: features };
  const two = {
    ...one,
    weights: words(packTableLanes(ternary)),
    code: planeCodeOf(codeOf(ternary)),
  };
  const output = { columnScales, bias, relu: true };
  const codes = data.ints(new Int32Array(Math.ceil((rowCount * features) / 4)));
  const rowScales = data.floats(new Float32Array(rowCount));
  const tables = data.ints(new Int32Array((rowCount * int8TableBytes(features)) / 4));
  const floatTables = data.ints(new Int32Array((rowCount * float32TableBytes(features)) / 4));
  tape
    .quantizeInt8({ x, rows, features, codes, rowScales })
    .tabulateInt8({ codes, rows, features, tables })
    .tableGemmInt32({ ...one, tables, out: data.intOutput("tableGemmInt32", size) })
    .tableGemmInt32({ ...two, tables, out: data.intOutput("tableGemmInt32", size) })
    .tableGemm({ ...one, ...output, tables, rowScales, out: data.floatOutput("tableGemm", size) })
    .tableGemmInt8({
      ...{ ...two, columnScales, bias, tables, rowScales, step: 0.1 },
      out: data.intOutput("tableGemmInt8", Math.ceil(size / 4)),
    })
    .tableGemmSign({
      ...{ ...two, tables, thresholds: data.thresholds, flips: data.flips },
      out: data.intOutput("tableGemmSign", rowCount * wordsPerRow(outFeatures)),
    })
    .tabulateFloat32({ x, rows, features, tables: floatTables })
    .tableGemmFloat32({
      ...{ ...two, ...output, tables: floatTables, rowScales: data.y },
      out: data.floatOutput("tableGemmFloat32", size),
    });
}
