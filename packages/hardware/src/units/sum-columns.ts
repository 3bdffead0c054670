import type { ModuleBuilder } from "../netlist/module-builder.ts";
import { type Bus, constantBus, isConstant, one, shiftLeft } from "../netlist/net.ts";
import { addNumbers, type OffsetNumber } from "./adder-tree.ts";
import { checkChoice } from "./check-choice.ts";
import { compressColumns } from "./compressor-tree.ts";
import type { Pipeline } from "./pipeline.ts";
import type { SumStyle } from "./unit-config.ts";

/** Bits to be added: those of column i count 2^i. */
export type Columns = readonly Bus[];

/** What a sum of columns is made with. */
export interface SumOptions {
  readonly style: SumStyle;
  readonly pipeline: Pipeline;
  /** Bits of the sum; it is taken modulo 2^width. */
  readonly width: number;
  /** Added to the sum; it may be negative. Default 0. */
  readonly constant?: number;
}

/** `constant + Σ 2^i·(ones of column i)` modulo 2^width; bits that are constant go into the constant. */
export function sumColumns(m: ModuleBuilder, columns: Columns, options: SumOptions): Bus {
  const { style, pipeline, width } = options;
  checkChoice(m.name, "style", style, ["compressor", "carry-chain", "behavioural"]);
  const constant = columns.reduce(
    (sum, column, i) => sum + 2 ** i * column.filter((net) => net === one).length,
    options.constant ?? 0,
  );
  const open = columns.slice(0, width).map((column) => column.filter((net) => !isConstant(net)));
  const addend = constantBus(BigInt.asUintN(width, BigInt(constant)), width);
  switch (style) {
    case "behavioural": {
      const bits = open.flatMap((column, i) => column.map((net) => shiftLeft([net], i)));
      const [sum] = pipeline.level([m.sum(constant === 0 ? bits : [...bits, addend], width)], true);
      return sum;
    }
    case "compressor": {
      const all = Array.from({ length: width }, (_, i) => [
        ...(open[i] ?? []),
        ...addend.slice(i, i + 1).filter((net) => net === one),
      ]);
      return compressColumns(m, all, pipeline);
    }
    case "carry-chain": {
      const numbers = open.flatMap((column, offset) => countsOfThree(m, column, offset));
      const known = constant === 0 ? [] : [{ offset: 0, bus: addend, maximum: 2 ** width - 1 }];
      return addNumbers(m, [...numbers, ...known], width, pipeline);
    }
  }
}

/** The bits of a column as numbers of two bits, three bits each; a bit or two that are left as they are. */
function countsOfThree(m: ModuleBuilder, column: Bus, offset: number): OffsetNumber[] {
  const groups = Math.floor(column.length / 3);
  const rest = column.slice(3 * groups).map((net) => ({ offset, bus: [net], maximum: 1 }));
  if (groups === 0) return rest;
  const [a, b, c] = [0, 1, 2].map((k) => column.slice(k * groups, (k + 1) * groups));
  const { sum, carry } = m.fullAdder(a, b, c);
  const counts = sum.map((net, i) => ({ offset, bus: [net, carry[i]], maximum: 3 }));
  return [...counts, ...rest];
}
