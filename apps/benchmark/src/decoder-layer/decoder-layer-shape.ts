/** The shape of a decoder layer of ternary weights, with the words that stand around it. */
export interface DecoderLayerShape {
  /** Width of a row. */
  readonly features: number;
  /** Width inside the feed-forward network. */
  readonly inner: number;
  readonly heads: number;
  /** Heads of keys and values, which heads of queries share. */
  readonly keyHeads: number;
  /** Of a table so small that it takes no time. */
  readonly words: number;
}

/** A matrix of the layer. */
export type MatrixName = "q" | "k" | "v" | "o" | "gate" | "up" | "down";

/** Outputs and inputs of each matrix. */
export function matrixSizes({
  features,
  inner,
  heads,
  keyHeads,
}: DecoderLayerShape): Readonly<Record<MatrixName, readonly [n: number, k: number]>> {
  const keys = (features / heads) * keyHeads;
  return {
    q: [features, features],
    k: [keys, features],
    v: [keys, features],
    o: [features, features],
    gate: [inner, features],
    up: [inner, features],
    down: [features, inner],
  };
}

/** Multiplications and additions of the matrices for one token. */
export function operationsOf(shape: DecoderLayerShape): number {
  return Object.values(matrixSizes(shape)).reduce((sum, [n, k]) => sum + 2 * n * k, 0);
}

/** `1xFEATURES/INNER`: one token. */
export function formatShape({ features, inner }: DecoderLayerShape): string {
  return `1x${features}/${inner}`;
}
