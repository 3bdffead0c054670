import { inputNamed, stockKernel, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { readReduction } from "./reduced-axes.ts";

interface ReductionRoutine {
  readonly name: string;
  /** The attribute that holds the axes. */
  readonly axisAttribute: string;
  /** Reduces each of `rows` rows. */
  readonly withinRows: (x: number, rows: number, columns: number, out: number) => void;
  /** Reduces each of `columns` columns. */
  readonly acrossRows?: (x: number, rows: number, columns: number, out: number) => void;
}

/** Sum, Mean and Max of float32 over the last axes, Sum also over the first, without the transposition of the stock
 *  kernels. Sums of more than 1,024 elements in a row are carried on in float64. */
export function reductionKernels(context: KernelContext): WasmKernel[] {
  const { vector } = context;
  const routines: ReductionRoutine[] = [
    {
      name: "Sum",
      axisAttribute: "axis",
      withinRows: (x, rows, columns, out) => vector.sumRows(x, rows, columns, 1, out),
      acrossRows: (x, rows, columns, out) => vector.sumColumns(x, rows, columns, out),
    },
    {
      name: "Mean",
      axisAttribute: "axis",
      withinRows: (x, rows, columns, out) => vector.sumRows(x, rows, columns, 1 / columns, out),
    },
    {
      name: "Max",
      axisAttribute: "reductionIndices",
      withinRows: (x, rows, columns, out) => vector.maximumRows(x, rows, columns, out),
    },
  ];
  return routines.map((routine) => reductionKernel(context, routine));
}

function reductionKernel(
  context: KernelContext,
  { name, axisAttribute, withinRows, acrossRows }: ReductionRoutine,
): WasmKernel {
  const stock = stockKernel(name);
  return {
    name,
    run: (backend, inputs, attributes) => {
      const x = inputNamed(inputs, "x");
      const { over, keptCount, reducedCount, outputShape } = readReduction(
        attributes[axisAttribute],
        attributes.keepDims,
        x.shape,
      );
      const within = over === "last axes";
      if (x.dtype !== "float32" || !(within || (over === "first axes" && acrossRows))) {
        return stock(backend, inputs, attributes);
      }
      const out = backend.makeOutput(outputShape, "float32");
      const from = addressOf(context, x);
      const to = addressOf(context, out);
      if (within) withinRows(from, keptCount, reducedCount, to);
      else acrossRows?.(from, reducedCount, keptCount, to);
      return out;
    },
  };
}
