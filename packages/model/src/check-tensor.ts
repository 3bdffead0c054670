import { checkLength } from "@bnnkit/core";
import { quoted } from "./quoted.ts";
import {
  bytesPerElement,
  type Dtype,
  elementCount,
  maximumDimensions,
  type Tensor,
} from "./tensor.ts";

/**
 * Checks that a tensor is one: known dtype, whole sizes ≥ 0, data of the dtype's array type with as
 * many elements as the shape says.
 *
 * @throws TypeError for a wrong dtype or array type, RangeError for a wrong shape or length.
 */
export function checkTensor(where: string, name: string, tensor: Tensor): void {
  const { dtype, shape, data } = tensor;
  if (!Object.hasOwn(bytesPerElement, dtype)) {
    throw new TypeError(
      `${where}: ${name} must have a dtype of ${dtypeList}, got ${quoted(dtype)}`,
    );
  }
  if (dtypeOf(data) !== dtype) {
    throw new TypeError(
      `${where}: ${name} must hold its ${dtype} data in the typed array of that dtype, got ${quoted(dtypeOf(data))}`,
    );
  }
  const count = elementCount(shape);
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole || !Number.isSafeInteger(count) || shape.length > maximumDimensions) {
    throw new RangeError(
      `${where}: ${name} must have at most ${maximumDimensions} sizes ≥ 0, got [${quoted(shape.join(", "))}]`,
    );
  }
  checkLength(where, name, data.length, count);
}

const dtypeList = Object.keys(bytesPerElement).join(", ");

function dtypeOf(data: unknown): Dtype | undefined {
  if (data instanceof Float32Array) return "F32";
  if (data instanceof Int8Array) return "I8";
  if (data instanceof Int32Array) return "I32";
  if (data instanceof Uint32Array) return "U32";
  return data instanceof Uint8Array ? "U8" : undefined;
}
