import * as tf from "@tensorflow/tfjs";
import { intView } from "../heap.ts";
import { elementCount, inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";

/** GatherV2 along the first axis (an embedding) as copies of rows. */
export function gatherKernel(context: KernelContext): WasmKernel {
  const stock = stockKernel("GatherV2");
  return {
    name: "GatherV2",
    run: (backend, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      const indices = inputNamed(inputs, "indices");
      const [axis] = tf.util.parseAxisParam(Number(attributes.axis), x.shape);
      const wide = x.dtype === "float32" || x.dtype === "int32";
      if (axis !== 0 || attributes.batchDims || !wide || indices.dtype !== "int32") {
        return stock(backend, inputs, attributes);
      }
      const [rows, ...rowShape] = x.shape;
      const out = backend.makeOutput([...indices.shape, ...rowShape], x.dtype);
      const wrong = context.vector.gatherRows(
        addressOf(context, x),
        rows,
        addressOf(context, indices),
        elementCount(indices.shape),
        4 * elementCount(rowShape),
        addressOf(context, out),
      );
      if (wrong >= 0) {
        const index = intView(backend, indices)[wrong];
        backend.disposeData(out.dataId);
        throw new RangeError(`GatherV2: index ${wrong} must be in [0, ${rows}), got ${index}`);
      }
      return out;
    },
  };
}
