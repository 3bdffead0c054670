import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, zero } from "../netlist/net.ts";
import type { Pipeline } from "./pipeline.ts";

/** The sum of columns modulo 2^(number of columns): levels of full adders until no column has more than two bits, then a carry chain. */
export function compressColumns(
  m: ModuleBuilder,
  columns: readonly Bus[],
  pipeline: Pipeline,
): Bus {
  let heaps = columns;
  while (heaps.some((column) => column.length > 2)) heaps = pipeline.level(compressOnce(m, heaps));
  const [sum] = pipeline.level([addRows(m, heaps)], true);
  return sum;
}

/** Three bits of a column at a time become one of it and one of the next; what a column has left passes. */
function compressOnce(m: ModuleBuilder, columns: readonly Bus[]): Bus[] {
  const next: Bus[] = columns.map(() => []);
  columns.forEach((column, i) => {
    const adders = Math.floor(column.length / 3);
    const [a, b, c] = [0, 1, 2].map((k) => column.slice(k * adders, (k + 1) * adders));
    next[i] = [...next[i], ...column.slice(3 * adders)];
    if (adders === 0) return;
    const { sum, carry } = m.fullAdder(a, b, c);
    next[i] = [...next[i], ...sum];
    if (i + 1 < next.length) next[i + 1] = [...carry, ...next[i + 1]];
  });
  return next;
}

/** Columns of at most two bits: those of one below pass, the rest is added. */
function addRows(m: ModuleBuilder, columns: readonly Bus[]): Bus {
  const start = columns.findIndex((column) => column.length === 2);
  const bit = (column: Bus, row: number): number => column[row] ?? zero;
  const low = (start < 0 ? columns : columns.slice(0, start)).map((column) => bit(column, 0));
  if (start < 0) return low;
  const rows = [0, 1].map((row) => columns.slice(start).map((column) => bit(column, row)));
  return [...low, ...m.add(rows[0], rows[1])];
}
