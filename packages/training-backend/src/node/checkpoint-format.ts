import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";

// Layout, little-endian: 8 bytes "BNNKITCP", uint32 format version, uint32 0, uint64 payload bytes, 32 bytes SHA-256 of
// the payload, payload (structured clone as written by node:v8).
const magic = "BNNKITCP";
const formatVersion = 1;
const headerBytes = 56;

/** A checkpoint as the bytes of its file. */
export function encodeCheckpoint(state: unknown): Uint8Array[] {
  const payload = serialize(state);
  const header = Buffer.alloc(headerBytes);
  header.write(magic, 0, "latin1");
  header.writeUInt32LE(formatVersion, 8);
  header.writeBigUInt64LE(BigInt(payload.length), 16);
  createHash("sha256").update(payload).digest().copy(header, 24);
  return [header, payload];
}

/** What {@link encodeCheckpoint} was given.
 *  @throws RangeError that begins with `name` and says what is wrong with the bytes. */
export function decodeCheckpoint(bytes: Buffer, name: string): unknown {
  if (bytes.toString("latin1", 0, 8) !== magic) {
    throw new RangeError(`${name} is not a bnnkit checkpoint`);
  }
  if (bytes.length < headerBytes) {
    throw new RangeError(`${name} is truncated: ${bytes.length} bytes do not hold its header`);
  }
  const version = bytes.readUInt32LE(8);
  if (version !== formatVersion) {
    throw new RangeError(`${name} has format version ${version}, expected ${formatVersion}`);
  }
  const expectedBytes = BigInt(headerBytes) + bytes.readBigUInt64LE(16);
  if (BigInt(bytes.length) !== expectedBytes) {
    throw new RangeError(
      `${name} is truncated or corrupted: it must have ${expectedBytes} bytes, got ${bytes.length}`,
    );
  }
  const payload = bytes.subarray(headerBytes);
  const digest = createHash("sha256").update(payload).digest();
  if (!digest.equals(bytes.subarray(24, headerBytes))) {
    throw new RangeError(`${name} is corrupted: its SHA-256 does not match`);
  }
  try {
    return deserialize(payload);
  } catch (cause) {
    throw new RangeError(`${name} was written by a Node.js that this one cannot read`, { cause });
  }
}
