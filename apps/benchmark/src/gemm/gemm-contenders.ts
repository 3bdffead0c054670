import type { Contender } from "../arm.ts";
import type { GemmProblem } from "./gemm-problem.ts";
import { prepareBits, prepareFloats } from "./kernels-gemm.ts";
import { preparePopcount } from "./popcount-gemm.ts";

/** Everything that multiplies ±1 matrices here, in the order of the table. */
export const gemmContenders: readonly Contender<GemmProblem>[] = [
  {
    name: "bnnkit-wasm",
    isPeer: false,
    threads: 1,
    prepare: (problem) => prepareBits("bnnkit-wasm", "wasm-simd128", problem),
  },
  {
    name: "bnnkit-wasm-floats",
    isPeer: false,
    threads: 1,
    prepare: (problem) => prepareFloats("bnnkit-wasm-floats", "wasm-simd128", problem),
  },
  {
    name: "bnnkit-js",
    isPeer: false,
    threads: 1,
    prepare: (problem) => prepareBits("bnnkit-js", "js", problem),
  },
  {
    name: "popcount-js",
    isPeer: true,
    threads: 1,
    prepare: (problem) => preparePopcount("popcount-js", problem),
  },
  {
    name: "tfjs-wasm",
    isPeer: true,
    threads: 1,
    // Loaded only when it is to be timed, because it is slow to start.
    prepare: async (problem) => (await import("./tfjs-gemm.ts")).prepareTfjs("tfjs-wasm", problem),
    versions: async () => (await import("./tfjs-gemm.ts")).tfjsVersions(),
  },
];
