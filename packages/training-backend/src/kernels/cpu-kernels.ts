import * as tf from "@tensorflow/tfjs";
import { elementCount, hasStockKernel, type KernelInputs, type WasmKernel } from "../kernel.ts";
import { addressOf, floatsAt, type KernelContext } from "../kernel-context.ts";

/** Every kernel that the cpu backend has and the wasm backend lacks, run by the cpu backend on copies:
 *  complex numbers, Fourier transforms, ragged tensors, regular expressions. Complex tensors lie on the heap as
 *  pairs; read them through tf.real and tf.imag. */
export function cpuKernels(context: KernelContext, present: ReadonlySet<string>): WasmKernel[] {
  return tf
    .getKernelsForBackend("cpu")
    .filter(({ kernelName }) => !present.has(kernelName) && !hasStockKernel(kernelName))
    .map((config) => delegatedKernel(context, config));
}

function delegatedKernel(
  context: KernelContext,
  { kernelName, kernelFunc }: tf.KernelConfig,
): WasmKernel {
  return {
    name: kernelName,
    run: (_, inputs, attrs) => {
      const cpu = tf.findBackend("cpu");
      const copies: tf.TensorInfo[] = [];
      const copy = (tensor: tf.TensorInfo): tf.TensorInfo => {
        const onCpu = toCpu(context, cpu, tensor);
        copies.push(onCpu);
        return onCpu;
      };
      const output = kernelFunc({ inputs: mapInputs(inputs, copy), backend: cpu, attrs });
      const outputs = Array.isArray(output) ? output : [output];
      const results = outputs.map((tensor) => toWasm(context, cpu, tensor));
      for (const { dataId } of [...outputs, ...copies]) cpu.disposeData(dataId);
      return Array.isArray(output) ? results : results[0];
    },
  };
}

/** Some kernels take lists of tensors under one name. */
function mapInputs(
  inputs: KernelInputs,
  copy: (tensor: tf.TensorInfo) => tf.TensorInfo,
): KernelInputs {
  const copies: KernelInputs = {};
  for (const [name, input] of Object.entries(inputs)) {
    if (input) Reflect.set(copies, name, Array.isArray(input) ? input.map(copy) : copy(input));
  }
  return copies;
}

function toCpu(
  context: KernelContext,
  cpu: tf.KernelBackend,
  tensor: tf.TensorInfo,
): tf.TensorInfo {
  const { shape, dtype } = tensor;
  if (dtype !== "complex64") {
    return {
      dataId: cpu.write(context.backend.readSync(tensor.dataId), shape, dtype),
      shape,
      dtype,
    };
  }
  const count = elementCount(shape);
  const pairs = floatsAt(context, addressOf(context, tensor), 2 * count);
  const part = (offset: number): tf.TensorInfo => {
    const values = Float32Array.from({ length: count }, (_, i) => pairs[2 * i + offset]);
    return { dataId: cpu.write(values, shape, "float32"), shape, dtype: "float32" };
  };
  const [real, imag] = [part(0), part(1)];
  const complex = tf
    .getKernel("Complex", "cpu")
    .kernelFunc({ inputs: { real, imag }, backend: cpu });
  for (const { dataId } of [real, imag]) cpu.disposeData(dataId);
  return Array.isArray(complex) ? complex[0] : complex;
}

function toWasm(
  { backend }: KernelContext,
  cpu: tf.KernelBackend,
  { dataId, shape, dtype }: tf.TensorInfo,
): tf.TensorInfo {
  return backend.makeOutput(shape, dtype, undefined, cpu.readSync(dataId));
}
