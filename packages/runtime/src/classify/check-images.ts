import { checkFinite } from "@bnnkit/core";
import type { MapInput } from "@bnnkit/model";
import type { Images } from "./classifier.ts";

/** Images as they are copied into the arena. */
export interface Pixels {
  readonly data: Uint8Array | Int8Array | Float32Array;
  readonly count: number;
  /** Numbers of one image. */
  readonly length: number;
}

/** Checks images against what a model reads.
 *  @throws TypeError for another kind of array, RangeError for a part of an image and floats that are not finite. */
export function checkImages(where: string, images: Images, input: MapInput): Pixels {
  const { height, width, features, code } = input;
  const length = height * width * features;
  const data = pixelsOf(images, code[0].digit);
  if (data === undefined) {
    throw new TypeError(
      `${where}: images must be a ${arrayOf(code[0].digit)}, as the model reads ${code[0].digit} pixels, got ${nameOf(images)}`,
    );
  }
  if (data.length % length !== 0) {
    throw new RangeError(
      `${where}: images must hold ${length} numbers each (${height}×${width}×${features}), got ${data.length}`,
    );
  }
  if (data instanceof Float32Array && !areFinite(data)) checkFinite(where, "images", data);
  return { data, count: data.length / length, length };
}

/** Whether no exponent is all ones: only then one more in its lowest place reaches the place of the sign. */
function areFinite({ buffer, byteOffset, length }: Float32Array): boolean {
  const words = new Int32Array(buffer, byteOffset, length);
  let carries = 0;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    carries |= (words[i] & 0x7fff_ffff) + 0x80_0000;
    carries |= (words[i + 1] & 0x7fff_ffff) + 0x80_0000;
    carries |= (words[i + 2] & 0x7fff_ffff) + 0x80_0000;
    carries |= (words[i + 3] & 0x7fff_ffff) + 0x80_0000;
  }
  for (; i < length; i++) carries |= (words[i] & 0x7fff_ffff) + 0x80_0000;
  return carries >= 0;
}

function pixelsOf(images: Images, digit: string): Pixels["data"] | undefined {
  switch (digit) {
    case "uint8":
      if (images instanceof Uint8ClampedArray) {
        return new Uint8Array(images.buffer, images.byteOffset, images.length);
      }
      return images instanceof Uint8Array ? images : undefined;
    case "int8":
      return images instanceof Int8Array ? images : undefined;
    default:
      return images instanceof Float32Array ? images : undefined;
  }
}

function arrayOf(digit: string): string {
  if (digit === "uint8") return "Uint8Array or Uint8ClampedArray";
  return digit === "int8" ? "Int8Array" : "Float32Array";
}

function nameOf(value: unknown): string {
  if (ArrayBuffer.isView(value)) return value.constructor.name;
  return value === null ? "null" : typeof value;
}
