import type { StageConfig } from "../network/stage-config.ts";
import type { StageCost } from "./estimate-stage.ts";

/** What circuits take, in numbers alone: enough to choose by. */
export interface CircuitSize {
  readonly lut: number;
  readonly ff: number;
  readonly bram: number;
  readonly dsp: number;
}

/** The size of stages together. */
export function sizeOfStages(
  stages: readonly { readonly config: StageConfig }[],
  costs: (config: StageConfig) => StageCost,
): CircuitSize {
  const size = { lut: 0, ff: 0, bram: 0, dsp: 0 };
  for (const { config } of stages) {
    const cost = costs(config);
    size.lut += cost.lut.value;
    size.ff += cost.ff.value;
    size.bram += cost.bram.value;
    size.dsp += cost.dsp.value;
  }
  return size;
}

export function addSizes(a: CircuitSize, b: CircuitSize): CircuitSize {
  return { lut: a.lut + b.lut, ff: a.ff + b.ff, bram: a.bram + b.bram, dsp: a.dsp + b.dsp };
}

/** The size of figures. */
export function sizeOf(cost: Pick<StageCost, keyof CircuitSize>): CircuitSize {
  const { lut, ff, bram, dsp } = cost;
  return { lut: lut.value, ff: ff.value, bram: bram.value, dsp: dsp.value };
}
