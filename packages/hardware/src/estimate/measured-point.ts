import type { CellCounts } from "../synthesis/count-cells.ts";
import type { SynthesisTarget } from "../synthesis/target.ts";
import type { UnitConfig } from "../units/unit-config.ts";

/** What a synthesiser took for a configuration. */
export interface MeasuredPoint {
  readonly config: UnitConfig;
  readonly target: SynthesisTarget;
  readonly counts: Omit<CellCounts, "cells">;
}
