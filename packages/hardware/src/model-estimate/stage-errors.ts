import type { Target } from "../synthesis/target.ts";

/** Mean relative error of the logic of stages, of those that were synthesised beside their estimates. */
export const stageErrors: Readonly<Record<Target, number>> = {
  xc7: 0.1,
  ice40: 0.1,
  ecp5: 0.2,
  asic: 0.2,
};
