import { quoted } from "./quoted.ts";
import type { FileTensor, Tensor } from "./tensor.ts";

/** The tensors of a file, if all are of dtypes that a model may hold.
 *  @throws TypeError naming the first that is not. */
export function modelTensors(
  tensors: ReadonlyMap<string, FileTensor>,
): ReadonlyMap<string, Tensor> {
  const own = new Map<string, Tensor>();
  for (const [name, tensor] of tensors) {
    if (!isModelTensor(tensor)) {
      throw new TypeError(
        `tensor ${quoted(name)} of a model must have a dtype of F32, I8, I32, U32, U8, got ${tensor.dtype}`,
      );
    }
    own.set(name, tensor);
  }
  return own;
}

function isModelTensor(tensor: FileTensor): tensor is Tensor {
  switch (tensor.dtype) {
    case "F32":
    case "I8":
    case "I32":
    case "U32":
    case "U8":
      return true;
    default:
      return false;
  }
}
