// Operands, and what they become on the tape: checked 32-bit words.
import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";

/** Byte offset into the arena. 0 means "absent" where the field is optional. */
export type Offset = number;

/** Byte offset of an int32 that is read when the tape runs, so that it may change between runs. */
export type Cell = number;

/** A byte offset that is there. */
export function bytes(where: string, name: string, offset: Offset): number {
  checkIntegerBetween(where, name, offset, 1, 2 ** 32 - 1);
  return offset | 0;
}

/** A byte offset of 32-bit words that is there. */
export function words(where: string, name: string, offset: Offset): number {
  if (offset % 4 !== 0) {
    throw new RangeError(`${where}: ${name} must be a byte offset divisible by 4, got ${offset}`);
  }
  return bytes(where, name, offset);
}

/** A byte offset of 32-bit words, 0 when absent. */
export function optional(where: string, name: string, offset: Offset | undefined): number {
  return offset === undefined || offset === 0 ? 0 : words(where, name, offset);
}

/** A byte offset, 0 when absent. */
export function optionalBytes(where: string, name: string, offset: Offset | undefined): number {
  return offset === undefined || offset === 0 ? 0 : bytes(where, name, offset);
}

/** A positive number of elements. */
export function size(where: string, name: string, value: number): number {
  checkPositiveInteger(where, name, value);
  return value;
}

/** Elements in each of `groups` equal slices of a row. */
export function slice(where: string, features: number, groups: number): number {
  if (size(where, "features", features) % groups !== 0) {
    throw new RangeError(
      `${where}: features (${features}) must be divisible by groups (${groups})`,
    );
  }
  return features / groups;
}

/** 1 when asked for. */
export function flag(value: boolean | undefined): number {
  return value === true ? 1 : 0;
}

const floatBits = new DataView(new ArrayBuffer(8));

/** The bits of a finite number in float32. */
export function float(where: string, name: string, value: number): number {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${where}: ${name} must be a finite number, got ${value}`);
  }
  floatBits.setFloat32(0, value, true);
  return floatBits.getInt32(0, true);
}

/** The bits of a finite number in float64, the low word first. */
export function double(where: string, name: string, value: number): [number, number] {
  if (!Number.isFinite(value)) {
    throw new RangeError(`${where}: ${name} must be a finite number, got ${value}`);
  }
  floatBits.setFloat64(0, value, true);
  return [floatBits.getInt32(0, true), floatBits.getInt32(4, true)];
}
