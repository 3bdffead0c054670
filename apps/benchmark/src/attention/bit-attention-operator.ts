import type { Isa } from "@bnnkit/kernels";
import { bitAttention } from "@bnnkit/kernels/reference";
import type { Contender } from "../arm.ts";
import type { OperatorDefinition } from "../operator.ts";
import {
  type BitAttentionOperands,
  type BitAttentionShape,
  createBitAttentionOperands,
} from "./bit-attention-operands.ts";
import { prepareBitAttention, prepareFloatAttention } from "./kernels-attention.ts";

/** Softmax attention of ±1 queries and keys over values in float. An operation is a multiplication or an addition of
 *  its two products. */
export const bitAttentionOperator: OperatorDefinition<BitAttentionShape, BitAttentionOperands> = {
  op: "bit-attention",
  shapes: [
    shape([1, 8, 64, 32], "Transformer base: 1 token, 32 keys"),
    shape([1, 8, 64, 512], "Transformer base: 1 token, 512 keys"),
    shape([32, 8, 64, 32], "Transformer base: 32 tokens"),
    shape([128, 12, 64, 128], "BERT base, as in BiT: 128 tokens"),
    { ...shape([1, 4, 64, 32], "model-en-de: 1 token, 32 keys"), isQuick: true },
    { ...shape([32, 4, 64, 32], "model-en-de: 32 tokens"), isQuick: true },
  ],
  formatShape: ({ rows, heads, headFeatures, keys }) => `${rows}x${keys}x${heads}x${headFeatures}`,
  operationsOf: ({ rows, heads, headFeatures, keys }) => 4 * rows * heads * headFeatures * keys,
  createOperands: createBitAttentionOperands,
  expect: ({ shape: { rows, heads, headFeatures, keys }, q, k, v }) => {
    const allKeys = Array.from({ length: keys }, (_, key) => key);
    const seen = new Array<readonly number[]>(rows).fill(allKeys);
    const values = bitAttention({ q, k, v, heads, headFeatures, keys: seen });
    const positions = values.map((_, i) => i);
    return { length: values.length, positions, values, tolerance: 1e-5 };
  },
  contenders: [
    ours("bnnkit-relaxed", "wasm-relaxed-simd"),
    ours("bnnkit-wasm", "wasm-simd128"),
    ours("bnnkit-js", "js"),
    {
      name: "attention-float",
      isPeer: true,
      threads: "one",
      prepare: (operands) => prepareFloatAttention("attention-float", "wasm-simd128", operands),
    },
  ],
};

function shape(
  [rows, heads, headFeatures, keys]: readonly [number, number, number, number],
  origin: string,
): { readonly shape: BitAttentionShape; readonly origin: string } {
  return { shape: { rows, heads, headFeatures, keys }, origin };
}

function ours(name: string, isa: Isa): Contender<BitAttentionOperands> {
  return {
    name,
    isPeer: false,
    isOptional: isa === "wasm-relaxed-simd",
    threads: "one",
    prepare: (operands) => prepareBitAttention(name, isa, operands),
  };
}
