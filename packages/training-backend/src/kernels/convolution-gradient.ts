import type * as tf from "@tensorflow/tfjs";
import { floatView } from "../heap.ts";
import { inputNamed, type KernelAttributes, type WasmKernel } from "../kernel.ts";
import { addressOf, type KernelContext } from "../kernel-context.ts";
import { withGeometry } from "./geometry-on-heap.ts";
import {
  convolution2dGeometry,
  convolution3dGeometry,
  type WindowGeometry,
} from "./window-geometry.ts";
import { pixelCounts, tapCount } from "./window-taps.ts";

/** Gradients of convolutions as matrix products over patches: with P the matrix of patches `[pixels, taps·channels]`,
 *  dW = Pᵀ·dy, and dx adds each element of dy·Wᵀ back to where its patch came from. */
export function convolutionGradientKernels(context: KernelContext): WasmKernel[] {
  const flat = (shape: readonly number[], filter: readonly number[], a: KernelAttributes) =>
    convolution2dGeometry(shape, filter, a, false);
  return [
    filterGradientKernel(context, "Conv2DBackpropFilter", flat),
    filterGradientKernel(context, "Conv3DBackpropFilterV2", convolution3dGeometry),
    inputGradientKernel(context, "Conv2DBackpropInput", flat),
    inputGradientKernel(context, "Conv3DBackpropInputV2", convolution3dGeometry),
  ];
}

type GeometryOf = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: KernelAttributes,
) => WindowGeometry;

/** Patches of as many images are made at once as fit into this many elements, at least one. */
const patchElements = 2 ** 22;

interface PatchPlan {
  readonly geometry: WindowGeometry;
  /** taps · input channels */
  readonly patch: number;
  readonly inputPixels: number;
  readonly outputPixels: number;
  readonly imagesAtOnce: number;
}

function planPatches(geometry: WindowGeometry): PatchPlan {
  const { input, output } = pixelCounts(geometry);
  const patch = tapCount(geometry) * geometry.inputChannels;
  const fitting = Math.floor(patchElements / Math.max(1, output * patch));
  const imagesAtOnce = Math.max(1, Math.min(geometry.batch, fitting));
  return { geometry, patch, inputPixels: input, outputPixels: output, imagesAtOnce };
}

function filterGradientKernel(
  context: KernelContext,
  name: string,
  geometryOf: GeometryOf,
): WasmKernel {
  return {
    name,
    run: (_, inputs, attributes) => {
      const filterShape = Array.isArray(attributes.filterShape)
        ? attributes.filterShape.map(Number)
        : [];
      const x = inputNamed(inputs, "x");
      const plan = planPatches(geometryOf(x.shape, filterShape, attributes));
      return filterGradient(context, plan, x, inputNamed(inputs, "dy"), filterShape);
    },
  };
}

function filterGradient(
  context: KernelContext,
  { geometry, patch, inputPixels, outputPixels, imagesAtOnce }: PatchPlan,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: number[],
): tf.TensorInfo {
  const { backend, matMul, vector } = context;
  const { batch, inputChannels, outputChannels } = geometry;
  const total = backend.makeOutput(filterShape, "float32");
  const part = backend.makeOutput(filterShape, "float32");
  const patches = backend.makeOutput([imagesAtOnce * outputPixels, patch], "float32");
  floatView(backend, total).fill(0);
  for (let first = 0; first < batch; first += imagesAtOnce) {
    const images = Math.min(imagesAtOnce, batch - first);
    withGeometry(context, geometry, (address) => {
      for (let image = 0; image < images; image++) {
        vector.gatherPatches(
          address,
          inputChannels,
          addressOf(context, x) + 4 * (first + image) * inputPixels * inputChannels,
          addressOf(context, patches) + 4 * image * outputPixels * patch,
        );
      }
    });
    matMul.multiply(
      addressOf(context, patches),
      addressOf(context, dy) + 4 * first * outputPixels * outputChannels,
      addressOf(context, part),
      product(patch, images * outputPixels, outputChannels, { transposeA: true }),
    );
    const sums = floatView(backend, total);
    const values = floatView(backend, part);
    for (let i = 0; i < sums.length; i++) sums[i] += values[i];
  }
  backend.disposeData(part.dataId);
  backend.disposeData(patches.dataId);
  return total;
}

function inputGradientKernel(
  context: KernelContext,
  name: string,
  geometryOf: GeometryOf,
): WasmKernel {
  return {
    name,
    run: (_, inputs, attributes) => {
      const inputShape = Array.isArray(attributes.inputShape)
        ? attributes.inputShape.map(Number)
        : [];
      const filter = inputNamed(inputs, "filter");
      const plan = planPatches(geometryOf(inputShape, filter.shape, attributes));
      return inputGradient(context, plan, inputNamed(inputs, "dy"), filter, inputShape);
    },
  };
}

function inputGradient(
  context: KernelContext,
  { geometry, patch, inputPixels, outputPixels, imagesAtOnce }: PatchPlan,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  inputShape: number[],
): tf.TensorInfo {
  const { backend, matMul, vector } = context;
  const { batch, inputChannels, outputChannels } = geometry;
  const dx = backend.makeOutput(inputShape, "float32");
  const patches = backend.makeOutput([imagesAtOnce * outputPixels, patch], "float32");
  floatView(backend, dx).fill(0);
  for (let first = 0; first < batch; first += imagesAtOnce) {
    const images = Math.min(imagesAtOnce, batch - first);
    matMul.multiply(
      addressOf(context, dy) + 4 * first * outputPixels * outputChannels,
      addressOf(context, filter),
      addressOf(context, patches),
      product(images * outputPixels, outputChannels, patch, { transposeB: true }),
    );
    withGeometry(context, geometry, (address) => {
      for (let image = 0; image < images; image++) {
        vector.scatterPatches(
          address,
          inputChannels,
          addressOf(context, patches) + 4 * image * outputPixels * patch,
          addressOf(context, dx) + 4 * (first + image) * inputPixels * inputChannels,
        );
      }
    });
  }
  backend.disposeData(patches.dataId);
  return dx;
}

function product(
  rows: number,
  inner: number,
  columns: number,
  { transposeA = false, transposeB = false },
): Parameters<KernelContext["matMul"]["multiply"]>[3] {
  return { batchA: 1, batchB: 1, batch: 1, rows, inner, columns, transposeA, transposeB };
}
