import { floatView } from "../heap.ts";
import { inputNamed, type KernelAttributes, type WasmKernel } from "../kernel.ts";
import type { KernelContext } from "../kernel-context.ts";
import { convolution2dGeometry, type WindowGeometry } from "./window-geometry.ts";
import { forEachTap, pixelCounts } from "./window-taps.ts";

/** Gradients of the depthwise convolution `y[p, c·M + m] = Σ_tap x[p + tap, c]·w[tap, c, m]`, M = channel multiplier. */
export function depthwiseGradientKernels({ backend }: KernelContext): WasmKernel[] {
  return [
    {
      name: "DepthwiseConv2dNativeBackpropFilter",
      run: (_, inputs, attributes) => {
        const x = inputNamed(inputs, "x");
        const filterShape = numbersOf(attributes.filterShape);
        const geometry = convolution2dGeometry(x.shape, filterShape, attributes, true);
        const dw = backend.makeOutput(filterShape, "float32");
        const sums = floatView(backend, dw);
        sums.fill(0);
        const dy = floatView(backend, inputNamed(inputs, "dy"));
        const values = floatView(backend, x);
        forEachProduct(geometry, (atX, atY, atW) => {
          sums[atW] += values[atX] * dy[atY];
        });
        return dw;
      },
    },
    {
      name: "DepthwiseConv2dNativeBackpropInput",
      run: (_, inputs, attributes) => {
        const filter = inputNamed(inputs, "filter");
        const inputShape = numbersOf(attributes.inputShape);
        const geometry = convolution2dGeometry(inputShape, filter.shape, attributes, true);
        const dx = backend.makeOutput(inputShape, "float32");
        const sums = floatView(backend, dx);
        sums.fill(0);
        const dy = floatView(backend, inputNamed(inputs, "dy"));
        const weights = floatView(backend, filter);
        forEachProduct(geometry, (atX, atY, atW) => {
          sums[atX] += dy[atY] * weights[atW];
        });
        return dx;
      },
    },
  ];
}

/** Visits every product x·w of the forward pass by the elements of x, y and w that it joins. */
function forEachProduct(
  geometry: WindowGeometry,
  visit: (atX: number, atY: number, atW: number) => void,
): void {
  const channels = geometry.inputChannels;
  const multiplier = geometry.outputChannels / channels;
  const { input, output } = pixelCounts(geometry);
  for (let image = 0; image < geometry.batch; image++) {
    forEachTap(geometry, (inputPixel, outputPixel, tap) => {
      const atX = (image * input + inputPixel) * channels;
      const atY = (image * output + outputPixel) * channels * multiplier;
      const atW = tap * channels * multiplier;
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) {
          visit(atX + c, atY + c * multiplier + m, atW + c * multiplier + m);
        }
      }
    });
  }
}

function numbersOf(value: KernelAttributes[string]): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
