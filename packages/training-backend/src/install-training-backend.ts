import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { registerWasmKernel } from "./kernel.ts";
import type { KernelContext } from "./kernel-context.ts";
import type { MatMul } from "./mat-mul.ts";
import { createNativeMatMul } from "./native/native-mat-mul.ts";
import { registerTrainingGradients, trainingKernels } from "./training-kernels.ts";
import { instantiateVectorModule, memoryOf } from "./vector-module.ts";
import { createWasmMatMul } from "./wasm-mat-mul.ts";

/** Options of {@link installTrainingBackend}. */
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

/** Makes the wasm backend the current one and registers the kernels that training needs. Calling it again may change
 *  what multiplies matrices and has no other effect.
 *  @throws Error if the wasm backend cannot start, or `nativeMatMul` is true and onnxruntime-node cannot be used. */
export async function installTrainingBackend({
  nativeMatMul = "auto",
}: TrainingBackendOptions = {}): Promise<BackendReport> {
  const backend = await startWasm();
  const memory = memoryOf(backend);
  const vector = await instantiateVectorModule(memory);
  const { matMul, refused } = chooseMatMul({ backend, memory, vector }, nativeMatMul);
  const kernels = trainingKernels({ backend, memory, vector, matMul });
  for (const kernel of kernels) registerWasmKernel(backend, kernel);
  registerTrainingGradients();
  return {
    backend: "wasm",
    matMul: matMul.name,
    nativeMatMulRefused: refused,
    kernels: kernels.map(({ name }) => name),
  };
}

async function startWasm(): Promise<BackendWasm> {
  if (!tf.engine().registry.wasm) {
    // One thread: data-parallel workers use the cores better, and the SIMD kernels need memory that is not shared.
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!(await tf.setBackend("wasm"))) {
    throw new Error("installTrainingBackend: the tfjs wasm backend does not start");
  }
  const backend = tf.backend();
  if (!(backend instanceof BackendWasm)) {
    throw new TypeError("installTrainingBackend: two copies of @tensorflow/tfjs-backend-wasm");
  }
  return backend;
}

function chooseMatMul(
  { backend, memory, vector }: Omit<KernelContext, "matMul">,
  native: boolean | "auto",
): { matMul: MatMul; refused: string | undefined } {
  const wasm = createWasmMatMul(backend, vector);
  if (native === false) return { matMul: wasm, refused: "nativeMatMul is false" };
  try {
    return { matMul: createNativeMatMul(memory), refused: undefined };
  } catch (error) {
    if (native === true) throw error;
    return { matMul: wasm, refused: String(error) };
  }
}
