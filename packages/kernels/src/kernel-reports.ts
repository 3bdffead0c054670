import type { Isa, WasmIsa } from "./isa.ts";
import type { KernelReport } from "./kernels.ts";
import { type OperationName, operationNames, operations } from "./tape/operations/index.ts";
import { anyRows, type SimdKernel, type Tile } from "./tape/simd-kernel.ts";
import { binaryReports } from "./tune/binary-reports.ts";
import type { KernelChoice } from "./tune/kernel-choice.ts";

/** What {@link Kernels.explain} says: per kernel its id, the shapes it runs on, and why its instruction set runs. */
export function reportKernels(
  isa: Isa,
  reason: string,
  choice?: KernelChoice,
): readonly KernelReport[] {
  if (isa === "js") return reportJs(reason);
  const fixed = operationNames.flatMap((operation) =>
    operations[operation].simd.map((kernel) => ({
      operation,
      shape: kernel.when,
      kernel: kernelId(operation, kernel, isa),
      reason,
    })),
  );
  return [...fixed, ...binaryReports(isa, reason, choice)];
}

function reportJs(reason: string): readonly KernelReport[] {
  return operationNames.map((operation) => ({
    operation,
    shape: anyRows,
    kernel: `${operation}_1x1__js`,
    reason,
  }));
}

/** What its instructions need may be less than what the engine offers. */
function kernelId(operation: OperationName, { tile, looksUp }: SimdKernel, isa: WasmIsa): string {
  const [rows, columns] = tileOf(tile, isa);
  const needed = looksUp === true ? isa : "wasm-simd128";
  return `${operation}_${rows}x${columns}__${needed.replaceAll("-", "_")}`;
}

function tileOf(tile: SimdKernel["tile"], isa: WasmIsa): Tile {
  return "wasm-simd128" in tile ? tile[isa] : tile;
}
