import { intView } from "../heap.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import type { WindowGeometry } from "./window-geometry.ts";

/** Runs a function with the address of a geometry on the wasm heap, as the kernels of `assembly/windows.ts` read it. */
export function withGeometry(
  context: KernelContext,
  { input, output, window, strides, dilations, padding }: WindowGeometry,
  run: (address: number) => void,
): void {
  const { backend } = context;
  const fields = [...input, ...output, ...window, ...strides, ...dilations, ...padding];
  const tensor = backend.makeOutput([fields.length], "int32");
  intView(backend, tensor).set(fields);
  run(addressOf(context, tensor));
  backend.disposeData(tensor.dataId);
}
