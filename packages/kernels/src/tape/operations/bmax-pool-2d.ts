import { wordsPerRow } from "@bnnkit/core";
import { type PoolShape, resolvePool } from "../../convolution-shape.ts";
import { bmaxPool2d_1x1__js } from "../../js/pool.ts";
import { type Cell, flag, type Offset, size, words } from "../operand.ts";
import type { Operation } from "../operation.ts";
import { windowWords } from "../windows.ts";

/** `out[y,x,c]` = the largest of the window's values: of ±1 the AND of the bits, of {0,1} the OR. */
export interface BmaxPool2d extends PoolShape {
  /** uint32 [images, height, width, wordsPerRow(features)] */
  readonly bits: Offset;
  readonly kind: "bipolar" | "unipolar";
  /** Cell of the number of images. */
  readonly images: Cell;
  readonly height: number;
  readonly width: number;
  readonly features: number;
  /** uint32 [images, outHeight, outWidth, wordsPerRow(features)] */
  readonly out: Offset;
}

export const bmaxPool2d: Operation<BmaxPool2d> = {
  opcode: 52,
  instruction: (where, o) => {
    if (o.kind !== "bipolar" && o.kind !== "unipolar") {
      throw new TypeError(`${where}: kind must be "bipolar" or "unipolar", got ${o.kind}`);
    }
    const map = [size(where, "height", o.height), size(where, "width", o.width)];
    const pixelBytes = 4 * wordsPerRow(size(where, "features", o.features));
    const pool = resolvePool(where, o, o);
    const outputs = pool.outHeight * pool.outWidth;
    // Of a window, and of each vector of its pixels.
    const steps = 4 * (o.size[0] * o.size[1] * (pixelBytes / 16) + 9);
    return {
      words: [
        words(where, "bits", o.bits),
        words(where, "images", o.images),
        ...map,
        pixelBytes,
        flag(o.kind === "unipolar"),
        ...windowWords(pool),
        words(where, "out", o.out),
      ],
      split: { rows: o.images, steps: outputs * steps, units: outputs },
    };
  },
  js: bmaxPool2d_1x1__js,
  simd: [{ tile: [1, 128], when: "any number of pixels" }],
};
