import { meanPool2d_1x1__js } from "../../js/map-pool.ts";
import { type MapPool, poolInstruction } from "../map-pool.ts";
import type { Operation } from "../operation.ts";

/**
 * `out[y,x,c]` = the mean of channel c under the window, as float32: the sum of the pixels there are, line by line, divided by
 * their number. Of floats every sum is rounded to float32; of int32 the sum is taken modulo 2³² and rounded once.
 */
export interface MeanPool2d extends MapPool {}

export const meanPool2d: Operation<MeanPool2d> = {
  opcode: 83,
  instruction: poolInstruction,
  js: meanPool2d_1x1__js,
  simd: [{ tile: [1, 4], when: "any number of pixels" }],
};
