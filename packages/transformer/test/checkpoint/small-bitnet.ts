import { roundHalfEven } from "@bnnkit/core";
import { createRandom } from "@bnnkit/testing";
import {
  checkpointFiles,
  RandomTensors,
  type WrittenCheckpoint,
  wordTokenizer,
} from "./checkpoint-writer.ts";
import {
  add,
  attention,
  linear,
  map,
  multiply,
  type Rows,
  rmsNorm,
  rotary,
  rowsOf,
} from "./plain-layers.ts";

const [vocabulary, features, inner, layers, heads, keyHeads, headFeatures] = [
  19, 16, 24, 2, 4, 2, 4,
];

/** A checkpoint in the shape of BitNet b1.58: ternary weights, four to a byte, each matrix with a scale; rows rounded to int8 in front of
 *  each; norms in front of the last product of a part; squared ReLU; a tied head.
 *  @param linearClass  "bitlinear": the file has the inverse of the scale */
export function smallBitnet(
  linearClass: "autobitlinear" | "bitlinear" = "autobitlinear",
): WrittenCheckpoint & { readonly tensors: RandomTensors["tensors"] } {
  const all = new RandomTensors(4);
  const { integer } = createRandom(9);
  const weights = new Map<string, { readonly shape: readonly number[]; readonly data: number[] }>();
  const addTernary = (name: string, out: number, size: number): void => {
    const digits = Array.from({ length: out * size }, () => integer(-1, 1));
    const scale = integer(1, 7) / 8;
    const bytes = Uint8Array.from({ length: (out / 4) * size }, (_, i) => {
      const [row, column] = [Math.floor(i / size), i % size];
      return [0, 1, 2, 3].reduce(
        (byte, part) =>
          byte | ((digits[(row + (part * out) / 4) * size + column] + 1) << (2 * part)),
        0,
      );
    });
    all.tensors.set(`${name}.weight`, { dtype: "U8", shape: [out / 4, size], data: bytes });
    const stored = linearClass === "bitlinear" ? 1 / scale : scale;
    const scaleTensor = { dtype: "F32", shape: [1], data: Float32Array.of(stored) } as const;
    all.tensors.set(`${name}.weight_scale`, scaleTensor);
    weights.set(name, { shape: [out, size], data: digits.map((digit) => digit * scale) });
  };
  all.add("model.embed_tokens.weight", [vocabulary, features], 1);
  for (let i = 0; i < layers; i++) {
    const at = `model.layers.${i}`;
    addTernary(`${at}.self_attn.q_proj`, heads * headFeatures, features);
    addTernary(`${at}.self_attn.k_proj`, keyHeads * headFeatures, features);
    addTernary(`${at}.self_attn.v_proj`, keyHeads * headFeatures, features);
    addTernary(`${at}.self_attn.o_proj`, features, heads * headFeatures);
    addTernary(`${at}.mlp.gate_proj`, inner, features);
    addTernary(`${at}.mlp.up_proj`, inner, features);
    addTernary(`${at}.mlp.down_proj`, features, inner);
    for (const name of ["input_layernorm", "post_attention_layernorm", "self_attn.attn_sub_norm"]) {
      all.add(`${at}.${name}.weight`, [features], 0.3, 1);
    }
    all.add(`${at}.mlp.ffn_sub_norm.weight`, [inner], 0.3, 1);
  }
  all.add("model.norm.weight", [features], 0.3, 1);
  const norm = (x: Rows, name: string): Rows => rmsNorm(x, 1e-5, all.data(`${name}.weight`));
  const product = (x: Rows, name: string): Rows =>
    linear(rounded(x), weights.get(name) ?? { shape: [0, 0], data: [] });
  const frequencies = [0, 1].map((i) => 500 ** (-i / 2));
  const logits = (ids: readonly number[]): Rows => {
    let x = rowsOf(all.matrix("model.embed_tokens.weight"), ids);
    for (let i = 0; i < layers; i++) {
      const [attn, mlp] = [`model.layers.${i}.self_attn`, `model.layers.${i}.mlp`];
      const n1 = norm(x, `model.layers.${i}.input_layernorm`);
      const turned = (part: string): Rows =>
        rotary(product(n1, `${attn}.${part}_proj`), headFeatures, frequencies);
      const context = attention(
        turned("q"),
        turned("k"),
        product(n1, `${attn}.v_proj`),
        headFeatures,
      );
      x = add(x, product(norm(context, `${attn}.attn_sub_norm`), `${attn}.o_proj`));
      const n2 = norm(x, `model.layers.${i}.post_attention_layernorm`);
      const gate = map(product(n2, `${mlp}.gate_proj`), (v) => Math.max(v, 0) ** 2);
      const gated = multiply(gate, product(n2, `${mlp}.up_proj`));
      x = add(x, product(norm(gated, `${mlp}.ffn_sub_norm`), `${mlp}.down_proj`));
    }
    return linear(norm(x, "model.norm"), all.matrix("model.embed_tokens.weight"));
  };
  const config = {
    ...{ model_type: "bitnet", vocab_size: vocabulary, hidden_size: features },
    ...{ intermediate_size: inner, num_hidden_layers: layers, num_attention_heads: heads },
    ...{ num_key_value_heads: keyHeads, max_position_embeddings: 24, rms_norm_eps: 1e-5 },
    ...{ rope_theta: 500, hidden_act: "relu2", tie_word_embeddings: true },
    ...{ bos_token_id: 1, eos_token_id: 2 },
    quantization_config: { quant_method: "bitnet", linear_class: linearClass },
  };
  return {
    files: checkpointFiles(config, all.tensors, wordTokenizer(vocabulary)),
    logits,
    tensors: all.tensors,
  };
}

/** Each row in steps of a 127th of its greatest magnitude, halves to even. */
function rounded(x: Rows): Rows {
  return x.map((row) => {
    const step = Math.max(...row.map(Math.abs)) / 127;
    return row.map((v) => step * roundHalfEven(v / step));
  });
}
