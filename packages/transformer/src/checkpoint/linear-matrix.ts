import { packTernary } from "@bnnkit/core";
import type { CheckpointTensors } from "./checkpoint-tensors.ts";
import type { ConfigFields } from "./config-fields.ts";
import { type CheckpointMatrix, floatMatrix } from "./decoder-builder.ts";
import { unpackTernaryBytes } from "./ternary-bytes.ts";

/** The matrix of a linear layer: floats, or ternary digits of two bits with one scale, which multiply rows of int8 (BitNet b1.58).
 *
 *  `weight_scale` is what the digits are multiplied by in layers of the class "autobitlinear", and what the product is divided by in
 *  those of the class "bitlinear", as `quantization_config.linear_class` says.
 *  @throws RangeError for a tensor that is not there or of another shape, for digits that are none, and for floats that the configuration
 *    says are quantized while the model runs. */
export function linearMatrix(
  tensors: CheckpointTensors,
  config: ConfigFields,
  name: string,
  rows: number,
  columns: number,
): CheckpointMatrix {
  if (tensors.dtypeOf(`${name}.weight`) !== "U8") {
    if (config.has("quantization_config")) {
      config.refuse(
        "quantization_config",
        `must not be there, as ${name}.weight is not quantized in the file`,
      );
    }
    return floatMatrix(tensors.floats(`${name}.weight`, [rows, columns]), rows, columns);
  }
  const { data } = tensors.tensor(`${name}.weight`, [rows / 4, columns]);
  if (rows % 4 !== 0) {
    throw new RangeError(
      `linearMatrix: ${name}.weight must have a multiple of 4 rows, got ${rows}`,
    );
  }
  const [given] = tensors.floats(`${name}.weight_scale`, [1]);
  const scale = isInverse(config) ? 1 / given : given;
  const digits = unpackTernaryBytes(`${name}.weight`, Uint8Array.from(data, Number), rows, columns);
  return {
    code: [{ digit: "ternary", scale }],
    parts: ternaryPlanes(digits, rows, columns),
    readsCodes: true,
  };
}

/** Digits −1, 0, 1 as a mask and signs. */
export function ternaryPlanes(
  digits: ArrayLike<number>,
  rows: number,
  columns: number,
): CheckpointMatrix["parts"] {
  const { mask, sign, wordsPerRow } = packTernary(digits, rows, columns);
  const shape = [rows, wordsPerRow];
  return [
    ["mask", { dtype: "U32", shape, data: mask }],
    ["sign", { dtype: "U32", shape, data: sign }],
  ];
}

function isInverse(config: ConfigFields): boolean {
  const quantization = config.object("quantization_config");
  if (quantization === undefined) return true;
  quantization.choice("quant_method", ["bitnet"]);
  const kind = quantization.choice("linear_class", ["bitlinear", "autobitlinear"], "bitlinear");
  return kind === "bitlinear";
}
