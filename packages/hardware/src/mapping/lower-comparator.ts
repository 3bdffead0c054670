import { constantComparisonBits, greatestGateAdder } from "../estimate/carry-cells.ts";
import type { CompareCell } from "../netlist/cell.ts";
import { isConstant } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import { type CellDelays, carrySources } from "./chain-sources.ts";
import { complement, type Literal, type LogicGraph } from "./logic-graph.ts";
import { atLeastGates, equalGates } from "./lower-sum.ts";

/** Bits of a comparator below which xc7 makes it of look-up tables alone. */
const leastPairedComparator = 7;

/** A comparison, of gates or by a carry chain; bits that a chain reads are `roots`. */
export interface LoweredComparator {
  readonly result: Literal;
  readonly roots: readonly Literal[];
}

/** A comparison of two numbers, the lowest bit first. */
export function lowerComparator(
  graph: LogicGraph,
  { target, delays }: { readonly target: Target; readonly delays: CellDelays },
  cell: CompareCell,
  [a, b]: readonly [readonly Literal[], readonly Literal[]],
): LoweredComparator {
  if (cell.relation === "equal") return { result: equalGates(graph, a, b), roots: [] };
  if (isOfGates(cell, target)) return { result: atLeastGates(graph, a, b), roots: [] };
  const from = b.every((bit) => bit < 2) ? Math.max(0, b.indexOf(1)) : 0;
  const [left, right] = [a.slice(from), b.slice(from)];
  const bits = left.map((bit, i) => [bit, right[i]]);
  const roots = chainRoots(graph, target, left, right);
  return { result: graph.input(carrySources(delays, bits)), roots };
}

function chainRoots(
  graph: LogicGraph,
  target: Target,
  left: readonly Literal[],
  right: readonly Literal[],
): readonly Literal[] {
  if (target === "xc7") return threes(graph, left, right);
  return target === "ice40" ? [...left, ...right.map(complement)] : [...left, ...right];
}

function isOfGates(cell: CompareCell, target: Target): boolean {
  const isFixed = cell.b.every(isConstant);
  const bits = isFixed ? constantComparisonBits(cell) : cell.a.length;
  switch (target) {
    case "xc7":
      return isFixed || bits < leastPairedComparator;
    case "ice40":
      return isFixed && bits < 3;
    case "ecp5":
      return bits <= greatestGateAdder;
    case "asic":
      return isFixed;
  }
}

/** Three bits a place of a chain: whether they are equal, and whether a's are more. */
function threes(graph: LogicGraph, a: readonly Literal[], b: readonly Literal[]): Literal[] {
  const roots: Literal[] = [];
  for (let i = 0; i < a.length; i += 3) {
    const [left, right] = [a.slice(i, i + 3), b.slice(i, i + 3)];
    roots.push(equalGates(graph, left, right), complement(atLeastGates(graph, right, left)));
  }
  return roots;
}
