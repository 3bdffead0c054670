import { bipolarMatrix, unpackBipolar } from "@bnnkit/core";
import { formatCode, type PackedModel, tensorNamed, type Weights } from "@bnnkit/model";

/** A matrix of one-bit, int8 or float32 weights as float32 [rows, columns].
 *  @throws RangeError for weights of another code. */
export function floatWeights(
  { tensors }: PackedModel,
  { tensor, code }: Weights,
  rows: number,
  columns: number,
): Float32Array {
  const scales = (): Float32Array =>
    tensorNamed("floatWeights", tensors, `${tensor}.scales`, "F32").data;
  switch (formatCode(code)) {
    case "float32":
      return tensorNamed("floatWeights", tensors, `${tensor}.weights`, "F32").data;
    case "row·int8": {
      const ofRow = scales();
      const codes = tensorNamed("floatWeights", tensors, `${tensor}.codes`, "I8").data;
      return Float32Array.from(codes, (digit, i) => digit * ofRow[Math.floor(i / columns)]);
    }
    case "row·bipolar": {
      const ofRow = scales();
      const bits = bipolarMatrix(
        tensorNamed("floatWeights", tensors, `${tensor}.bits`, "U32").data,
        rows,
        columns,
      );
      return Float32Array.from(unpackBipolar(bits), (sign, i) => {
        return sign * ofRow[Math.floor(i / columns)];
      });
    }
    default:
      throw new RangeError(
        `floatWeights: weights must be bits, int8 or floats, got ${formatCode(code)}`,
      );
  }
}

/** The same matrix with rows and columns exchanged. @param factor  is multiplied in. */
export function transposed(
  matrix: Float32Array,
  rows: number,
  columns: number,
  factor: number,
): Float32Array {
  return Float32Array.from(matrix, (_, i) => {
    return factor * matrix[(i % rows) * columns + Math.floor(i / rows)];
  });
}
