import { elementCount, inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";

/** Exp of float32 in SIMD lanes, relative error below 2⁻²²; results below 2⁻¹²⁶ become 0. */
export function expKernel(context: KernelContext): WasmKernel {
  const stock = stockKernel("Exp");
  return {
    name: "Exp",
    run: (backend, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      if (x.dtype !== "float32") return stock(backend, inputs, attributes);
      const out = backend.makeOutput(x.shape, "float32");
      context.vector.exponentials(
        addressOf(context, x),
        addressOf(context, out),
        elementCount(x.shape),
      );
      return out;
    },
  };
}
