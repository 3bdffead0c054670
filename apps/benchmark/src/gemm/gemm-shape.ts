import type { NamedShape } from "../operator.ts";

/** The shape of `C[M×N] = A[M×K] · B[N×K]ᵀ`: M rows of activations, N outputs, K inputs. */
export interface GemmShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Multiplications and additions of one product, each counted as one: 2·M·N·K, whatever the instructions are. */
export function operationsOf({ m, n, k }: GemmShape): number {
  return 2 * m * n * k;
}

/** `MxNxK`. */
export function formatShape({ m, n, k }: GemmShape): string {
  return `${m}x${n}x${k}`;
}

type Layer = readonly [m: number, n: number, k: number, name: string];

const MOST_QUICK_OPERATIONS = 2 ** 24;

/** Layers of published models, a convolution as the product over its patches: M output pixels, N channels out,
 *  K = channels in · kernel height · kernel width. */
const layers: Readonly<Record<string, readonly Layer[]>> = {
  "": [
    [1024, 1024, 1024, "square"],
    [256, 256, 1152, "3×3 convolution, 128 → 256 channels, 16×16 map"],
  ],
  "Transformer base": [
    [32, 512, 512, "projection, 32 tokens"],
    [32, 2048, 512, "feed-forward up, 32 tokens"],
    [32, 512, 2048, "feed-forward down, 32 tokens"],
    [1, 512, 512, "projection, 1 token"],
    [1, 2048, 512, "feed-forward up, 1 token"],
    [1, 512, 2048, "feed-forward down, 1 token"],
  ],
  "model-en-de": [
    [32, 256, 256, "projection, 32 tokens"],
    [32, 1024, 256, "feed-forward up, 32 tokens"],
    [32, 256, 1024, "feed-forward down, 32 tokens"],
    [1, 256, 256, "projection, 1 token"],
    [1, 1024, 256, "feed-forward up, 1 token"],
    [1, 256, 1024, "feed-forward down, 1 token"],
  ],
  BinaryNet: [
    [1024, 128, 1152, "convolution 2"],
    [256, 256, 2304, "convolution 4"],
    [64, 512, 4608, "convolution 6"],
    [1, 1024, 8192, "dense 1"],
    [1, 1024, 1024, "dense 2"],
  ],
  "XNOR-AlexNet": [
    [729, 256, 2400, "convolution 2"],
    [169, 384, 2304, "convolution 3"],
    [169, 384, 3456, "convolution 4"],
    [169, 256, 3456, "convolution 5"],
    [1, 4096, 9216, "dense 6"],
    [1, 4096, 4096, "dense 7"],
  ],
  ReActNet: [
    [784, 256, 2304, "3×3 convolution, 28×28 map"],
    [784, 256, 256, "1×1 convolution, 28×28 map"],
    [196, 512, 4608, "3×3 convolution, 14×14 map"],
    [196, 512, 512, "1×1 convolution, 14×14 map"],
    [49, 1024, 9216, "3×3 convolution, 7×7 map"],
    [49, 1024, 1024, "1×1 convolution, 7×7 map"],
  ],
  "Bi-Real-18, QuickNet": [
    [3136, 64, 576, "3×3 convolution, 56×56 map"],
    [784, 128, 1152, "3×3 convolution, 28×28 map"],
    [196, 256, 2304, "3×3 convolution, 14×14 map"],
    [49, 512, 4608, "3×3 convolution, 7×7 map"],
  ],
};

/** Shapes that are timed, with where they come from. */
export const gemmShapes: readonly NamedShape<GemmShape>[] = Object.entries(layers).flatMap(
  ([model, list]) =>
    list.map(([m, n, k, name]) => {
      const shape = { m, n, k };
      const origin = model === "" ? name : `${model}: ${name}`;
      const isQuick = operationsOf(shape) <= MOST_QUICK_OPERATIONS && model === "model-en-de";
      return { shape, origin, isQuick };
    }),
);
