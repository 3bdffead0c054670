import type { PackedModel } from "../packed-model.ts";

/** The tensors of a model by name and dtype. */
export interface Weights {
  floats(name: string): Float32Array;
  codes(name: string): Int8Array;
  words(name: string): Uint32Array;
}

/** @throws RangeError, at use, for a tensor that is missing or of another dtype. */
export function weightsOf({ tensors }: PackedModel): Weights {
  const refuse = (name: string, dtype: string): never => {
    throw new RangeError(`evaluateModel: the model must have a tensor "${name}" of dtype ${dtype}`);
  };
  return {
    floats(name) {
      const tensor = tensors.get(name);
      return tensor?.dtype === "F32" ? tensor.data : refuse(name, "F32");
    },
    codes(name) {
      const tensor = tensors.get(name);
      return tensor?.dtype === "I8" ? tensor.data : refuse(name, "I8");
    },
    words(name) {
      const tensor = tensors.get(name);
      return tensor?.dtype === "U32" ? tensor.data : refuse(name, "U32");
    },
  };
}
