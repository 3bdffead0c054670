import type * as tf from "@tensorflow/tfjs";
import { floatView } from "../heap.ts";
import { inputNamed, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { withGeometry } from "./geometry-on-heap.ts";
import { pool2dGeometry, pool3dGeometry, type WindowGeometry } from "./window-geometry.ts";
import { forEachTap, pixelCounts } from "./window-taps.ts";

/** What a gradient kernel of a pooling works on. */
interface PoolGradient {
  readonly geometry: WindowGeometry;
  readonly x: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
  /** Zeros, to which the gradient is added. */
  readonly dx: tf.TensorInfo;
  /** Elements of one image. */
  readonly inputStep: number;
  readonly outputStep: number;
}

/** Gradients of max and average pooling.
 *
 *  Max: each dy goes to the first largest element of its window. The stock wasm kernels start the search at the
 *  smallest positive number and so miss every window whose maximum is not positive.
 *  Average: each dy is shared by the elements that its window covers. The stock kernels of every backend divide by
 *  the size of the window also where it hangs over the edge, unlike the forward pass. */
export function poolGradientKernels(context: KernelContext): WasmKernel[] {
  return [
    poolGradientKernel(context, "MaxPoolGrad", pool2dGeometry, sendToMaxima),
    poolGradientKernel(context, "MaxPool3DGrad", pool3dGeometry, sendToMaxima),
    poolGradientKernel(context, "AvgPoolGrad", pool2dGeometry, shareAmongCovered),
    poolGradientKernel(context, "AvgPool3DGrad", pool3dGeometry, shareAmongCovered),
  ];
}

function poolGradientKernel(
  context: KernelContext,
  name: string,
  geometryOf: typeof pool2dGeometry,
  addGradient: (context: KernelContext, gradient: PoolGradient) => void,
): WasmKernel {
  const { backend } = context;
  return {
    name,
    run: (_, inputs, attributes) => {
      const dy = inputNamed(inputs, "dy");
      const x = inputNamed(inputs, "input");
      const geometry = geometryOf(x.shape, attributes);
      const dx = backend.makeOutput(x.shape, "float32");
      floatView(backend, dx).fill(0);
      const { input, output } = pixelCounts(geometry);
      const [inputStep, outputStep] = [input, output].map((n) => n * geometry.inputChannels);
      addGradient(context, { geometry, x, dy, dx, inputStep, outputStep });
      return dx;
    },
  };
}

function sendToMaxima(
  context: KernelContext,
  { geometry, x, dy, dx, inputStep, outputStep }: PoolGradient,
): void {
  withGeometry(context, geometry, (address) => {
    for (let image = 0; image < geometry.batch; image++) {
      context.vector.maximumGradient(
        address,
        geometry.inputChannels,
        addressOf(context, x) + 4 * image * inputStep,
        addressOf(context, dy) + 4 * image * outputStep,
        addressOf(context, dx) + 4 * image * inputStep,
      );
    }
  });
}

function shareAmongCovered(
  { backend }: KernelContext,
  { geometry, dy, dx, inputStep, outputStep }: PoolGradient,
): void {
  const channels = geometry.inputChannels;
  const covered = new Int32Array(outputStep / channels);
  forEachTap(geometry, (_, outputPixel) => {
    covered[outputPixel]++;
  });
  for (let image = 0; image < geometry.batch; image++) {
    const from = floatView(backend, dy).subarray(image * outputStep, (image + 1) * outputStep);
    const to = floatView(backend, dx).subarray(image * inputStep, (image + 1) * inputStep);
    forEachTap(geometry, (inputPixel, outputPixel) => {
      const share = 1 / covered[outputPixel];
      for (let c = 0; c < channels; c++) {
        to[inputPixel * channels + c] += from[outputPixel * channels + c] * share;
      }
    });
  }
}
