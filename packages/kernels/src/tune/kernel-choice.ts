import type { Isa } from "../isa.ts";

/** From … to, both included; null is no end. */
export type SizeRange = readonly [from: number, to: number | null];

/** Shapes of a product that take the same kernel. */
export interface ShapeBucket {
  readonly rows: SizeRange;
  readonly inFeatures: SizeRange;
  readonly outFeatures: SizeRange;
}

/** The fastest kernel of a bucket of shapes. */
export interface ChosenKernel {
  /** Stands for `bgemmInt32`, `bgemmInt8` and `bgemmSign` too, which differ in what they do with the sums alone. */
  readonly operation: "bgemm";
  readonly shape: ShapeBucket;
  /** Named as in `KernelReport`. */
  readonly kernel: string;
  /** Time of the next best kernel of the module, divided by this one's. Below 1 where a difference too small to count
   *  left the rule's kernel in place. */
  readonly gain: number;
}

/**
 * What {@link createKernels} measured with `tune`: plain JSON, to be saved and given back as `choice`.
 *
 * It holds for one version of the kernels, which `moduleHash` names. Results are the same with any choice.
 */
export interface KernelChoice {
  readonly version: 1;
  readonly isa: Isa;
  /** Hash of the WebAssembly module that was measured; empty for JavaScript, which has one kernel for each operation. */
  readonly moduleHash: string;
  /** The JavaScript engine that it was measured on. */
  readonly engine: string;
  /** One for each bucket that the budget sufficed for; the others follow the rule. */
  readonly kernels: readonly ChosenKernel[];
}
