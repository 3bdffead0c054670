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

/** Shapes that are timed, with where they come from. */
export const gemmShapes: readonly (GemmShape & { readonly origin: string })[] = [
  { m: 1024, n: 1024, k: 1024, origin: "square" },
  { m: 256, n: 256, k: 1152, origin: "3×3 convolution, 128 → 256 channels, 16×16 map" },
  { m: 1, n: 4096, k: 4096, origin: "one token of a large model" },
  { m: 32, n: 256, k: 256, origin: "Transformer of 256 features, 32 tokens: projection" },
  { m: 32, n: 1024, k: 256, origin: "Transformer of 256 features, 32 tokens: feed-forward up" },
  { m: 32, n: 256, k: 1024, origin: "Transformer of 256 features, 32 tokens: feed-forward down" },
  { m: 1, n: 256, k: 256, origin: "Transformer of 256 features, 1 token: projection" },
  { m: 1, n: 1024, k: 256, origin: "Transformer of 256 features, 1 token: feed-forward up" },
  { m: 1, n: 256, k: 1024, origin: "Transformer of 256 features, 1 token: feed-forward down" },
];
