import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { registerWasmKernel, stockKernel } from "./kernel.ts";
import { batchMatMulKernel } from "./kernels/batch-mat-mul.ts";
import { identityKernel } from "./kernels/identity.ts";
import { oneHotKernel } from "./kernels/one-hot.ts";
import { sumKernel } from "./kernels/sum.ts";
import { unsortedSegmentSumKernel } from "./kernels/unsorted-segment-sum.ts";
import type { MatMul } from "./mat-mul.ts";
import { createNativeMatMul } from "./native/native-mat-mul.ts";
import { createWasmMatMul } from "./wasm-mat-mul.ts";

export interface TrainingBackendOptions {
  /** Use onnxruntime-node for matrix products: true (an error if it cannot), false, or "auto" (if it can). */
  readonly nativeMatMul?: boolean | "auto";
}

/** What runs after {@link installTrainingBackend}. */
export interface BackendReport {
  /** The tfjs backend in use. */
  readonly backend: "wasm";
  /** What multiplies matrices, by name. */
  readonly matMul: string;
  /** Why onnxruntime-node does not, if it does not. */
  readonly nativeMatMulRefused: string | undefined;
  /** Kernels of the wasm backend that were added or replaced. */
  readonly kernels: readonly string[];
}

/** Makes the wasm backend the current one and registers the kernels that training needs. Calling it again changes
 *  what multiplies matrices and is otherwise without effect.
 *  @throws Error if the wasm backend cannot start, or `nativeMatMul` is true and onnxruntime-node cannot be used. */
export async function installTrainingBackend({
  nativeMatMul = "auto",
}: TrainingBackendOptions = {}): Promise<BackendReport> {
  const backend = await startWasm();
  const { matMul, refused } = chooseMatMul(nativeMatMul);
  const kernels = [
    batchMatMulKernel(matMul),
    identityKernel,
    oneHotKernel,
    sumKernel(stockKernel("Sum")),
    unsortedSegmentSumKernel,
  ];
  for (const kernel of kernels) registerWasmKernel(backend, kernel);
  return {
    backend: "wasm",
    matMul: matMul.name,
    nativeMatMulRefused: refused,
    kernels: kernels.map(({ name }) => name),
  };
}

async function startWasm(): Promise<BackendWasm> {
  if (!(await tf.setBackend("wasm"))) {
    throw new Error("installTrainingBackend: the tfjs wasm backend does not start");
  }
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) {
    throw new TypeError("installTrainingBackend: two copies of @tensorflow/tfjs-backend-wasm");
  }
  return backend;
}

function chooseMatMul(native: boolean | "auto"): { matMul: MatMul; refused: string | undefined } {
  if (native === false) return { matMul: createWasmMatMul(), refused: "nativeMatMul is false" };
  try {
    return { matMul: createNativeMatMul(), refused: undefined };
  } catch (error) {
    if (native === true) throw error;
    return { matMul: createWasmMatMul(), refused: String(error) };
  }
}
