import { checkIntegerBetween } from "@bnnkit/core";
import type { ModelDescription } from "@bnnkit/model";
import type { Figure } from "../figure.ts";
import type { Folding } from "../network/dataflow-builder.ts";
import type { PlannableModel } from "../network/plan-dataflow.ts";
import { estimateDataflow, foldingFront } from "./estimate-dataflow.ts";
import { type EstimateModelOptions, modelQuestion } from "./estimate-model.ts";
import { estimateUnits, unitsFront } from "./estimate-units.ts";

export interface ExploreModelOptions
  extends Omit<EstimateModelOptions, "folding" | "framesPerSecond"> {
  /** How many foldings of the front are estimated, evenly by their clocks. Default 24. */
  readonly points?: number;
}

/** A folding with what a model costs by it. */
export interface ExploredFolding {
  readonly folding: Readonly<Record<string, Folding>>;
  readonly framesPerSecond: Figure;
  readonly lut: Figure;
  readonly bram: Figure;
  /** 0 on an FPGA. */
  readonly areaUm2: Figure;
  readonly energyPj: Figure;
  readonly fits: boolean;
}

/**
 * Foldings of a model that no other beats in frames per second, in look-up tables (area on a process) and in energy at once, the slowest first.
 *
 * @throws RangeError as `estimateModel` does, and for points outside 2 … 1000; no foldings for a model of which nothing can be built.
 */
export function exploreModel(
  model: PlannableModel | ModelDescription,
  { points = 24, ...options }: ExploreModelOptions,
): readonly ExploredFolding[] {
  checkIntegerBetween("exploreModel", "points", points, 2, 1000);
  const question = modelQuestion(model, options);
  const isChain = question.parted.chain.length > 0;
  const front = isChain ? foldingFront(question) : unitsFront(question);
  const tried = evenly(front, points).map(({ folding }): ExploredFolding[] => {
    const asked = { ...question, folding };
    const { timing, total, fits } = isChain ? estimateDataflow(asked) : estimateUnits(asked);
    if (timing === undefined) return [];
    const { lut, bram, areaUm2, energyPj } = total;
    return [
      { folding, framesPerSecond: timing.framesPerSecond, lut, bram, areaUm2, energyPj, fits },
    ];
  });
  return unbeaten(tried.flat());
}

/** So many of a list whose numbers of clocks fall, evenly by their logarithm, both ends among them. */
function evenly<T extends { readonly cycles: number }>(front: readonly T[], count: number): T[] {
  if (front.length <= count) return [...front];
  const [slowest, fastest] = [front[0].cycles, front[front.length - 1].cycles];
  const step = Math.log(slowest / fastest) / (count - 1);
  const chosen = Array.from({ length: count }, (_, i) => {
    const wanted = slowest * Math.exp(-i * step);
    const next = front.findIndex(({ cycles }) => cycles <= wanted * (1 + 1e-9));
    return next < 0 ? front.length - 1 : next;
  });
  return [...new Set(chosen)].map((i) => front[i]);
}

/** Those that no other is at least as good as in everything, and better in something. */
function unbeaten(tried: readonly ExploredFolding[]): readonly ExploredFolding[] {
  const costsOf = (one: ExploredFolding): readonly number[] => [
    -one.framesPerSecond.value,
    one.lut.value + one.areaUm2.value,
    one.energyPj.value,
  ];
  const costs = tried.map(costsOf);
  const isBeaten = (own: readonly number[]): boolean =>
    costs.some(
      (other) => other.every((cost, i) => cost <= own[i]) && other.some((cost, i) => cost < own[i]),
    );
  return tried
    .filter((_, i) => !isBeaten(costs[i]))
    .sort((a, b) => a.framesPerSecond.value - b.framesPerSecond.value);
}
