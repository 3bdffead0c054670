import { littleEndianBytes } from "./little-endian.ts";
import type { Safetensors } from "./read-safetensors.ts";

/**
 * CRC-32 (ISO 3309, polynomial 0xEDB88320 reflected) over the content of a file, as "crc32:" and 8
 * hexadecimal digits. It finds damage, such as every single flipped bit; it is no signature.
 *
 * In order of their keys: each metadata key, byte 0, its text, byte 0; then in order of their names
 * (both by UTF-16 code units): each tensor's name, byte 0, its data. The order of the tensors in the
 * file does not matter.
 */
export function contentChecksum({ tensors, metadata }: Safetensors): string {
  const encoder = new TextEncoder();
  let crc = 0xffffffff;
  const add = (text: string): void => {
    crc = updateCrc32(crc, encoder.encode(`${text}\0`));
  };
  for (const [key, text] of Object.entries(metadata).sort(byKey)) {
    add(key);
    add(text);
  }
  for (const [name, tensor] of [...tensors].sort(byKey)) {
    add(name);
    crc = updateCrc32(crc, littleEndianBytes(tensor));
  }
  return `crc32:${(~crc >>> 0).toString(16).padStart(8, "0")}`;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function updateCrc32(crc: number, bytes: Uint8Array): number {
  let state = crc;
  for (let i = 0; i < bytes.length; i++) state = table[(state ^ bytes[i]) & 0xff] ^ (state >>> 8);
  return state;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
