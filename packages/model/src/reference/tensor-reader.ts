import type { PackedModel } from "../packed-model.ts";
import type { Dtype, TensorOf } from "../tensor.ts";
import { tensorNamed } from "../tensor-named.ts";

/** The tensors of a model by name and dtype. */
export interface TensorReader {
  floats(name: string): Float32Array;
  integers(name: string): Int32Array;
  /** Of int32 or float32. */
  numbers(name: string): Int32Array | Float32Array;
  codes(name: string): Int8Array;
  bytes(name: string): Uint8Array;
  words(name: string): Uint32Array;
}

/** @throws RangeError, at use, for a tensor that is missing or of another dtype. */
export function tensorReader({ tensors }: Pick<PackedModel, "tensors">): TensorReader {
  const read = <D extends Dtype>(name: string, dtype: D): TensorOf<D> =>
    tensorNamed("evaluateGraph", tensors, name, dtype);
  return {
    floats: (name) => read(name, "F32").data,
    integers: (name) => read(name, "I32").data,
    numbers: (name) =>
      (tensors.get(name)?.dtype === "I32" ? read(name, "I32") : read(name, "F32")).data,
    codes: (name) => read(name, "I8").data,
    bytes: (name) => read(name, "U8").data,
    words: (name) => read(name, "U32").data,
  };
}
