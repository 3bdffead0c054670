import { addRowsInThrees } from "../mapping/lower-sum.ts";
import { isConstant, zero } from "../netlist/net.ts";
import type { Target } from "../synthesis/target.ts";
import type { BitGraph, GraphBit } from "./bit-graph.ts";
import { greatestGateAdder } from "./carry-cells.ts";

/** An adder: its operands as bits of a graph. */
export interface AdderOperands {
  readonly a: readonly GraphBit[];
  readonly b: readonly GraphBit[];
  readonly carry: GraphBit;
  /** Bits that go into adders which become one sum with it, by what they count. */
  readonly merged: readonly (readonly GraphBit[])[] | undefined;
}

/** The bits of a sum as far as a synthesiser knows them: those that an operand alone passes, and constants behind a known carry. */
export function adderBits(graph: BitGraph, target: Target, operands: AdderOperands): GraphBit[] {
  const { merged, carry } = operands;
  if (merged === undefined) return rowBits(graph, target, operands, carry);
  return mergedBits(graph, target, merged);
}

/** Of sums that are merged chains know nothing; iCE40 finds constants among them too late to remove registers, but not to merge them. */
function mergedBits(
  graph: BitGraph,
  target: Target,
  columns: readonly (readonly GraphBit[])[],
): GraphBit[] {
  if (target === "xc7" || target === "ecp5") {
    const all = columns.flat();
    return columns.map(() => graph.fresh(all));
  }
  const none = columns.map(() => zero);
  const { rows, carry } = addRowsInThrees(columns, (x, y, c) => fullAdderBits(graph, x, y, c));
  const [a = none, b = none] = rows;
  const bits = rowBits(graph, target, { a, b }, carry);
  return target === "asic"
    ? bits
    : bits.map((bit) => (isConstant(bit) ? graph.made("late", [bit]) : bit));
}

/** A full adder of bits. */
export function fullAdderBits(
  graph: BitGraph,
  a: GraphBit,
  b: GraphBit,
  c: GraphBit,
): { readonly sum: GraphBit; readonly carry: GraphBit } {
  const differ = graph.xor(a, b);
  return {
    sum: graph.xor(differ, c),
    carry: graph.or(graph.and(a, b), graph.and(c, differ)),
  };
}

function rowBits(
  graph: BitGraph,
  target: Target,
  { a, b }: Pick<AdderOperands, "a" | "b">,
  carry: GraphBit,
): GraphBit[] {
  const bits: GraphBit[] = [];
  let [passed, i] = [carry, 0];
  while (i < a.length) {
    const end = knownCarry(a, b, i);
    const part = [a.slice(i, end), b.slice(i, end)] as const;
    bits.push(...partBits(graph, target, part, passed));
    [passed, i] = [end < a.length ? a[end - 1] : passed, end];
  }
  return bits;
}

/** The place behind the first two equal constants: the carry out of them is known. */
function knownCarry(a: readonly GraphBit[], b: readonly GraphBit[], from: number): number {
  const place = a.findIndex((bit, i) => i >= from && isConstant(bit) && bit === b[i]);
  return place < 0 ? a.length : place + 1;
}

/** Bits up to a known carry: those that the carry in leaves alone, then gates or a chain. */
function partBits(
  graph: BitGraph,
  target: Target,
  [a, b]: readonly [readonly GraphBit[], readonly GraphBit[]],
  carry: GraphBit,
): GraphBit[] {
  const start = isConstant(carry) ? a.findIndex((bit, i) => bit !== carry && b[i] !== carry) : 0;
  const passing = start < 0 ? a.length : start;
  const passed = a.slice(0, passing).map((bit, i) => (bit === carry ? b[i] : bit));
  const rest = [a.slice(passing), b.slice(passing)] as const;
  const isOfGates = target === "asic" || (target === "ecp5" && rest[0].length <= greatestGateAdder);
  if (isOfGates) return [...passed, ...gateBits(graph, rest, carry)];
  return [...passed, ...chainBits(graph, target, rest, carry)];
}

/** Sums by gates: the carry of each place is that of the place below, of both bits, or a new one. */
function gateBits(
  graph: BitGraph,
  [a, b]: readonly [readonly GraphBit[], readonly GraphBit[]],
  carry: GraphBit,
): GraphBit[] {
  let passed = carry;
  return a.map((bit, i) => {
    const { sum, carry: next } = fullAdderBits(graph, bit, b[i], passed);
    passed = next;
    return sum;
  });
}

/** Cells of a carry chain, of which only iCE40's are seen through: where one operand is the complement of the other and constant. */
function chainBits(
  graph: BitGraph,
  target: Target,
  [a, b]: readonly [readonly GraphBit[], readonly GraphBit[]],
  carry: GraphBit,
): GraphBit[] {
  let passed = carry;
  return a.map((bit, i) => {
    const operands = [bit, b[i], passed];
    if (operands.every(isConstant)) return operands.reduce((sum, value) => sum ^ value, 0);
    const isSeen = target === "ice40" && isConstant(bit) && isConstant(b[i]);
    const sum = isSeen ? graph.made("table", operands) : graph.fresh(operands);
    if (isSeen) return sum;
    const constants = operands.filter(isConstant);
    const [open] = operands.filter((one) => !isConstant(one));
    const isOne = target === "ice40" && constants.length === 2 && constants[0] !== constants[1];
    passed = isOne ? open : graph.fresh(operands);
    return sum;
  });
}
