import {
  BITS,
  DILATION_X,
  DILATION_Y,
  GROUP_FEATURES,
  HEIGHT,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_HEIGHT,
  OUT_WIDTH,
  PAD_LEFT,
  PAD_TOP,
  PATCH_BYTES,
  PIXEL_BYTES,
  STRIDE_X,
  STRIDE_Y,
  TAP_BYTES,
  WIDTH,
} from "../tape/convolution.ts";
import type { Operands } from "./words.ts";

/** The taps of one output pixel. */
export interface Patch {
  /** The bits of the taps, those outside the map 0. */
  readonly words: Int32Array;
  /** Rows and columns of taps inside the map: from the first to below the second. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** Collects the channels of one group under the taps of an output pixel. */
export function gatherPatch(o: Operands, pixel: number, group: number): Patch {
  const bytes = new Uint8Array(o.integer(PATCH_BYTES));
  const [kernelHeight, kernelWidth] = [o.integer(KERNEL_HEIGHT), o.integer(KERNEL_WIDTH)];
  const [height, width] = [o.integer(HEIGHT), o.integer(WIDTH)];
  const line = Math.floor(pixel / o.integer(OUT_WIDTH));
  const [outHeight, x] = [o.integer(OUT_HEIGHT), pixel % o.integer(OUT_WIDTH)];
  const image = Math.floor(line / outHeight);
  const top = (line % outHeight) * o.integer(STRIDE_Y) - o.integer(PAD_TOP);
  const left = x * o.integer(STRIDE_X) - o.integer(PAD_LEFT);
  const rows = inside(top, o.integer(DILATION_Y), kernelHeight, height);
  const columns = inside(left, o.integer(DILATION_X), kernelWidth, width);
  for (let ty = rows[0]; ty < rows[1]; ty++) {
    const row = image * height + top + ty * o.integer(DILATION_Y);
    for (let tx = columns[0]; tx < columns[1]; tx++) {
      const from = row * width + left + tx * o.integer(DILATION_X);
      copyTap(o, from, group, bytes, (ty * kernelWidth + tx) * o.integer(TAP_BYTES));
    }
  }
  return { words: new Int32Array(bytes.buffer), rows, columns };
}

/** The taps at `start`, `start + step`, … that lie in 0 … size − 1. */
function inside(start: number, step: number, taps: number, size: number): [number, number] {
  const first = Math.min(taps, Math.max(0, Math.ceil(-start / step)));
  return [first, Math.max(first, Math.min(taps, Math.ceil((size - start) / step)))];
}

function copyTap(o: Operands, pixel: number, group: number, to: Uint8Array, at: number): void {
  const { int8 } = o.words;
  const features = o.integer(GROUP_FEATURES);
  const from = o.byte(BITS) + pixel * o.integer(PIXEL_BYTES);
  for (let c = 0; c < features; c += 8) {
    const bit = group * features + c;
    const two = (int8[from + (bit >>> 3)] & 0xff) | (int8[from + (bit >>> 3) + 1] << 8);
    const present = 2 ** Math.min(8, features - c) - 1;
    to[at + (c >>> 3)] = (two >>> (bit & 7)) & present;
  }
}
