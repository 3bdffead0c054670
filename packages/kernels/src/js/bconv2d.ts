import { popcount32 } from "@bnnkit/core";
import { pairedBytes } from "../pack-byte-lanes.ts";
import {
  GROUPS,
  IMAGES,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_FEATURES,
  OUT_HEIGHT,
  OUT_WIDTH,
  OUTPUT,
  PAIRS,
  PATCH_BYTES,
  PIXEL_BYTES,
  TAP_COUNTS,
  TAP_LENGTH,
  WEIGHTS,
} from "../tape/convolution.ts";
import { floatOutput, int8Output, int32Output } from "./output.ts";
import { gatherPatch, type Patch } from "./patch.ts";
import { forEachPooled } from "./pool.ts";
import type { Operands } from "./words.ts";

/** Called with every dot product of an output pixel. */
type StoreDot = (pixel: number, n: number, dot: number) => void;

/** …, pixelScales, columnScales, bias, slopes, activation, out */
export function bconv2d_1x1__js(o: Operands): void {
  forEachDot(o, floatOutput(o, OUTPUT, o.integer(OUT_FEATURES)));
}

/** …, out */
export function bconv2dInt32_1x1__js(o: Operands): void {
  forEachDot(o, int32Output(o, OUTPUT, o.integer(OUT_FEATURES)));
}

/** …, pixelScales, columnScales, bias, slopes, activation, out, two words of step, least, greatest */
export function bconv2dInt8_1x1__js(o: Operands): void {
  forEachDot(o, int8Output(o, OUTPUT, o.integer(OUT_FEATURES)));
}

/** …, thresholds, flips, the eight words of the pool's window, out */
export function bconv2dSign_1x1__js(o: Operands): void {
  const { int32 } = o.words;
  const [thresholds, flips, out] = [o.word(OUTPUT), o.word(OUTPUT + 1), o.word(OUTPUT + 10)];
  const stride = 4 * Math.ceil(o.integer(OUT_FEATURES) / 128);
  const pooled = o.cell(IMAGES) * o.integer(OUTPUT + 8) * o.integer(OUTPUT + 9);
  for (let i = 0; i < pooled * stride; i++) int32[out + i] = int32[flips + (i % stride)];
  const reached = new Uint8Array(pooled * 32 * stride);
  forEachDot(o, (pixel, n, dot) => {
    if (dot < int32[thresholds + n]) return;
    forEachPooled(o, pixel, (window) => {
      reached[window * 32 * stride + n] = 1;
    });
  });
  for (const [i, bit] of reached.entries()) int32[out + (i >>> 5)] ^= bit << (i & 31);
}

function forEachDot(o: Operands, store: StoreDot): void {
  const pixels = o.cell(IMAGES) * o.integer(OUT_HEIGHT) * o.integer(OUT_WIDTH);
  const taps = o.integer(KERNEL_HEIGHT) * o.integer(KERNEL_WIDTH);
  const [groups, outFeatures] = [o.integer(GROUPS), o.integer(OUT_FEATURES)];
  const groupOutputs = outFeatures / groups;
  const isDepthwise = o.integer(PAIRS) === 0;
  const channels = isDepthwise ? [] : gatherChannels(o, groups, groupOutputs);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let group = 0; group < groups; group++) {
      const patch = gatherPatch(o, pixel, group);
      const length = o.integer(TAP_LENGTH) * (o.word(TAP_COUNTS) === 0 ? taps : tapsInside(patch));
      for (let n = group * groupOutputs; n < (group + 1) * groupOutputs; n++) {
        const counts = isDepthwise
          ? countDepthwise(o, patch.words, n, taps)
          : countPatch(patch.words, channels[n]);
        store(pixel, n, length - 2 * (counts - countOutside(o, patch, n)));
      }
    }
  }
}

function tapsInside({ rows, columns }: Patch): number {
  return (rows[1] - rows[0]) * (columns[1] - columns[0]);
}

function countPatch(patch: Int32Array, channel: Int32Array): number {
  let count = 0;
  for (let t = 0; t < patch.length; t++) count += popcount32(patch[t] ^ channel[t]);
  return count;
}

function countDepthwise(o: Operands, patch: Int32Array, n: number, taps: number): number {
  const { int32 } = o.words;
  const [weights, stride] = [o.word(WEIGHTS), o.integer(PIXEL_BYTES) / 4];
  let count = 0;
  for (let tap = 0; tap < taps; tap++) {
    const t = tap * stride + (n >>> 5);
    count += ((patch[t] ^ int32[weights + t]) >>> (n & 31)) & 1;
  }
  return count;
}

/** The −1s of channel n in the taps outside the map, which have been compared with +1; 0 where these are to count. */
function countOutside(o: Operands, { rows, columns }: Patch, n: number): number {
  const [counts, height, width] = [
    o.word(TAP_COUNTS),
    o.integer(KERNEL_HEIGHT),
    o.integer(KERNEL_WIDTH),
  ];
  if (counts === 0) return 0;
  const { int32 } = o.words;
  const above = (y: number, x: number): number =>
    int32[counts + (y * (width + 1) + x) * o.integer(OUT_FEATURES) + n];
  const [[top, bottom], [left, right]] = [rows, columns];
  const inside = above(bottom, right) - above(top, right) - above(bottom, left) + above(top, left);
  return above(height, width) - inside;
}

/** The words of every channel, out of byte lanes. */
function gatherChannels(o: Operands, groups: number, groupOutputs: number): Int32Array[] {
  const { int8 } = o.words;
  const patchBytes = o.integer(PATCH_BYTES);
  const groupBytes = 16 * Math.ceil(groupOutputs / 16) * patchBytes;
  return Array.from({ length: groups * groupOutputs }, (_, n) => {
    const column = n % groupOutputs;
    const group = o.byte(WEIGHTS) + Math.floor(n / groupOutputs) * groupBytes;
    const at = group + (column >>> 4) * 16 * patchBytes + (column & 15);
    const bytes = Uint8Array.from({ length: patchBytes }, (_, i) => int8[at + 16 * i]);
    return new Int32Array(bytes.buffer).map(pairedBytes);
  });
}
