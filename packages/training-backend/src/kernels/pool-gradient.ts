import { floatView } from "../heap.ts";
import { inputNamed, type WasmKernel } from "../kernel.ts";
import type { KernelContext } from "../kernel-context.ts";
import { pool2dGeometry, pool3dGeometry, type WindowGeometry } from "./window-geometry.ts";
import { forEachTap, pixelCounts } from "./window-taps.ts";

/** Adds the gradient of one image to `dx`, which is 0. */
type ImageGradient = (
  geometry: WindowGeometry,
  x: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
) => void;

/** Gradients of max and average pooling.
 *
 *  Max: each dy goes to the first largest element of its window. The stock wasm kernels start the search at the
 *  smallest positive number and so miss every window whose maximum is not positive.
 *  Average: each dy is shared by the elements that its window covers. The stock kernels of every backend divide by
 *  the size of the window also where it hangs over the edge, unlike the forward pass. */
export function poolGradientKernels(context: KernelContext): WasmKernel[] {
  return [
    poolGradientKernel(context, "MaxPoolGrad", pool2dGeometry, scatterToMaxima),
    poolGradientKernel(context, "MaxPool3DGrad", pool3dGeometry, scatterToMaxima),
    poolGradientKernel(context, "AvgPoolGrad", pool2dGeometry, shareAmongCovered),
    poolGradientKernel(context, "AvgPool3DGrad", pool3dGeometry, shareAmongCovered),
  ];
}

function poolGradientKernel(
  { backend }: KernelContext,
  name: string,
  geometryOf: typeof pool2dGeometry,
  addGradient: ImageGradient,
): WasmKernel {
  return {
    name,
    run: (_, inputs, attributes) => {
      const dy = inputNamed(inputs, "dy");
      const x = inputNamed(inputs, "input");
      const dx = backend.makeOutput(x.shape, "float32");
      const geometry = geometryOf(x.shape, attributes);
      const gradient = floatView(backend, dx);
      gradient.fill(0);
      const { input, output } = pixelCounts(geometry);
      const [inputStep, outputStep] = [input, output].map((n) => n * geometry.inputChannels);
      for (let image = 0; image < geometry.batch; image++) {
        const ofInput = [image * inputStep, (image + 1) * inputStep];
        const ofOutput = [image * outputStep, (image + 1) * outputStep];
        addGradient(
          geometry,
          floatView(backend, x).subarray(...ofInput),
          floatView(backend, dy).subarray(...ofOutput),
          gradient.subarray(...ofInput),
        );
      }
      return dx;
    },
  };
}

function scatterToMaxima(
  geometry: WindowGeometry,
  x: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
): void {
  const channels = geometry.inputChannels;
  const maxima = new Int32Array(dy.length).fill(-1); // the element of x, by element of dy
  forEachTap(geometry, (inputPixel, outputPixel) => {
    for (let c = 0; c < channels; c++) {
      const candidate = inputPixel * channels + c;
      const at = outputPixel * channels + c;
      if (maxima[at] < 0 || x[candidate] > x[maxima[at]]) maxima[at] = candidate;
    }
  });
  for (let at = 0; at < dy.length; at++) {
    if (maxima[at] >= 0) dx[maxima[at]] += dy[at];
  }
}

function shareAmongCovered(
  geometry: WindowGeometry,
  _x: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
): void {
  const channels = geometry.inputChannels;
  const covered = new Int32Array(dy.length / channels);
  forEachTap(geometry, (_, outputPixel) => {
    covered[outputPixel]++;
  });
  forEachTap(geometry, (inputPixel, outputPixel) => {
    const share = 1 / covered[outputPixel];
    for (let c = 0; c < channels; c++) {
      dx[inputPixel * channels + c] += dy[outputPixel * channels + c] * share;
    }
  });
}
