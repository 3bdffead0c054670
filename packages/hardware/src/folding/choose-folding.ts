import type { Folding } from "../network/dataflow-builder.ts";
import type { DataflowPlan } from "../network/plan-dataflow.ts";
import type { MatrixVectorConfig } from "../units/matrix-vector.ts";
import { type CountedFolding, layerFoldings } from "./layer-foldings.ts";

/** What a folded product costs, in any unit: LUTs, gate equivalents, energy. */
export type FoldingCost = (config: MatrixVectorConfig) => number;

/** A folding of every product of a plan. */
export interface ChosenFolding {
  /** For `planDataflow`. */
  readonly folding: Readonly<Record<string, Folding>>;
  /** Clocks of the slowest layer. */
  readonly cycles: number;
  /** Sum of what the products cost. */
  readonly cost: number;
}

export interface FoldingOptions {
  /** Default the lanes `pe·simd` times the bits of weights and of inputs. */
  readonly cost?: FoldingCost;
}

/**
 * Foldings that no other beats in both clocks and cost, the slowest first: for each interval the cheapest folding of every layer.
 *
 * Layers are chosen one by one, so that each is as slow as the interval allows: balanced.
 */
export function paretoFoldings(
  plan: Pick<DataflowPlan, "layers">,
  { cost = lanesOf }: FoldingOptions = {},
): readonly ChosenFolding[] {
  // Layers of the same size have the same front.
  const fronts = new Map<string, readonly PricedFolding[]>();
  const products = plan.layers.flatMap(({ name, product }, i) => {
    if (product === undefined) return [];
    const foldings = layerFoldings(plan.layers, i);
    const key = JSON.stringify([product, foldings]);
    const front = fronts.get(key) ?? frontOf(foldings, product, cost);
    fronts.set(key, front);
    return [{ name, front }];
  });
  const intervals = [
    ...new Set(products.flatMap(({ front }) => front.map(({ cycles }) => cycles))),
  ];
  const least = Math.max(...products.map(({ front }) => front[front.length - 1].cycles));
  const chosen = intervals
    .filter((interval) => interval >= least)
    .sort((a, b) => b - a)
    .map((interval) => chooseWithin(products, interval));
  return unbeaten(chosen);
}

/** Foldings that no other beats in both clocks and cost; of those alike the first. */
export function unbeaten(foldings: readonly ChosenFolding[]): readonly ChosenFolding[] {
  return foldings.filter(
    ({ cycles, cost }, i) =>
      !foldings.some((other, j) => {
        const isNoWorse = other.cycles <= cycles && other.cost <= cost;
        return isNoWorse && (other.cycles < cycles || other.cost < cost || j < i);
      }),
  );
}

/**
 * The cheapest folding for a rate.
 *
 * @throws RangeError for a rate that no folding reaches, naming the greatest.
 */
export function foldForRate(
  plan: Pick<DataflowPlan, "layers">,
  rate: { readonly framesPerSecond: number; readonly clockMHz: number } & FoldingOptions,
): ChosenFolding {
  return cheapestFor(paretoFoldings(plan, rate), rate);
}

/** The first of foldings, the cheapest first, for a rate.
 *  @throws RangeError for a rate that none reaches, naming the greatest. */
export function cheapestFor(
  foldings: readonly ChosenFolding[],
  { framesPerSecond, clockMHz }: { readonly framesPerSecond: number; readonly clockMHz: number },
): ChosenFolding {
  for (const [name, value] of Object.entries({ framesPerSecond, clockMHz })) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`foldForRate: ${name} must be a positive number, got ${value}`);
  }
  const most = (clockMHz * 1e6) / framesPerSecond;
  const chosen = foldings.find(({ cycles }) => cycles <= most);
  if (chosen !== undefined) return chosen;
  const fastest = (clockMHz * 1e6) / foldings[foldings.length - 1].cycles;
  throw new RangeError(
    `foldForRate: framesPerSecond must be at most ${fastest} at ${clockMHz} MHz, got ${framesPerSecond}`,
  );
}

/**
 * The fastest folding whose cost is within a budget.
 *
 * @throws RangeError for a budget that the cheapest is above, naming its cost.
 */
export function fastestFolding(
  plan: Pick<DataflowPlan, "layers">,
  budget: { readonly budget: number } & FoldingOptions,
): ChosenFolding {
  const foldings = paretoFoldings(plan, budget);
  const chosen = foldings.findLast(({ cost }) => cost <= budget.budget);
  if (chosen !== undefined) return chosen;
  throw new RangeError(
    `fastestFolding: budget must be at least ${foldings[0].cost}, got ${budget.budget}`,
  );
}

interface PricedFolding extends CountedFolding {
  readonly cost: number;
}

interface Product {
  readonly name: string;
  readonly front: readonly PricedFolding[];
}

/** Foldings of one layer that none beats, the cheapest and slowest first. */
function frontOf(
  foldings: readonly CountedFolding[],
  config: MatrixVectorConfig,
  cost: FoldingCost,
): PricedFolding[] {
  const priced = foldings
    .map((folding) => {
      const { pe, simd } = folding;
      return { ...folding, cost: cost({ ...config, pe, simd }) };
    })
    .sort((a, b) => a.cost - b.cost || a.cycles - b.cycles);
  let fastest = Number.POSITIVE_INFINITY;
  return priced.filter(({ cycles }) => {
    const isFaster = cycles < fastest;
    if (isFaster) fastest = cycles;
    return isFaster;
  });
}

function chooseWithin(products: readonly Product[], interval: number): ChosenFolding {
  const chosen = products.map(({ name, front }) => {
    const folding = front.find(({ cycles }) => cycles <= interval);
    return { name, folding: folding ?? front[front.length - 1] };
  });
  return {
    folding: Object.fromEntries(
      chosen.map(({ name, folding: { pe, simd } }) => [name, { pe, simd }]),
    ),
    cycles: Math.max(...chosen.map(({ folding }) => folding.cycles)),
    cost: chosen.reduce((sum, { folding }) => sum + folding.cost, 0),
  };
}

function lanesOf({ pe, simd, weightBits, input }: MatrixVectorConfig): number {
  return pe * simd * weightBits * input.bits;
}
