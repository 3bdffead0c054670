/** Bytes of memory, however they are held. */
export type Bytes = ArrayBufferLike | ArrayBufferView;

/** A view of the bytes themselves, no copy; undefined for what holds none. Knows buffers of other realms (frames), too. */
export function byteView(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

function isBuffer(value: unknown): value is ArrayBufferLike {
  const tag = Object.prototype.toString.call(value);
  return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}
