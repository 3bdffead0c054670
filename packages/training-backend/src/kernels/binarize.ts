import type * as tf from "@tensorflow/tfjs";
import { elementCount, inputNamed, type KernelAttributes, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { onlyGradient, runOne } from "./run-kernel.ts";

const name = "BnnkitBinarize";
const gradientName = "BnnkitBinarizeGrad";

/** `BnnkitBinarize`: scale = max|x| + addend per row or per column of x seen as a matrix (last axis = columns);
 *  y = −scale/2 where x < 0, else +scale/2. Input x; attributes scaleAxis ("rows": one scale per row, "columns": one
 *  per column), addend, limit, estimator, slope. Outputs y and the scales ([…, 1] or [columns]).
 *  Gradient by x, the scale s a constant: "straight-through": dy where |x|/s ≤ limit, else 0; "triangle":
 *  dy · h max(0, 1 − h|x|/s) with h = slope.
 *  Zhang et al. 2023, Binarized Neural Machine Translation, https://arxiv.org/abs/2302.04907. */
export function binarizeKernels(context: KernelContext): WasmKernel[] {
  const { backend, vector } = context;
  return [
    {
      name,
      run: (_, inputs, attributes) => {
        const x = inputNamed(inputs, "x");
        const { rows, columns, perColumn } = matrixOf(x.shape, attributes);
        const y = backend.makeOutput(x.shape, "float32");
        const scaleShape = perColumn ? [columns] : [...x.shape.slice(0, -1), 1];
        const scales = backend.makeOutput(scaleShape, "float32");
        const binarize = perColumn ? vector.binarizeColumns : vector.binarizeRows;
        binarize(
          addressOf(context, x),
          rows,
          columns,
          Number(attributes.addend),
          addressOf(context, y),
          addressOf(context, scales),
        );
        return [y, scales];
      },
    },
    {
      name: gradientName,
      run: (_, inputs, attributes) => {
        const x = inputNamed(inputs, "x");
        const { rows, columns, perColumn } = matrixOf(x.shape, attributes);
        const dx = backend.makeOutput(x.shape, "float32");
        vector.binarizeGradientRows(
          addressOf(context, inputNamed(inputs, "dy")),
          addressOf(context, x),
          addressOf(context, inputNamed(inputs, "scales")),
          rows,
          columns,
          Number(perColumn),
          Number(attributes.limit),
          triangleSlope(attributes),
          addressOf(context, dx),
        );
        return dx;
      },
    },
  ];
}

function matrixOf(
  shape: readonly number[],
  { scaleAxis }: KernelAttributes,
): { rows: number; columns: number; perColumn: boolean } {
  if (scaleAxis !== "rows" && scaleAxis !== "columns") {
    throw new RangeError(`${name}: scaleAxis must be "rows" or "columns", got ${scaleAxis}`);
  }
  const columns = shape[shape.length - 1] ?? 1;
  const rows = columns === 0 ? 0 : elementCount(shape) / columns;
  return { rows, columns, perColumn: scaleAxis === "columns" };
}

/** Slope of the triangle, or 0 for the straight-through gradient. */
function triangleSlope({ estimator, slope }: KernelAttributes): number {
  if (estimator !== "straight-through" && estimator !== "triangle") {
    throw new RangeError(
      `${gradientName}: estimator must be "straight-through" or "triangle", got ${estimator}`,
    );
  }
  if (estimator === "straight-through") return 0;
  if (!(Number(slope) > 0)) {
    throw new RangeError(`${gradientName}: slope must be positive, got ${slope}`);
  }
  return Number(slope);
}

/** Gradient of `BnnkitBinarize`, as its estimator says. */
export const binarizeGradient: tf.GradConfig = {
  kernelName: name,
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dy, [x, scales], { scaleAxis, limit, estimator, slope }) => ({
    x: () =>
      runOne(
        gradientName,
        { dy: onlyGradient(dy), x, scales },
        {
          scaleAxis: String(scaleAxis),
          limit: Number(limit),
          estimator: String(estimator),
          slope: Number(slope),
        },
      ),
  }),
};
