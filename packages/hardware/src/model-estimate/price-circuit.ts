import type { HardwarePart } from "../devices/asic-processes.ts";
import { ruleSource } from "../estimate/estimate-unit.ts";
import { addFigures, exactFigure, type Figure, scaleFigure } from "../figure.ts";
import type { PlannedStage } from "../network/stage-config.ts";
import type { StageCost } from "./estimate-stage.ts";
import { stageEnergyPj } from "./model-energy.ts";
import type { PricedCircuit, StageEstimate } from "./model-estimate.ts";

/** A stage with its area on the part, and the energy of its work. */
export function priceStage(
  { name, config }: Pick<PlannedStage, "name" | "config">,
  { switching, bufferBits: _, ...cost }: StageCost,
  work: { readonly part: HardwarePart; readonly steps: number; readonly clocks: number },
): StageEstimate {
  return {
    ...{ name, unit: config.unit, ...cost },
    areaUm2: areaOn(cost.areaGe, work.part),
    energyPj: stageEnergyPj(switching, work),
  };
}

function areaOn(areaGe: Figure, part: HardwarePart): Figure {
  if (part.target !== "asic") return areaGe;
  const { source } = areaGe.provenance;
  return {
    ...scaleFigure(areaGe, part.um2PerGe),
    provenance: { source: `${source} + ${part.source}`, nodeNm: part.nodeNm },
  };
}

/** Sums of what circuits take, figure by figure. */
export function addCircuits(circuits: readonly PricedCircuit[]): PricedCircuit {
  const total = (of: keyof PricedCircuit): Figure =>
    circuits.length === 0 ? exactFigure(0, ruleSource) : addFigures(circuits.map((c) => c[of]));
  return {
    ...{ lut: total("lut"), lutOfMemories: total("lutOfMemories"), ff: total("ff") },
    ...{ carry: total("carry"), bram: total("bram"), dsp: total("dsp") },
    ...{ areaGe: total("areaGe"), areaUm2: total("areaUm2"), energyPj: total("energyPj") },
  };
}
