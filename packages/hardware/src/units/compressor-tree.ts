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

/** Three neighbouring bits of a column become one of it and one of the next; what a column has left passes. The order (sums, what passes, then
 *  carries from below) decides which bits meet in the next level, and so what look-up tables can take in. */
function compressOnce(m: ModuleBuilder, columns: readonly Bus[]): Bus[] {
  const stay: Bus[] = [];
  const carried: Bus[] = columns.map(() => []);
  columns.forEach((column, i) => {
    const end = column.length - (column.length % 3);
    const third = (k: number): Bus => column.slice(0, end).filter((_, bit) => bit % 3 === k);
    const rest = column.slice(end);
    if (end === 0) stay.push(rest);
    else {
      const { sum, carry } = m.fullAdder(third(0), third(1), third(2));
      stay.push([...sum, ...rest]);
      if (i + 1 < columns.length) carried[i + 1] = carry;
    }
  });
  return stay.map((column, i) => [...column, ...carried[i]]);
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

/** The full adders of {@link compressColumns}, and the bits of its carry chain, from the heights of columns alone. */
export function countCompressor(heights: readonly number[]): {
  readonly fullAdders: number;
  readonly chainBits: number;
} {
  let [heaps, fullAdders] = [heights, 0];
  while (heaps.some((height) => height > 2)) {
    const carries = heaps.map((height) => Math.floor(height / 3));
    fullAdders += carries.reduce((sum, count) => sum + count, 0);
    heaps = heaps.map((height, i) => carries[i] + (height % 3) + (i === 0 ? 0 : carries[i - 1]));
  }
  const start = heaps.indexOf(2);
  return { fullAdders, chainBits: start < 0 ? 0 : heaps.length - start };
}
