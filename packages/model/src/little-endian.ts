import { bytesPerElement, elementCount, type FileDtype, type FileTensor } from "./tensor.ts";

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * The tensor whose little-endian data starts at byte `begin`: a view where the host is little-endian
 * and the address a multiple of the element size, else a copy.
 *
 * The caller has checked that the data lies within `bytes`.
 */
export function tensorFromLittleEndian(
  bytes: Uint8Array,
  begin: number,
  dtype: FileDtype,
  shape: readonly number[],
): FileTensor {
  const length = elementCount(shape);
  const size = bytesPerElement[dtype];
  const part = bytes.subarray(begin, begin + length * size);
  const aligned = hostIsLittleEndian && part.byteOffset % size === 0;
  const { buffer, byteOffset } = aligned ? part : hostOrder(part, size);
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer, byteOffset, length) };
    case "I8":
      return { dtype, shape, data: new Int8Array(buffer, byteOffset, length) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer, byteOffset, length) };
    case "U32":
      return { dtype, shape, data: new Uint32Array(buffer, byteOffset, length) };
    case "U8":
    case "BOOL":
    case "F8_E4M3":
    case "F8_E5M2":
      return { dtype, shape, data: new Uint8Array(buffer, byteOffset, length) };
    case "BF16":
    case "F16":
    case "U16":
      return { dtype, shape, data: new Uint16Array(buffer, byteOffset, length) };
    case "F64":
      return { dtype, shape, data: new Float64Array(buffer, byteOffset, length) };
    case "I16":
      return { dtype, shape, data: new Int16Array(buffer, byteOffset, length) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(buffer, byteOffset, length) };
    case "U64":
      return { dtype, shape, data: new BigUint64Array(buffer, byteOffset, length) };
    default:
      return dtype satisfies never;
  }
}

/** The data of a tensor as little-endian bytes: a view on a little-endian host, else a copy. */
export function littleEndianBytes({ data }: FileTensor): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return hostIsLittleEndian ? bytes : hostOrder(bytes, data.BYTES_PER_ELEMENT);
}

/** A copy on a buffer of its own, bytes swapped within elements if the host is big-endian. */
function hostOrder(part: Uint8Array, size: number): Uint8Array {
  const copy = new Uint8Array(part);
  if (hostIsLittleEndian) return copy;
  for (let i = 0; i < copy.length; i += size) copy.subarray(i, i + size).reverse();
  return copy;
}
