import type { BinaryPadding, ConvolutionShape } from "@bnnkit/kernels";
import { convolutionOutputSize } from "@bnnkit/kernels";
import type { NamedShape } from "../operator.ts";

/** The shape of a convolution over one image, padded with zeros. */
export interface ConvolutionLayer {
  readonly height: number;
  readonly width: number;
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly kernel: number;
  readonly stride: number;
}

/** Half a kernel of zeros on each side, as PyTorch's models have it. */
export function paddingOf({ kernel }: ConvolutionLayer): BinaryPadding {
  const side = (kernel - 1) >> 1;
  return { value: 0, top: side, bottom: side, left: side, right: side };
}

/** The same for the kernels. */
export function kernelShapeOf(layer: ConvolutionLayer): ConvolutionShape {
  const { height, width, inFeatures, outFeatures, kernel, stride } = layer;
  return {
    ...{ height, width, inFeatures, outFeatures, padding: paddingOf(layer) },
    kernelSize: [kernel, kernel],
    strides: [stride, stride],
  };
}

/** Rows and columns of the output. */
export function outputSizeOf(layer: ConvolutionLayer): readonly [height: number, width: number] {
  return convolutionOutputSize(kernelShapeOf(layer));
}

/** Multiplications and additions, each counted as one, those with padding too: 2·pixels·outputs·inputs·taps. */
export function operationsOf(layer: ConvolutionLayer): number {
  const [height, width] = outputSizeOf(layer);
  return 2 * height * width * layer.outFeatures * layer.inFeatures * layer.kernel ** 2;
}

/** `HxWxIN-OUT-KxK`, and `-sS` with a stride. */
export function formatLayer(layer: ConvolutionLayer): string {
  const { height, width, inFeatures, outFeatures, kernel, stride } = layer;
  const name = `${height}x${width}x${inFeatures}-${outFeatures}-${kernel}x${kernel}`;
  return stride === 1 ? name : `${name}-s${stride}`;
}

type Layer = readonly [
  size: number,
  inFeatures: number,
  outFeatures: number,
  kernel: number,
  stride: number,
  name: string,
];

/** Binary convolutions of published models; what two models share stands once. */
const layers: Readonly<Record<string, readonly Layer[]>> = {
  "": [[8, 64, 64, 3, 1, "small"]],
  "Bi-Real-18, QuickNet": [
    [56, 64, 64, 3, 1, "56×56 map"],
    [28, 128, 128, 3, 1, "28×28 map"],
    [14, 256, 256, 3, 1, "14×14 map"],
    [7, 512, 512, 3, 1, "7×7 map"],
  ],
  BinaryNet: [
    [32, 128, 128, 3, 1, "convolution 2"],
    [16, 256, 256, 3, 1, "convolution 4"],
    [8, 512, 512, 3, 1, "convolution 6"],
  ],
  "XNOR-AlexNet": [
    [27, 96, 256, 5, 1, "convolution 2"],
    [13, 256, 384, 3, 1, "convolution 3"],
    [13, 384, 384, 3, 1, "convolution 4"],
    [13, 384, 256, 3, 1, "convolution 5"],
  ],
  ReActNet: [
    [28, 256, 256, 3, 1, "28×28 map"],
    [28, 256, 256, 3, 2, "28×28 map, stride 2"],
    [28, 256, 256, 1, 1, "1×1, 28×28 map"],
    [14, 512, 512, 3, 1, "14×14 map"],
    [14, 512, 512, 1, 1, "1×1, 14×14 map"],
    [7, 1024, 1024, 3, 1, "7×7 map"],
  ],
};

/** Layers that are timed, with where they come from. */
export const convolutionLayers: readonly NamedShape<ConvolutionLayer>[] = Object.entries(
  layers,
).flatMap(([model, list]) =>
  list.map(([size, inFeatures, outFeatures, kernel, stride, name]) => ({
    shape: { height: size, width: size, inFeatures, outFeatures, kernel, stride },
    origin: model === "" ? name : `${model}: ${name}`,
    isQuick: model === "",
  })),
);
