import { bipolarMatrix, unpackBipolar } from "@bnnkit/core";
import { checkModel, type PackedModel, type TensorData, tensorNamed } from "@bnnkit/model";
import { bmtMaximum } from "@bnnkit/quantizers";
import type { TransformerConfig } from "./config.ts";
import { describedConfig } from "./described-config.ts";
import { scaledName, tableName, tableScalesName } from "./node-blocks.ts";
import { type ParameterShape, parameterShapes } from "./parameter-shapes.ts";
import type { Parameters } from "./parameters.ts";
import { dequantizeTable } from "./quantized-table.ts";

/** A packed model as training has it. */
export interface UnpackedModel {
  /** Groups in one bit have it from step 0 on; nothing is dropped or smoothed, and the post scale is 1. */
  readonly config: TransformerConfig;
  readonly parameters: Parameters;
}

/** Magnitude of the latent weights of a one-bit matrix as a share of the greatest of their row. Measured on text of
 *  another kind, 300 steps at a rate of 0.004: with 0.01, 0.03, 0.1 the held-out loss went from 3.91 to 2.27, 2.15, 2.37. */
const latentShare = 1 / 32;

/** So that weights of rows of zeros have signs, too: to the scale of the row it adds nothing in float32. */
const leastMagnitude = 2 ** -100;

/** What a training run needs to go on from a packed model: the inverse of `exportModel`.
 *
 *  Of a one-bit matrix the file has the signs and the scale of each row, from which BMT's quantizer knows the greatest
 *  magnitude of the row. Each row gets one weight of that magnitude, the others a thirty-second of that: within the bound, where the estimators have a
 *  gradient, and near enough to 0 to change their sign. Packed again these are the same words and scales; how far each
 *  weight was from changing its sign is lost. A matrix on grids is one of floats, its numbers.
 *  @throws TypeError or RangeError as `checkModel`; RangeError if `exportModel` makes no such model. */
export function unpackModel(model: PackedModel): UnpackedModel {
  checkModel(model);
  const config = describedConfig(model.description);
  const entries = parameterShapes(config).map((parameter) => {
    const { name, shape } = parameter;
    return [name, { shape, values: valuesOf(model, parameter) }] as const;
  });
  return { config, parameters: Object.fromEntries(entries) };
}

function valuesOf(model: PackedModel, { nodes, part, shape }: ParameterShape): Float32Array {
  if (part === "table") return tableOf(model, shape);
  if (part === "bias" && model.tensors.has(`${scaledName(nodes[0])}.offsets`)) {
    return floats(model, `${scaledName(nodes[0])}.offsets`).slice();
  }
  if (part !== "weights") return floats(model, `${nodes[0]}.${part}`).slice();
  const values = new Float32Array(shape[0] * shape[1]);
  let offset = 0;
  for (const node of nodes) {
    const rows = weightsOf(model, node, shape[1]);
    values.set(rows, offset);
    offset += rows.length;
  }
  return values;
}

function weightsOf(model: PackedModel, name: string, columns: number): Float32Array {
  if (model.tensors.has(`${scaledName(name)}.scales`)) {
    return gridValues(model, name, {
      scales: floats(model, `${scaledName(name)}.scales`),
      columns,
    });
  }
  const bits = model.tensors.get(`${name}.bits`);
  if (bits?.dtype !== "U32") return floats(model, `${name}.weights`);
  const scales = floats(model, `${name}.scales`);
  const signs = unpackBipolar(bipolarMatrix(bits.data, scales.length, columns));
  return Float32Array.from(signs, (sign, index) => {
    const row = Math.floor(index / columns);
    const greatest = Math.max(bmtMaximum(scales[row]), leastMagnitude);
    // One column is not in every row the one that keeps its sign longest.
    return sign * (index % columns === row % columns ? greatest : latentShare * greatest);
  });
}

/** The numbers of a matrix on grids: sums of its planes, times the scales of the rows. */
function gridValues(
  { tensors }: PackedModel,
  name: string,
  { scales, columns }: { readonly scales: Float32Array; readonly columns: number },
): Float32Array {
  const planes = tensors.has(`${name}.bits`)
    ? [`${name}.bits`]
    : [...tensors.keys()].filter((key) => key.startsWith(`${name}.`) && key.endsWith(".bits"));
  const codes = new Int8Array(scales.length * columns);
  for (const [plane, key] of planes.sort().entries()) {
    const { data } = tensorNamed("unpackModel", tensors, key, "U32");
    const signs = unpackBipolar(bipolarMatrix(data, scales.length, columns));
    for (const [i, sign] of signs.entries()) codes[i] += sign * 2 ** plane;
  }
  return dequantizeTable({ codes, scales });
}

function tableOf(model: PackedModel, [, columns]: readonly number[]): Float32Array {
  if (model.tensors.has(`${tableScalesName}.weights`)) {
    return gridValues(model, tableName, {
      scales: floats(model, `${tableScalesName}.weights`),
      columns,
    });
  }
  const codes = model.tensors.get(`${tableName}.codes`);
  if (codes?.dtype !== "I8") return floats(model, `${tableName}.weights`).slice();
  return dequantizeTable({ codes: codes.data, scales: floats(model, `${tableName}.scales`) });
}

function floats(model: PackedModel, name: string): TensorData["F32"] {
  return tensorNamed("unpackModel", model.tensors, name, "F32").data;
}
