import type { Target } from "../synthesis/target.ts";

/**
 * Mean relative error of the logic of stages that intervals rest on.
 *
 * Of nine synthesised for iCE40, products were off by 2, 5, 5 and 10 %, a window by 16, a buffer by 8; stages of a few cells by more, in cells
 * by few. One product on xc7 was off by 11 %. On ECP5 and in gates it is what units that were left out of their fit are off by.
 */
export const stageErrors: Readonly<Record<Target, number>> = {
  xc7: 0.12,
  ice40: 0.1,
  ecp5: 0.25,
  asic: 0.25,
};
