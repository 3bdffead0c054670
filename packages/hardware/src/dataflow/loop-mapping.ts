import { checkPositiveInteger } from "@bnnkit/core";
import { checkChoice } from "../units/check-choice.ts";
import type { LoopDimension } from "./loop-layer.ts";

/** A loop in steps of `tile`; what is left at the end is a smaller step. */
export interface Loop {
  readonly dimension: LoopDimension;
  readonly tile: number;
}

/** A memory that holds what one step of its innermost loop needs: that of no loop of a dimension is all of it. */
export interface LoopLevel {
  readonly name: string;
  /** The outermost first. */
  readonly loops: readonly Loop[];
}

/** A layer as a loop nest: level after level inward, the last one the registers of the units that multiply. */
export interface LoopMapping {
  /** Whether `rows` and `columns` loop over outputs, or over inputs, whose products go to several outputs. */
  readonly positions: "output" | "input";
  readonly levels: readonly LoopLevel[];
}

/** Which operand stays in the registers while the others pass; in a layer that is fully unrolled all weights do, one position at a time. */
export type Stationary =
  | "weight-stationary"
  | "output-stationary"
  | "input-stationary"
  | "fully-unrolled";

type Sizes = Readonly<Partial<Record<LoopDimension, number>>>;

export interface LoopMappingOptions {
  /** How much of a dimension is done in one step, such as `{ outputs: PE, inputs: SIMD }`. Default 1 each. */
  readonly unroll?: Sizes;
  /** What of a dimension a buffer between DRAM and the registers holds at a time; no buffer if it is left out, all of dimensions that are
   *  not named. */
  readonly buffer?: Sizes;
}

const orders: Readonly<Record<Stationary, readonly LoopDimension[]>> = {
  "weight-stationary": [
    ...(["outputs", "inputs", "kernelRows", "kernelColumns"] as const),
    ...(["batch", "rows", "columns"] as const),
  ],
  "output-stationary": [
    ...(["batch", "rows", "columns", "outputs"] as const),
    ...(["inputs", "kernelRows", "kernelColumns"] as const),
  ],
  "input-stationary": [
    ...(["batch", "inputs", "rows", "columns"] as const),
    ...(["outputs", "kernelRows", "kernelColumns"] as const),
  ],
  "fully-unrolled": ["batch", "rows", "columns"],
};

/**
 * A loop nest by what stays in the registers. The order of its loops, the outermost first:
 *
 * - `weight-stationary`: outputs, inputs, kernel, batch, positions
 * - `output-stationary`: batch, positions, outputs, inputs, kernel (a folded matrix-vector unit)
 * - `input-stationary`: batch, inputs, positions of inputs, outputs, kernel
 * - `fully-unrolled`: batch, positions; a step does all the rest
 *
 * @throws RangeError for an order that is none, and for sizes < 1.
 */
export function dataflow(stationary: Stationary, options: LoopMappingOptions = {}): LoopMapping {
  checkChoice("dataflow", "stationary", stationary, Object.keys(orders));
  const { unroll = {}, buffer } = options;
  for (const [name, sizes] of Object.entries({ unroll, buffer: buffer ?? {} })) {
    for (const [dimension, size] of Object.entries(sizes))
      checkPositiveInteger("dataflow", `${name}.${dimension}`, size);
  }
  const order = orders[stationary];
  const outer = order.flatMap((dimension): Loop[] => {
    const tile = buffer?.[dimension];
    return tile === undefined ? [] : [{ dimension, tile }];
  });
  const inner = order.map((dimension): Loop => ({ dimension, tile: unroll[dimension] ?? 1 }));
  return {
    positions: stationary === "input-stationary" ? "input" : "output",
    levels: [
      ...(buffer === undefined ? [] : [{ name: "buffer", loops: outer }]),
      { name: "registers", loops: inner },
    ],
  };
}
