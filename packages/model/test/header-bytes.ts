/** A file from a raw header and data; the length field can lie. */
export function rawFile(
  header: string | Uint8Array,
  dataBytes = 0,
  length: bigint | undefined = undefined,
): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** The JSON header of a file, unpadded. */
export function headerText(bytes: Uint8Array): string {
  const length = Number(
    new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true),
  );
  return new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd();
}
