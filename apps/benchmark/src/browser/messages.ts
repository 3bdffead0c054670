import type { KernelsResult } from "../run-kernels.ts";

/** What the worker in the browser says. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly message: string; readonly part: number }
  | { readonly kind: "result"; readonly result: KernelsResult }
  | { readonly kind: "failure"; readonly message: string };
