import type {
  LayerEstimate,
  ModelEstimate,
  StageEstimate,
} from "../model-estimate/model-estimate.ts";
import { writeNumber } from "./write-number.ts";

/** A part of an estimate with its share of the whole. */
export interface ExplainedPart {
  readonly layer: string;
  readonly unit: StageEstimate["unit"];
  /** Look-up tables, or of an ASIC gate equivalents; `memories` of them hold or choose words. */
  readonly size: number;
  readonly memories: number;
  readonly energyPj: number;
  /** Parts of 1. */
  readonly sizeShare: number;
  readonly energyShare: number;
  readonly energyOfStep: number;
}

/** Where each table and picojoule goes: the units of all layers, the largest first, and what their figures rest on. */
export interface ModelExplanation {
  readonly parts: readonly ExplainedPart[];
  readonly sources: readonly string[];
}

/** Explains an estimate: sizes and energies of its units add up to its total. */
export function explainModel({ layers, total, part }: ModelEstimate): ModelExplanation {
  const isAsic = part.target === "asic";
  const [size, energy] = [(isAsic ? total.areaGe : total.lut).value, total.energyPj.value];
  const share = (value: number, whole: number): number => (whole === 0 ? 0 : value / whole);
  const partOf = (layer: LayerEstimate, stage: StageEstimate): ExplainedPart => {
    const own = (isAsic ? stage.areaGe : stage.lut).value;
    const pj = stage.energyPj.value;
    return {
      ...{ layer: layer.name, unit: stage.unit, size: own, energyPj: pj },
      memories: isAsic ? 0 : stage.lutOfMemories.value,
      ...{ sizeShare: share(own, size), energyShare: share(pj, energy) },
      energyOfStep: layer.cycles === 0 ? 0 : pj / layer.cycles,
    };
  };
  const parts = layers.flatMap((layer) => layer.stages.map((stage) => partOf(layer, stage)));
  const figures = isAsic ? [total.areaGe, total.areaUm2] : [total.lut, total.bram, total.ff];
  const sources = [...figures, total.energyPj].map(({ provenance }) => provenance.source);
  return {
    parts: [...parts].sort((a, b) => b.sizeShare + b.energyShare - a.sizeShare - a.energyShare),
    sources: [...new Set(sources.flatMap((source) => source.split(" + ")))],
  };
}

/** An explanation as a table. */
export function explanationRows(
  { parts }: ModelExplanation,
  isAsic: boolean,
): readonly (readonly string[])[] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const size = isAsic ? "gate equivalents" : "look-up tables";
  return [
    ["layer", "unit", size, "share", "of memories", "pJ", "share", "pJ a clock"],
    ...parts.map((part) => [
      ...[part.layer, part.unit, writeNumber(part.size), percent(part.sizeShare)],
      ...[writeNumber(part.memories), writeNumber(part.energyPj), percent(part.energyShare)],
      writeNumber(part.energyOfStep),
    ]),
  ];
}
