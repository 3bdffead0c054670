import { codeOf, packBipolar, packTernary, planeCodeOf, wordsPerRow } from "@bnnkit/core";
import { countPlaneRows, packPlaneLanes, packPlaneRows } from "../pack-plane-lanes.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

/** Products of bit planes: ±1 activations with ternary weights, integer and scaled; floats with the mask alone. */
export function writeGoldenPlanes(tape: TapeBuilder, data: GoldenData): void {
  const { rows, rowCount, features, outFeatures, columnScales, bias } = data;
  const signs = packBipolar(data.random(rowCount * features), rowCount, features);
  const values = data.random(outFeatures * features).map(Math.round);
  const ternary = packTernary(values, outFeatures, features);
  const shared = {
    bits: data.ints(packPlaneRows(signs)),
    weights: data.ints(packPlaneLanes(ternary)),
    columnCounts: data.ints(countPlaneRows(ternary)),
    ...{ rows, outFeatures, inFeatures: features, activationCode: planeCodeOf(codeOf(signs)) },
  };
  const size = rowCount * outFeatures;
  const [bytes, bits] = [Math.ceil(size / 4), rowCount * wordsPerRow(outFeatures)];
  const integer = { ...shared, weightCode: planeCodeOf(codeOf(ternary)) };
  const real = {
    ...{ ...shared, weightPlanes: 2, columnOffsets: columnScales, bias, columnScales },
    columnWeights: data.floats(data.random(2 * outFeatures)),
  };
  const { thresholds, flips } = data;
  tape
    .planeGemmInt32({ ...integer, out: data.intOutput("planeGemmInt32", size) })
    .planeGemmSign({
      ...{ ...integer, thresholds, flips, out: data.intOutput("planeGemmSign", bits) },
    })
    .planeGemm({
      ...{ ...real, rowScales: data.y, relu: true, out: data.floatOutput("planeGemm", size) },
    })
    .planeGemmInt8({ ...real, step: 0.1, out: data.intOutput("planeGemmInt8", bytes) });
  const setBits = {
    ...{ x: data.x, weights: data.ints(ternary.mask), rows, outFeatures, inFeatures: features },
  };
  const scaled = { rowScales: data.y, columnScales, bias, slopes: columnScales };
  tape
    .setBitGemm({ ...setBits, ...scaled, out: data.floatOutput("setBitGemm", size) })
    .setBitGemmInt8({
      ...{ ...setBits, ...scaled, step: 0.1, out: data.intOutput("setBitGemmInt8", bytes) },
    })
    .setBitGemmSign({
      ...{ ...setBits, thresholds: bias, flips, out: data.intOutput("setBitGemmSign", bits) },
    });
}
