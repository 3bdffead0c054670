import type { Node } from "./node.ts";

/** Multiply-accumulates by the arithmetic that does them. */
export interface MacCounts {
  /** float32; one-bit weights times float activations count here, although each is only an addition. */
  readonly floatMacs: number;
  /** One-bit times one-bit: XOR and popcount. */
  readonly binaryMacs: number;
  /** int8 times int8, summed in int32. */
  readonly int8Macs: number;
}

/** Work of a node: per row it computes, and on top of that per pair of a query and a key it sees. */
export interface NodeMacs {
  readonly perToken: MacCounts;
  readonly perTokenPair: MacCounts;
}

const none: MacCounts = { floatMacs: 0, binaryMacs: 0, int8Macs: 0 };

/**
 * Counts the multiply-accumulates of matrix products: dense N·K, logits V·d per token; attention
 * 2·heads·headFeatures per token pair (q·kᵀ and p·v). Lookups, norms, scales, softmax and sums of
 * single elements are no products of matrices and count 0.
 */
export function countMacs(node: Node): NodeMacs {
  switch (node.op) {
    case "dense": {
      const macs = node.inFeatures * node.outFeatures;
      const binary = node.weightBits === 1 && node.activationBits === 1;
      return { perToken: binary ? binaryOnly(macs) : floatOnly(macs), perTokenPair: none };
    }
    case "logits": {
      const macs = node.vocabularySize * node.features;
      const perToken = node.bits === 8 ? { ...none, int8Macs: macs } : floatOnly(macs);
      return { perToken, perTokenPair: none };
    }
    case "attention": {
      const macs = 2 * node.heads * node.headFeatures;
      return { perToken: none, perTokenPair: node.bits === 1 ? binaryOnly(macs) : floatOnly(macs) };
    }
    case "embedding":
    case "sinusoidal-position":
    case "layer-norm":
    case "relu":
    case "add":
      return { perToken: none, perTokenPair: none };
    default:
      return node satisfies never;
  }
}

/** Sum of counts, field by field. */
export function addMacs(counts: readonly MacCounts[]): MacCounts {
  return counts.reduce(
    (sum, { floatMacs, binaryMacs, int8Macs }) => ({
      floatMacs: sum.floatMacs + floatMacs,
      binaryMacs: sum.binaryMacs + binaryMacs,
      int8Macs: sum.int8Macs + int8Macs,
    }),
    none,
  );
}

function floatOnly(macs: number): MacCounts {
  return { ...none, floatMacs: macs };
}

function binaryOnly(macs: number): MacCounts {
  return { ...none, binaryMacs: macs };
}
