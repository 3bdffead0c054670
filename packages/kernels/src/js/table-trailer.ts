import { MAXIMUM_WEIGHT_PLANES } from "../tape/tables.ts";
import type { Operands } from "./words.ts";

/** The operands that all products with tables start with. */
export interface TableProductOperands {
  readonly tables: number;
  readonly weights: number;
  readonly rows: number;
  readonly outFeatures: number;
  readonly blocks: number;
  readonly offset: number;
  readonly planeWeights: readonly number[];
}

/** tables, weights, rows, outFeatures, blocks, planes, code offset, four plane weights. Tables and weights in bytes. */
export function tableProductOperands(o: Operands): TableProductOperands {
  return {
    ...{ tables: o.byte(0), weights: o.byte(1), rows: o.cell(2) },
    ...{ outFeatures: o.integer(3), blocks: o.integer(4), offset: o.integer(6) },
    planeWeights: Array.from({ length: o.integer(5) }, (_, plane) => o.integer(7 + plane)),
  };
}

/** Index of the operand behind them. */
export const AFTER_PRODUCT: number = 7 + MAXIMUM_WEIGHT_PLANES;

/** The first byte of table lanes of a column's plane, the next sixteen bytes further. */
export function firstLane(p: TableProductOperands, column: number, plane: number): number {
  const group = (column >>> 4) * p.planeWeights.length + plane;
  return p.weights + 64 * p.blocks * group + (column & 15);
}

/** offset·Σa + (Σ of plane weights)·Σ min(a, 0). */
export function rowConstant(p: TableProductOperands, sum: number, negative: number): number {
  return p.offset * sum + p.planeWeights.reduce((total, weight) => total + weight, 0) * negative;
}
