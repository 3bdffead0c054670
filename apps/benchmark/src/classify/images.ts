import type { MapInput } from "@bnnkit/model";
import { randomBytes, randomCodes } from "../random-integers.ts";

/** Images one behind the other. */
export type Images = Uint8Array | Int8Array | Float32Array;

const SEED = 29;

/** Random images for a classifier, the same for the same input: bytes of all values, or floats within −1 … 1. */
export function randomImages(input: MapInput, count: number): Images {
  const length = count * imageLength(input);
  switch (input.code[0].digit) {
    case "uint8":
      return randomBytes(length, SEED);
    case "int8":
      return randomCodes(length, SEED);
    default:
      return Float32Array.from(randomCodes(length, SEED), (code) => code / 127);
  }
}

/** Numbers of one image. */
export function imageLength({ height, width, features }: MapInput): number {
  return height * width * features;
}
