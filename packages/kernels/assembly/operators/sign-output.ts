// Positions of the operands of a convolution's output of signs.

import { OUTPUT } from "../../src/tape/convolution";

export const THRESHOLDS: i32 = OUTPUT;
export const FLIPS: i32 = OUTPUT + 1;
// The windows of the pool.
export const WINDOW_HEIGHT: i32 = OUTPUT + 2;
export const WINDOW_WIDTH: i32 = OUTPUT + 3;
export const WINDOW_STRIDE_Y: i32 = OUTPUT + 4;
export const WINDOW_STRIDE_X: i32 = OUTPUT + 5;
export const WINDOW_PAD_TOP: i32 = OUTPUT + 6;
export const WINDOW_PAD_LEFT: i32 = OUTPUT + 7;
export const POOLED_HEIGHT: i32 = OUTPUT + 8;
export const POOLED_WIDTH: i32 = OUTPUT + 9;
export const OUT: i32 = OUTPUT + 10;
