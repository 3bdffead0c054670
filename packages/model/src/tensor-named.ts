import type { Dtype, Tensor, TensorOf } from "./tensor.ts";

/** A tensor of a model by its name, of the element type that is needed.
 *  @throws RangeError if there is none. */
export function tensorNamed<D extends Dtype>(
  where: string,
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  dtype: D,
): TensorOf<D> {
  const tensor = tensors.get(name);
  if (tensor !== undefined && hasDtype(tensor, dtype)) return tensor;
  throw new RangeError(`${where}: the model must have a tensor "${name}" of dtype ${dtype}`);
}

function hasDtype<D extends Dtype>(tensor: Tensor, dtype: D): tensor is TensorOf<D> {
  return tensor.dtype === dtype;
}
