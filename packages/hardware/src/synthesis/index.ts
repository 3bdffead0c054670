/**
 * Synthesis of Verilog by Yosys, in a worker, and proofs by its solvers. Needs the optional peer `@yowasp/yosys`.
 *
 * @module @bnnkit/hardware/synthesis
 */

export type { CellCounts } from "./count-cells.ts";
export { gateEquivalents, libertyText } from "./gate-library.ts";
export { yosysVersion } from "./locate-yosys.ts";
export { type Proof, proveMapping, proveSameFunction } from "./prove-equivalent.ts";
export {
  type MutantProofs,
  type ProveMutantsOptions,
  proveMutants,
} from "./prove-mutants.ts";
export { runYosys, YosysError, type YosysOptions } from "./run-yosys.ts";
export { cacheKey, memoryCache, type SynthesisCache } from "./synthesis-cache.ts";
export { type SynthesisResult, type SynthesizeOptions, synthesize } from "./synthesize.ts";
export {
  type AsicTarget,
  flows,
  type SynthesisTarget,
  synthesisTargets,
  type Target,
  targets,
} from "./target.ts";
