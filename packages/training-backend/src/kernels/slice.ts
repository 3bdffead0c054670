import * as tf from "@tensorflow/tfjs";
import { elementCount, inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";

/** Slice, Unpack and SplitV as copies of contiguous runs from heap to heap. The stock kernels copy the whole input out
 *  of the heap first. */
export function sliceKernels(context: KernelContext): WasmKernel[] {
  return [sliceKernel(context), unpackKernel(context), splitKernel(context)];
}

function sliceKernel(context: KernelContext): WasmKernel {
  const stock = stockKernel("Slice");
  return {
    name: "Slice",
    run: (backend, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      if (x.dtype === "string") return stock(backend, inputs, attributes);
      const [begin, size] = tf.slice_util.parseSliceParams(
        x,
        numbersOf(attributes.begin),
        numbersOf(attributes.size),
      );
      tf.slice_util.assertParamsValid(x, begin, size);
      return slice(context, x, begin, size);
    },
  };
}

function unpackKernel(context: KernelContext): WasmKernel {
  return {
    name: "Unpack",
    run: (_, inputs, attributes) => {
      const value = inputNamed(inputs, "value");
      const [axis] = tf.util.parseAxisParam(Number(attributes.axis), value.shape);
      const shape = value.shape.filter((_, a) => a !== axis);
      const sizes = new Array<number>(value.shape[axis]).fill(1);
      return pieces(context, value, axis, sizes).map((piece) => ({ ...piece, shape }));
    },
  };
}

function splitKernel(context: KernelContext): WasmKernel {
  return {
    name: "SplitV",
    run: (_, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      const [axis] = tf.util.parseAxisParam(Number(attributes.axis), x.shape);
      const { numOrSizeSplits: parts } = attributes;
      const sizes = Array.isArray(parts) ? parts.map(Number) : Number(parts);
      return pieces(context, x, axis, tf.backend_util.prepareSplitSize(x, sizes, axis));
    },
  };
}

/** Consecutive pieces of these sizes along one axis. */
function pieces(
  context: KernelContext,
  x: tf.TensorInfo,
  axis: number,
  sizes: readonly number[],
): tf.TensorInfo[] {
  let from = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, a) => (a === axis ? from : 0));
    const size = x.shape.map((whole, a) => (a === axis ? length : whole));
    from += length;
    return slice(context, x, begin, size);
  });
}

function slice(
  context: KernelContext,
  x: tf.TensorInfo,
  begin: readonly number[],
  size: readonly number[],
): tf.TensorInfo {
  const out = context.backend.makeOutput([...size], x.dtype);
  if (elementCount(size) === 0) return out;
  const heap = new Uint8Array(context.memory.buffer);
  const elementBytes = x.dtype === "bool" ? 1 : 4;
  // The axes behind the last cut one are whole: with it they make one run.
  let cut = size.length - 1;
  while (cut > 0 && size[cut] === x.shape[cut]) cut--;
  const rowBytes = elementBytes * elementCount(x.shape.slice(cut + 1));
  const runBytes = rowBytes * (size[cut] ?? 1);
  let to = addressOf(context, out);
  const copy = (axis: number, from: number, bytes: number): void => {
    const step = bytes / (x.shape[axis] ?? 1);
    const first = from + step * (begin[axis] ?? 0);
    if (axis >= cut) {
      heap.copyWithin(to, first, first + runBytes);
      to += runBytes;
      return;
    }
    for (let i = 0; i < size[axis]; i++) copy(axis + 1, first + step * i, step);
  };
  copy(0, addressOf(context, x), elementBytes * elementCount(x.shape));
  return out;
}

function numbersOf(value: unknown): number | number[] {
  return Array.isArray(value) ? value.map(Number) : Number(value);
}
