import { bipolarMatrix, unpackBipolar } from "@bnnkit/core";
import { formatCode, type PackedModel, type TensorData, type Weights } from "@bnnkit/model";

/** Data of a tensor that must be there with a dtype.
 *  @throws RangeError when it is not. */
export function dataOf<D extends keyof TensorData>(
  { tensors }: PackedModel,
  name: string,
  dtype: D,
): TensorData[D] {
  const tensor: { dtype: keyof TensorData; data: TensorData[keyof TensorData] } | undefined =
    tensors.get(name);
  if (tensor === undefined || !hasDtype(tensor, dtype)) {
    throw new RangeError(`dataOf: tensor ${name} must be there as ${dtype}`);
  }
  return tensor.data;
}

function hasDtype<D extends keyof TensorData>(
  tensor: { dtype: keyof TensorData; data: TensorData[keyof TensorData] },
  dtype: D,
): tensor is { dtype: D; data: TensorData[D] } {
  return tensor.dtype === dtype;
}

/** A matrix of one-bit, int8 or float32 weights as float32 [rows, columns].
 *  @throws RangeError for weights of another code. */
export function floatWeights(
  model: PackedModel,
  { tensor, code }: Weights,
  rows: number,
  columns: number,
): Float32Array {
  const scales = (): Float32Array => dataOf(model, `${tensor}.scales`, "F32");
  switch (formatCode(code)) {
    case "float32":
      return dataOf(model, `${tensor}.weights`, "F32");
    case "row·int8": {
      const ofRow = scales();
      const codes = dataOf(model, `${tensor}.codes`, "I8");
      return Float32Array.from(codes, (digit, i) => digit * ofRow[Math.floor(i / columns)]);
    }
    case "row·bipolar": {
      const ofRow = scales();
      const bits = bipolarMatrix(dataOf(model, `${tensor}.bits`, "U32"), rows, columns);
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
