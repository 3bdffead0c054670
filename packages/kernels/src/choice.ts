import type { Isa, KernelReport } from "./kernels.ts";
import type { OperationName } from "./tape/operation.ts";

/** A kernel that can run an operation. */
interface KernelEntry {
  readonly operation: OperationName;
  readonly isa: Isa;
  /** Rows and columns held in registers. */
  readonly tile: readonly [rows: number, columns: number];
  /** When the operator drives this kernel. */
  readonly requirement: string;
}

const anyRows = "any number of rows";
const rowPairs = "pairs of rows";
const lastRow = "a single row, or the one left over by pairs";

const wasmKernels: readonly KernelEntry[] = [
  wasm("embedInt8", [1, 4], anyRows),
  wasm("embedFloat32", [1, 4], anyRows),
  wasm("signPackTokenMaximum", [1, 16], anyRows),
  wasm("signPackShift", [1, 16], anyRows),
  wasm("bgemm", [1, 8], anyRows),
  wasm("bgemmInt32", [1, 8], anyRows),
  wasm("signWeightGemm", [2, 8], rowPairs),
  wasm("signWeightGemm", [1, 16], lastRow),
  wasm("gemmFloat32", [2, 16], rowPairs),
  wasm("gemmFloat32", [1, 16], lastRow),
  wasm("layerNorm", [1, 16], anyRows),
  wasm("relu", [1, 4], anyRows),
  wasm("add", [1, 4], anyRows),
  wasm("attention", [1, 16], anyRows),
  wasm("quantizeInt8", [1, 8], anyRows),
  wasm("gemmInt8", [2, 4], rowPairs),
  wasm("gemmInt8", [1, 4], lastRow),
  wasm("logSoftmaxTopK", [1, 16], anyRows),
  wasm("copyRows", [1, 1], anyRows),
  wasm("binarize", [1, 4], anyRows),
  wasm("tabulateInt8", [1, 8], anyRows),
  wasm("tableGemmInt32", [2, 16], rowPairs),
  wasm("tableGemmInt32", [1, 16], lastRow),
  wasm("tableGemm", [2, 16], rowPairs),
  wasm("tableGemm", [1, 16], lastRow),
  wasm("tabulateFloat32", [1, 4], anyRows),
  wasm("tableGemmFloat32", [1, 16], anyRows),
  wasm("planeGemmInt32", [1, 8], anyRows),
  wasm("planeGemm", [1, 8], anyRows),
  wasm("setBitGemm", [16, 1], "sixteen rows, or what is left of them"),
  wasm("setBitGemm", [1, 1], "a single row"),
];

/** Every kernel of an instruction set. */
export function kernelEntries(isa: Isa): readonly KernelEntry[] {
  if (isa === "wasm-simd128") return wasmKernels;
  const names = new Set(wasmKernels.map(({ operation }) => operation));
  return [...names].map((operation) => ({ operation, isa, tile: [1, 1], requirement: anyRows }));
}

/** What {@link Kernels.explain} says: per kernel its id, why its instruction set runs, and when it is taken. */
export function reportKernels(isa: Isa, reason: string): readonly KernelReport[] {
  return kernelEntries(isa).map(({ operation, tile: [mr, nr], requirement }) => ({
    operation,
    kernel: `${operation}_${mr}x${nr}__${isa.replaceAll("-", "_")}`,
    reason: `${reason}; ${requirement}`,
  }));
}

function wasm(
  operation: OperationName,
  tile: readonly [number, number],
  requirement: string,
): KernelEntry {
  return { operation, isa: "wasm-simd128", tile, requirement };
}
