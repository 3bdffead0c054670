import { andGraph } from "./and-graph.ts";
import type { Cover } from "./cover-tables.ts";
import type { LoweredModule } from "./lower-module.ts";

/**
 * The longest path through a cover by tables: `arrival(node) = tableDelay + max arrival(leaf)`, an input's as what it depends on says, and a table more
 * for the complement of an input.
 *
 * @param lowered  the module that was covered, with the delays that count.
 */
export function coverPath(
  { graph, roots, setups }: LoweredModule,
  { leaves }: Pick<Cover, "leaves">,
  tableDelay: number,
): number {
  const { size, left, sources, outputs } = andGraph(graph, roots, setups);
  const arrivals = new Float64Array(size);
  for (let node = 1; node < size; node++) {
    let latest = 0;
    if (left[node] < 0)
      for (const { node: before, delay } of sources.get(node) ?? [])
        latest = Math.max(latest, arrivals[before] + delay);
    else
      for (const leaf of leaves[node] ?? []) latest = Math.max(latest, arrivals[leaf] + tableDelay);
    arrivals[node] = latest;
  }
  const isInverted = roots.filter((literal) => literal > 1).map((literal) => (literal & 1) === 1);
  return outputs.reduce((latest, node, i) => {
    const inverter = isInverted[i] && left[node] < 0 ? tableDelay : 0;
    return Math.max(latest, arrivals[node] + inverter);
  }, 0);
}
