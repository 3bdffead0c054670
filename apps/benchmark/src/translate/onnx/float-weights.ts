import { wordsPerRow } from "@bnnkit/core";
import type { Node, PackedModel, TensorData } from "@bnnkit/model";

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

/** Weights of a dense node as float32 [inFeatures, outFeatures].
 *  @param factor  is multiplied in. */
export function denseWeights(
  model: PackedModel,
  { name, inFeatures, outFeatures, weightBits }: Node<"dense">,
  factor: number,
): Float32Array {
  const weights = new Float32Array(inFeatures * outFeatures);
  const fill = (weightOf: (out: number, k: number) => number): Float32Array => {
    for (let k = 0; k < inFeatures; k++) {
      for (let out = 0; out < outFeatures; out++) {
        weights[k * outFeatures + out] = factor * weightOf(out, k);
      }
    }
    return weights;
  };
  if (weightBits === 32) {
    const floats = dataOf(model, `${name}.weights`, "F32");
    return fill((out, k) => floats[out * inFeatures + k]);
  }
  const scales = dataOf(model, `${name}.scales`, "F32");
  const bits = dataOf(model, `${name}.bits`, "U32");
  const stride = wordsPerRow(inFeatures);
  return fill((out, k) => {
    const isNegative = (bits[out * stride + (k >> 5)] >>> (k & 31)) & 1;
    return isNegative ? -scales[out] : scales[out];
  });
}

/** An embedding table as float32 [rows, features]. */
export function tableWeights(
  model: PackedModel,
  {
    table,
    bits,
    features,
  }: { readonly table: string; readonly bits: 8 | 32; readonly features: number },
): Float32Array {
  if (bits === 32) return dataOf(model, table, "F32");
  const codes = dataOf(model, `${table}.codes`, "I8");
  const scales = dataOf(model, `${table}.scales`, "F32");
  return Float32Array.from(codes, (code, i) => code * scales[Math.floor(i / features)]);
}
