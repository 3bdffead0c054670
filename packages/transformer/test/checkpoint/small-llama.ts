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
  silu,
} from "./plain-layers.ts";

const [vocabulary, features, inner, layers, heads, keyHeads, headFeatures] = [
  19, 16, 20, 2, 4, 2, 6,
];

export const llamaConfig = {
  model_type: "llama",
  vocab_size: vocabulary,
  hidden_size: features,
  intermediate_size: inner,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: keyHeads,
  head_dim: headFeatures,
  max_position_embeddings: 24,
  rms_norm_eps: 1e-5,
  rope_theta: 500,
  hidden_act: "silu",
  tie_word_embeddings: false,
  bos_token_id: 1,
  eos_token_id: [2, 3],
};

/** What a small checkpoint in the shape of Llama has beside the plain form. */
export interface LlamaForm {
  readonly seed?: number;
  readonly config?: object;
  readonly isTied?: boolean;
  readonly hasBias?: boolean;
  readonly hasHeadNorms?: boolean;
  /** Of each pair of features; default `500^(−2i/6)`. */
  readonly frequencies?: readonly number[];
}

/** A checkpoint in the shape of Llama: more heads of queries than of keys, heads that are not as wide as all of them together. */
export function smallLlama(
  form: LlamaForm = {},
): WrittenCheckpoint & { readonly tensors: RandomTensors["tensors"] } {
  const { seed = 1, config = {}, isTied = false, hasBias = false, hasHeadNorms = false } = form;
  const { frequencies = [0, 1, 2].map((i) => 500 ** ((-2 * i) / headFeatures)) } = form;
  const all = new RandomTensors(seed);
  all.add("model.embed_tokens.weight", [vocabulary, features], 1);
  const sizes = [
    ["self_attn.q_proj", heads * headFeatures, features],
    ["self_attn.k_proj", keyHeads * headFeatures, features],
    ["self_attn.v_proj", keyHeads * headFeatures, features],
    ["self_attn.o_proj", features, heads * headFeatures],
    ["mlp.gate_proj", inner, features],
    ["mlp.up_proj", inner, features],
    ["mlp.down_proj", features, inner],
  ] as const;
  for (let i = 0; i < layers; i++) {
    const at = `model.layers.${i}`;
    for (const [name, out, size] of sizes) {
      all.add(`${at}.${name}.weight`, [out, size]);
      if (hasBias && /[qkv]_proj/.test(name)) all.add(`${at}.${name}.bias`, [out]);
    }
    for (const name of ["input_layernorm", "post_attention_layernorm"]) {
      all.add(`${at}.${name}.weight`, [features], 0.3, 1);
    }
    if (!hasHeadNorms) continue;
    for (const name of ["q_norm", "k_norm"]) {
      all.add(`${at}.self_attn.${name}.weight`, [headFeatures], 0.3, 1);
    }
  }
  all.add("model.norm.weight", [features], 0.3, 1);
  if (!isTied) all.add("lm_head.weight", [vocabulary, features]);
  const norm = (x: Rows, name: string): Rows => rmsNorm(x, 1e-5, all.data(`${name}.weight`));
  const product = (x: Rows, name: string): Rows =>
    linear(
      x,
      all.matrix(`${name}.weight`),
      all.tensors.has(`${name}.bias`) ? all.data(`${name}.bias`) : undefined,
    );
  const headNorm = (x: Rows, name: string): Rows => {
    if (!hasHeadNorms) return x;
    return x.map((row) => {
      const slices = Array.from({ length: row.length / headFeatures }, (_, h) =>
        row.slice(h * headFeatures, (h + 1) * headFeatures),
      );
      return norm(slices, name).flat();
    });
  };
  const logits = (ids: readonly number[]): Rows => {
    let x = rowsOf(all.matrix("model.embed_tokens.weight"), ids);
    for (let i = 0; i < layers; i++) {
      const at = `model.layers.${i}`;
      const n1 = norm(x, `${at}.input_layernorm`);
      const turned = (part: string): Rows =>
        rotary(
          headNorm(product(n1, `${at}.self_attn.${part}_proj`), `${at}.self_attn.${part}_norm`),
          headFeatures,
          frequencies,
        );
      const v = product(n1, `${at}.self_attn.v_proj`);
      const context = attention(turned("q"), turned("k"), v, headFeatures);
      x = add(x, product(context, `${at}.self_attn.o_proj`));
      const n2 = norm(x, `${at}.post_attention_layernorm`);
      const gate = map(product(n2, `${at}.mlp.gate_proj`), silu);
      x = add(x, product(multiply(gate, product(n2, `${at}.mlp.up_proj`)), `${at}.mlp.down_proj`));
    }
    const head = isTied ? "model.embed_tokens" : "lm_head";
    return product(norm(x, "model.norm"), head);
  };
  const files = checkpointFiles(
    { ...llamaConfig, tie_word_embeddings: isTied, ...config },
    all.tensors,
    wordTokenizer(vocabulary),
  );
  return { files, logits, tensors: all.tensors };
}
