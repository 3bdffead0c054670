import type { Isa, KernelReport } from "./kernels.ts";
import type { OperationName } from "./tape/operation.ts";
import { binaryReports } from "./tune/binary-reports.ts";
import type { KernelChoice } from "./tune/kernel-choice.ts";
import type { WasmIsa } from "./wasm/wasm-source.ts";

/** A kernel that can run an operation. */
interface KernelEntry {
  readonly operation: OperationName;
  /** What its instructions need, which may be less than what the engine offers. */
  readonly isa: Isa;
  /** Rows and columns held in registers. */
  readonly tile: readonly [rows: number, columns: number];
  /** When the operator drives this kernel. */
  readonly requirement: string;
}

const anyRows = "any number of rows";
const rowPairs = "pairs of rows";
const lastRow = "a single row, or the one left over by pairs";

const simdKernels: readonly KernelEntry[] = [
  wasm("embedInt8", [1, 4], anyRows),
  wasm("embedFloat32", [1, 4], anyRows),
  wasm("signPackTokenMaximum", [1, 16], anyRows),
  wasm("signPackShift", [1, 16], anyRows),
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
  wasm("tabulateFloat32", [1, 4], anyRows),
  wasm("planeGemmInt32", [1, 8], anyRows),
  wasm("planeGemm", [1, 8], anyRows),
  wasm("setBitGemm", [16, 1], "sixteen rows, or what is left of them"),
  wasm("setBitGemm", [1, 1], "a single row"),
  wasm("bmaxPool2d", [1, 128], "any number of pixels"),
  wasm("signPackInt8", [1, 16], anyRows),
  wasm("layerNormSignPackTokenMaximum", [1, 16], anyRows),
  wasm("layerNormSignPackShift", [1, 16], anyRows),
  wasm("copyBitRows", [1, 1], anyRows),
  wasm("bitAttention", [1, 16], anyRows),
];

const binaryConvolutions = ["bconv2d", "bconv2dInt32", "bconv2dInt8", "bconv2dSign"] as const;
const tableProducts = ["tableGemmInt32", "tableGemm"] as const;

/** The products that look up tables, which alone differ between the modules; those of bits can be chosen besides. */
const lookUpKernels: Readonly<Record<WasmIsa, readonly KernelEntry[]>> = {
  "wasm-simd128": [...tableKernels(wasm), ...convolutionKernels(wasm, [2, 32])],
  "wasm-relaxed-simd": [...tableKernels(relaxed), ...convolutionKernels(relaxed, [2, 64])],
};

function tableKernels(kernel: typeof wasm): readonly KernelEntry[] {
  return [
    ...tableProducts.flatMap((operation) => [
      kernel(operation, [2, 16], rowPairs),
      kernel(operation, [1, 16], lastRow),
    ]),
    kernel("tableGemmFloat32", [1, 16], anyRows),
  ];
}

function convolutionKernels(
  kernel: typeof wasm,
  pairTile: readonly [number, number],
): readonly KernelEntry[] {
  return binaryConvolutions.flatMap((operation) => [
    kernel(operation, pairTile, "pairs of 4 pixels or more, by table look-up"),
    wasm(operation, [1, 16], "the pixels and columns left over by pairs, by carry-save adders"),
    kernel(operation, [1, 128], "depthwise, by bit-sliced counters"),
  ]);
}

/** What {@link Kernels.explain} says: per kernel its id, the shapes it runs on, and why its instruction set runs. */
export function reportKernels(
  isa: Isa,
  reason: string,
  choice?: KernelChoice,
): readonly KernelReport[] {
  if (isa === "js") return reportJs(reason);
  const fixed = [...simdKernels, ...lookUpKernels[isa]].map(
    ({ operation, isa: own, tile: [mr, nr], requirement }) => ({
      operation,
      shape: requirement,
      kernel: `${operation}_${mr}x${nr}__${own.replaceAll("-", "_")}`,
      reason,
    }),
  );
  return [...fixed, ...binaryReports(isa, reason, choice)];
}

function reportJs(reason: string): readonly KernelReport[] {
  const names = new Set(reportKernels("wasm-simd128", reason).map(({ operation }) => operation));
  return [...names].map((operation) => ({
    operation,
    shape: anyRows,
    kernel: `${operation}_1x1__js`,
    reason,
  }));
}

function wasm(
  operation: OperationName,
  tile: readonly [number, number],
  requirement: string,
): KernelEntry {
  return { operation, isa: "wasm-simd128", tile, requirement };
}

function relaxed(
  operation: OperationName,
  tile: readonly [number, number],
  requirement: string,
): KernelEntry {
  return { operation, isa: "wasm-relaxed-simd", tile, requirement };
}
