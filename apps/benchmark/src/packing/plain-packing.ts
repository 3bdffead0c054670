import { packBipolar, wordsPerRow } from "@bnnkit/core";
import type { Arm } from "../arm.ts";
import type { PackingOperands } from "./packing-operands.ts";

/** Packing as one writes it down in plain JavaScript: a comparison and a shift for each float. */
export async function preparePlainPacking(
  name: string,
  { shape: { rows, features }, x }: PackingOperands,
): Promise<Arm> {
  const stride = wordsPerRow(features);
  const bits = new Uint32Array(rows * stride);
  return {
    name,
    run: () => {
      for (let row = 0; row < rows; row++) {
        for (let first = 0; first < features; first += 32) {
          const last = Math.min(first + 32, features);
          let word = 0;
          for (let k = first; k < last; k++) {
            if (x[row * features + k] < 0) word |= 1 << (k - first);
          }
          bits[row * stride + first / 32] = word;
        }
      }
    },
    result: () => bits,
    dispose: () => undefined,
  };
}

/** A copy of the floats, as fast as the engine copies memory: the limit of whatever must read them all. Its result is
 *  checked by packing the copy. */
export async function prepareCopy(
  name: string,
  { shape: { rows, features }, x }: PackingOperands,
): Promise<Arm> {
  const copy = new Float32Array(x.length);
  return {
    name,
    run: () => copy.set(x),
    result: () => packBipolar(copy, rows, features).words,
    dispose: () => undefined,
  };
}
