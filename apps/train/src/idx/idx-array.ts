/** Bytes in the shape that an IDX file gives them. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** The last index runs fastest. */
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;

/** The content of an IDX file of bytes: two zeros, the type, the number of axes, each size as a big-endian uint32, the
 *  values.
 *
 *  LeCun, Cortes and Burges, https://yann.lecun.com/exdb/mnist/
 *  @returns values that share the memory of `bytes`
 *  @throws RangeError if it begins otherwise, holds values that are no bytes, or has more or fewer than its sizes say. */
export function parseIdx(bytes: Uint8Array): IdxArray {
  const [first, second, type, axes] = bytes;
  if (bytes.length < 4 || first !== 0 || second !== 0) {
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"));
    throw new RangeError(
      `is no IDX file: it must begin with the bytes 00 00 08, got ${found.join(" ") || "nothing"}`,
    );
  }
  if (type !== unsignedByte) {
    const got = `0x${type.toString(16).padStart(2, "0")}`;
    throw new RangeError(`must hold unsigned bytes, IDX type 0x08, got ${got}`);
  }
  const headerBytes = 4 + 4 * axes;
  if (bytes.length < headerBytes) {
    throw new RangeError(`is cut off within its header of ${headerBytes} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, size) => product * size, 1);
  const values = bytes.subarray(headerBytes);
  if (values.length !== expected) {
    throw new RangeError(
      `must hold ${shape.join(" × ")} = ${expected} values, got ${values.length}`,
    );
  }
  return { shape, values };
}
