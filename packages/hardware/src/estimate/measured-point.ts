import type { CellCounts } from "../synthesis/count-cells.ts";
import type { Target } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";

/** What a synthesiser took for a configuration. */
export interface MeasuredPoint {
  readonly config: UnitConfig;
  readonly target: Target;
  readonly counts: Omit<CellCounts, "cells">;
}
