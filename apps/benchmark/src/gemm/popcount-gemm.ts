import { popcount32 } from "@bnnkit/core";
import type { Arm } from "../arm.ts";
import type { GemmOperands } from "./gemm-operands.ts";

/** The product as one writes it down in plain JavaScript: XOR and popcount, word by word, without tiling. */
export async function preparePopcount(
  name: string,
  { shape: { m, n, k }, packedA, packedB }: GemmOperands,
): Promise<Arm> {
  const { wordsPerRow, words: a } = packedA;
  const b = packedB.words;
  const out = new Int32Array(m * n);
  return {
    name,
    run: () => {
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          let differences = 0;
          for (let t = 0; t < wordsPerRow; t++) {
            differences += popcount32(a[row * wordsPerRow + t] ^ b[column * wordsPerRow + t]);
          }
          out[row * n + column] = k - 2 * differences;
        }
      }
    },
    result: () => out,
    dispose: () => undefined,
  };
}
