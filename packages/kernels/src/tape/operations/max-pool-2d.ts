import { maxPool2d_1x1__js } from "../../js/map-pool.ts";
import { type MapPool, poolInstruction } from "../map-pool.ts";
import type { Operation } from "../operation.ts";

/** `out[y,x,c]` = the largest of channel c under the window, of the kind of x; of floats NaN if one is NaN. */
export interface MaxPool2d extends MapPool {}

export const maxPool2d: Operation<MaxPool2d> = {
  opcode: 82,
  instruction: poolInstruction,
  js: maxPool2d_1x1__js,
  simd: [{ tile: [1, 4], when: "any number of pixels" }],
};
