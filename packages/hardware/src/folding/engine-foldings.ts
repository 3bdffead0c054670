import type { Folding } from "../network/dataflow-builder.ts";
import type { DataflowPlan } from "../network/plan-dataflow.ts";
import { type ChosenFolding, paretoFoldings, unbeaten } from "./choose-folding.ts";

/** Lanes that are tried at most. */
const mostLanes = 4096;

/**
 * Sizes of a shared engine that none beats in both clocks and lanes, the slowest first: powers of two up to what its layers have of outputs and
 * channels, of a memory that sums up its rows one lane. Products in front of it are folded to be as fast, if they can be.
 *
 * @param planOf  The plan of a folding.
 */
export function engineFoldings(
  planOf: (folding: Readonly<Record<string, Folding>>) => DataflowPlan,
): readonly ChosenFolding[] {
  const { layers, stages, architecture } = planOf({});
  const at = layers.findIndex(({ kind }) => kind === "engine");
  const { inputs, outputs } = layers[at];
  const isGiven = layers.slice(0, at).every(({ kind }) => kind === "threshold");
  const isPooled = at < layers.length - 1;
  const sizes = stages.flatMap(({ config }) =>
    config.unit === "shared-engine" ? config.layers : [],
  );
  const rows = powersOfTwo(Math.max(...sizes.map(({ outputs }) => outputs)));
  const channels = Math.max(...sizes.map((size) => size.channels));
  const lanes = architecture === "in-memory" ? [1] : powersOfTwo(channels);
  const front = paretoFoldings({ layers });
  const tried = rows.flatMap((pe) =>
    lanes.flatMap((simd): ChosenFolding[] => {
      if (pe * simd > mostLanes || !(isGiven || inputs % pe === 0)) return [];
      if (isPooled && outputs % pe !== 0) return [];
      const engine = { pe, simd };
      const own = planOf({ engine }).layers[at].cycles;
      const before = front.find(({ cycles }) => cycles <= own) ?? front.at(-1);
      const folding = { ...before?.folding, engine };
      const cycles = Math.max(...planOf(folding).layers.map((layer) => layer.cycles));
      return [{ folding, cycles, cost: pe * simd + (before?.cost ?? 0) }];
    }),
  );
  return unbeaten(tried.sort((a, b) => b.cycles - a.cycles));
}

function powersOfTwo(most: number): number[] {
  const powers = [1];
  for (let power = 2; power <= most; power *= 2) powers.push(power);
  return powers;
}
