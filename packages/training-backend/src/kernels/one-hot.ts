import { floatView, intView } from "../heap.ts";
import { elementCount, inputNamed, type WasmKernel } from "../kernel.ts";

/** OneHot with values of any size: the stock wasm kernel truncates `onValue` and `offValue` to integers, which turns
 *  smoothed labels into zeros. */
export const oneHotKernel: WasmKernel = {
  name: "OneHot",
  run: (backend, inputs, { dtype, depth, onValue, offValue }) => {
    const indices = inputNamed(inputs, "indices");
    const classes = Number(depth);
    const shape = [...indices.shape, classes];
    const out = backend.makeOutput(shape, dtype === "float32" ? "float32" : "int32");
    const values = dtype === "float32" ? floatView(backend, out) : intView(backend, out);
    values.fill(Number(offValue));
    const positions = intView(backend, indices);
    for (let n = 0; n < elementCount(indices.shape); n++) {
      const position = positions[n];
      if (position >= 0 && position < classes) values[n * classes + position] = Number(onValue);
    }
    return out;
  },
};
