import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

type KernelCall = Parameters<tf.KernelFunc>[0];

/** Inputs of one kernel call, by the names that tfjs gives them. */
export type KernelInputs = KernelCall["inputs"];

/** Attributes of one kernel call, by the names that tfjs gives them. */
export type KernelAttributes = NonNullable<KernelCall["attrs"]>;

/** What a kernel returns. */
export type KernelOutput = tf.TensorInfo | tf.TensorInfo[];

/** A kernel of the wasm backend: it reads and writes tensors on the heap of `backend`. */
export interface WasmKernel {
  readonly name: string;
  readonly run: (
    backend: BackendWasm,
    inputs: KernelInputs,
    attributes: KernelAttributes,
  ) => KernelOutput;
}

/** Names that {@link registerWasmKernel} has registered. */
const registered = new Set<string>();

/** The wasm kernels that came with the backend, of those that were replaced since. */
const stockKernels = new Map<string, tf.KernelConfig>();

/** Replaces or adds one kernel of the wasm backend. */
export function registerWasmKernel(backend: BackendWasm, { name, run }: WasmKernel): void {
  const present = tf.getKernel(name, "wasm");
  if (present) {
    if (!registered.has(name)) stockKernels.set(name, present);
    tf.unregisterKernel(name, "wasm");
  }
  registered.add(name);
  tf.registerKernel({
    kernelName: name,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => run(backend, inputs, attrs ?? {}),
  });
}

/** A kernel with one output, called with plain tensor infos. */
export type KernelFunction = (
  backend: object,
  inputs: KernelInputs,
  attributes?: KernelAttributes,
) => tf.TensorInfo;

/** True if tfjs itself brings the wasm kernel, whether or not it was replaced. */
export function hasStockKernel(name: string): boolean {
  return registered.has(name) ? stockKernels.has(name) : Boolean(tf.getKernel(name, "wasm"));
}

/** The kernel that tfjs itself brings for a backend, whether or not it was replaced.
 *  @throws RangeError if `backendName` has no kernel of this name. */
export function stockKernel(name: string, backendName = "wasm"): KernelFunction {
  const stock = backendName === "wasm" ? stockKernels.get(name) : undefined;
  return asFunction(stock ?? tf.getKernel(name, backendName), name, backendName);
}

/** The kernel that the wasm backend runs at the time of the call.
 *  @throws RangeError if it has no kernel of this name. */
export function currentKernel(name: string): KernelFunction {
  return asFunction(tf.getKernel(name, "wasm"), name, "wasm");
}

function asFunction(
  config: tf.KernelConfig | undefined,
  name: string,
  backendName: string,
): KernelFunction {
  if (!config) throw new RangeError(`stockKernel: ${backendName} has no kernel ${name}`);
  return (backend, inputs, attrs = {}) => {
    const output = config.kernelFunc({ inputs, backend, attrs });
    return Array.isArray(output) ? output[0] : output;
  };
}

/** The input called `name`.
 *  @throws RangeError if the call has none. */
export function inputNamed(inputs: KernelInputs, name: string): tf.TensorInfo {
  const input = inputs[name];
  if (!input) throw new RangeError(`inputNamed: the kernel call has no input ${name}`);
  return input;
}

/** Product of the sizes in `shape`; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (const size of shape) count *= size;
  return count;
}
