import { checkLength } from "@bnnkit/core";
import { quoted, quotedList } from "./quoted.ts";
import {
  bytesPerElement,
  elementCount,
  type FileDtype,
  type FileTensor,
  maximumDimensions,
} from "./tensor.ts";

/**
 * Checks that a tensor is one: known dtype, whole sizes ≥ 0, data of the dtype's array type with as
 * many elements as the shape says.
 *
 * @throws TypeError for a wrong dtype or array type, RangeError for a wrong shape or length.
 */
export function checkTensor(where: string, name: string, tensor: FileTensor): void {
  const { dtype, shape, data } = tensor;
  if (!Object.hasOwn(bytesPerElement, dtype)) {
    throw new TypeError(
      `${where}: ${name} must have a dtype of ${dtypeList}, got ${quoted(dtype)}`,
    );
  }
  const arrayName = Object.prototype.toString.call(data).slice("[object ".length, -1);
  if (arrayName !== arrayNames[dtype]) {
    throw new TypeError(
      `${where}: ${name} must hold its ${dtype} data in the typed array of that dtype (${arrayNames[dtype]}), got ${quoted(arrayName)}`,
    );
  }
  const count = elementCount(shape);
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (!whole || !Number.isSafeInteger(count) || shape.length > maximumDimensions) {
    throw new RangeError(
      `${where}: ${name} must have at most ${maximumDimensions} sizes ≥ 0, got ${quotedList(shape)}`,
    );
  }
  checkLength(where, name, data.length, count);
}

const dtypeList = Object.keys(bytesPerElement).join(", ");

const arrayNames: Readonly<Record<FileDtype, string>> = {
  F32: "Float32Array",
  I8: "Int8Array",
  I32: "Int32Array",
  U32: "Uint32Array",
  U8: "Uint8Array",
  BF16: "Uint16Array",
  BOOL: "Uint8Array",
  F16: "Uint16Array",
  F64: "Float64Array",
  F8_E4M3: "Uint8Array",
  F8_E5M2: "Uint8Array",
  I16: "Int16Array",
  I64: "BigInt64Array",
  U16: "Uint16Array",
  U64: "BigUint64Array",
};
