import { type FileTensor, writeSafetensors } from "@bnnkit/model";
import {
  type DecoderLayerOperands,
  normEpsilon,
  type TernaryMatrix,
} from "./decoder-layer-operands.ts";
import type { MatrixName } from "./decoder-layer-shape.ts";

/** Where the matrices stand in a checkpoint. */
const places: Readonly<Record<MatrixName, string>> = {
  q: "self_attn.q_proj",
  k: "self_attn.k_proj",
  v: "self_attn.v_proj",
  o: "self_attn.o_proj",
  gate: "mlp.gate_proj",
  up: "mlp.up_proj",
  down: "mlp.down_proj",
};

/** The layer as the files of a checkpoint of BitNet b1.58 with one layer. */
export function bitnetCheckpoint({
  shape: { features, inner, heads, keyHeads, words },
  matrices,
  table,
}: DecoderLayerOperands): Map<string, string | Uint8Array> {
  const at = "model.layers.0";
  const tensors = new Map<string, FileTensor>([
    ["model.embed_tokens.weight", { dtype: "F32", shape: [words, features], data: table }],
  ]);
  const addNorm = (name: string, size: number): void => {
    tensors.set(`${name}.weight`, {
      ...{ dtype: "F32", shape: [size] },
      data: new Float32Array(size).fill(1),
    });
  };
  for (const name of ["input_layernorm", "post_attention_layernorm", "self_attn.attn_sub_norm"]) {
    addNorm(`${at}.${name}`, features);
  }
  addNorm(`${at}.mlp.ffn_sub_norm`, inner);
  addNorm("model.norm", features);
  for (const name of ["q", "k", "v", "o", "gate", "up", "down"] as const) {
    const matrix = matrices[name];
    tensors.set(`${at}.${places[name]}.weight`, fourToAByte(matrix));
    tensors.set(`${at}.${places[name]}.weight_scale`, {
      ...{ dtype: "F32", shape: [1] },
      data: Float32Array.of(matrix.scale),
    });
  }
  const config = {
    ...{ model_type: "bitnet", vocab_size: words, hidden_size: features },
    ...{ intermediate_size: inner, num_hidden_layers: 1, num_attention_heads: heads },
    ...{ num_key_value_heads: keyHeads, max_position_embeddings: 16, rms_norm_eps: normEpsilon },
    ...{ rope_theta: 500000, hidden_act: "relu2", tie_word_embeddings: true },
    ...{ bos_token_id: 0, eos_token_id: 0 },
    quantization_config: { quant_method: "bitnet", linear_class: "autobitlinear" },
  };
  return new Map<string, string | Uint8Array>([
    ["config.json", JSON.stringify(config)],
    ["tokenizer.json", JSON.stringify({ model: {} })],
    ["model.safetensors", writeSafetensors({ tensors, metadata: {} })],
  ]);
}

/** Row r of the bytes has the rows r, r + n/4, r + n/2 and r + 3n/4, as 0, 1 and 2 in two bits each. */
function fourToAByte({ n, k, digits }: TernaryMatrix): FileTensor {
  const quarter = (n / 4) * k;
  const data = Uint8Array.from({ length: quarter }, (_, i) => {
    let byte = 0;
    for (let part = 0; part < 4; part++) byte |= (digits[part * quarter + i] + 1) << (2 * part);
    return byte;
  });
  return { dtype: "U8", shape: [n / 4, k], data };
}
