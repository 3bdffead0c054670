import { codeOf, packBipolar, packTernary, planeCodeOf } from "@bnnkit/core";
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
  tape
    .planeGemmInt32({
      ...{ ...shared, weightCode: planeCodeOf(codeOf(ternary)) },
      out: data.intOutput("planeGemmInt32", size),
    })
    .planeGemm({
      ...{ ...shared, weightPlanes: 2, columnOffsets: columnScales, bias, relu: true },
      ...{ rowScales: data.y, columnScales },
      columnWeights: data.floats(data.random(2 * outFeatures)),
      out: data.floatOutput("planeGemm", size),
    })
    .setBitGemm({
      ...{ x: data.x, weights: data.ints(ternary.mask), rows, outFeatures, inFeatures: features },
      ...{ rowScales: data.y, columnScales, bias, slopes: columnScales },
      out: data.floatOutput("setBitGemm", size),
    });
}
