import type { WasmIsa } from "../isa.ts";

/** Rows and columns held in registers. */
export type Tile = readonly [rows: number, columns: number];

/** A kernel that runs an operation. */
export interface SimdKernel {
  /** One of both modules, or one of each. */
  readonly tile: Tile | Readonly<Record<WasmIsa, Tile>>;
  /** When the operator drives this kernel. */
  readonly when: string;
  /** Whether it looks up tables, which is where the modules differ. Default false: plain SIMD in both. */
  readonly looksUp?: boolean;
}

export const anyRows = "any number of rows";
export const rowPairs = "pairs of rows";
export const lastRow = "a single row, or the one left over by pairs";
