import { type Tensor, tensorsOf, writeModel } from "@bnnkit/model";
import { layeredDescription } from "../page/hardware/layered-description.ts";

/** The file of a model of 16 bits, 4 hidden ones and 2 scores, whose weights are all +1 and whose thresholds are 0. */
export function tinyModel(): Uint8Array {
  const description = layeredDescription([16, 4, 2]);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape }] of tensorsOf(description)) {
    const length = shape.reduce((product, size) => product * size, 1);
    if (dtype === "U32") tensors.set(name, { dtype, shape, data: new Uint32Array(length) });
    else if (dtype === "I32") tensors.set(name, { dtype, shape, data: new Int32Array(length) });
    else throw new RangeError(`tinyModel: no tensor of ${dtype} was expected, got ${name}`);
  }
  return writeModel({ description, tensors, metadata: {} });
}
