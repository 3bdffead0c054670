import type { TernaryMatrix } from "@bnnkit/core";
import type { CheckpointTensors } from "./checkpoint-tensors.ts";
import type { ConfigFields } from "./config-fields.ts";
import { type CheckpointMatrix, floatMatrix } from "./decoder-builder.ts";
import { TernaryBytesPacker } from "./ternary-bytes.ts";

/** The matrix of a linear layer: floats, or ternary digits of two bits with one scale, which multiply rows of int8 (BitNet b1.58).
 *
 *  `weight_scale` is what the digits are multiplied by in layers of the class "autobitlinear", and what the product is divided by in
 *  those of the class "bitlinear", as `quantization_config.linear_class` says.
 *  @throws RangeError for a tensor that is not there or of another shape, for digits that are none, and for floats that the configuration
 *    says are quantized while the model runs. */
export async function linearMatrix(
  tensors: CheckpointTensors,
  config: ConfigFields,
  name: string,
  rows: number,
  columns: number,
): Promise<CheckpointMatrix> {
  if (tensors.dtypeOf(`${name}.weight`) !== "U8") {
    if (config.has("quantization_config")) {
      config.refuse(
        "quantization_config",
        `must not be there, as ${name}.weight is not quantized in the file`,
      );
    }
    return floatMatrix(await tensors.floats(`${name}.weight`, [rows, columns]), rows, columns);
  }
  const pieces = tensors.pieces(`${name}.weight`, [rows / 4, columns]);
  const packer = new TernaryBytesPacker(`${name}.weight`, rows, columns);
  for await (const piece of pieces) {
    if (piece.dtype === "U8") packer.add(piece.data);
  }
  const [given] = await tensors.floats(`${name}.weight_scale`, [1]);
  if (!(given > 0)) {
    throw new RangeError(
      `readCheckpoint: tensor "${name}.weight_scale" must be positive, got ${given}`,
    );
  }
  const scale = isInverse(config) ? 1 / given : given;
  return {
    code: [{ digit: "ternary", scale }],
    parts: ternaryPlanes(packer.matrix()),
    readsCodes: true,
  };
}

/** A mask and signs as the tensors of a model. */
function ternaryPlanes({
  rows,
  wordsPerRow,
  mask,
  sign,
}: TernaryMatrix): CheckpointMatrix["parts"] {
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
