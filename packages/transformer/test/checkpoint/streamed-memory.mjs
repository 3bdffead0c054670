// Most memory that reading a checkpoint in the shape of BitNet b1.58 takes: node streamed-memory.mjs LAYERS [blob|bytes [WORDS]]
import { openAsBlob } from "node:fs";
import { mkdtemp, open, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";

const [layers, form, words] = [
  Number(process.argv[2] ?? 3),
  process.argv[3],
  Number(process.argv[4] ?? 512),
];
const [features, inner, heads, keyHeads] = [2560, 6912, 20, 5];
const norms = [
  ["input_layernorm", features],
  ["post_attention_layernorm", features],
  ["self_attn.attn_sub_norm", features],
  ["mlp.ffn_sub_norm", inner],
];
const matrices = [
  ["self_attn.q_proj", features, features],
  ["self_attn.k_proj", (features / heads) * keyHeads, features],
  ["self_attn.v_proj", (features / heads) * keyHeads, features],
  ["self_attn.o_proj", features, features],
  ["mlp.gate_proj", inner, features],
  ["mlp.up_proj", inner, features],
  ["mlp.down_proj", features, inner],
];

/** Name, dtype and shape of every tensor. */
function* tensors() {
  yield ["model.embed_tokens.weight", "BF16", [words, features]];
  for (let i = 0; i < layers; i++) {
    for (const [name, rows, columns] of matrices) {
      yield [`model.layers.${i}.${name}.weight`, "U8", [rows / 4, columns]];
      yield [`model.layers.${i}.${name}.weight_scale`, "BF16", [1]];
    }
    for (const [name, size] of norms) yield [`model.layers.${i}.${name}.weight`, "BF16", [size]];
  }
  yield ["model.norm.weight", "BF16", [features]];
}

async function writeTensors(path) {
  const header = {};
  let end = 0;
  for (const [name, dtype, shape] of tensors()) {
    const begin = end;
    end += shape.reduce((product, size) => product * size, dtype === "U8" ? 1 : 2);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(path, "w");
  await file.write(length);
  await file.write(text);
  for (const { dtype, data_offsets } of Object.values(header)) {
    await file.write(Buffer.alloc(data_offsets[1] - data_offsets[0], dtype === "U8" ? 0x64 : 0x3f));
  }
  await file.close();
}

const config = {
  ...{ model_type: "bitnet", vocab_size: words, hidden_size: features, intermediate_size: inner },
  ...{ num_hidden_layers: layers, num_attention_heads: heads, num_key_value_heads: keyHeads },
  ...{ max_position_embeddings: 64, hidden_act: "relu2", tie_word_embeddings: true },
  ...{ bos_token_id: 1, eos_token_id: 2 },
  quantization_config: { quant_method: "bitnet", linear_class: "autobitlinear" },
};
const folder = await mkdtemp(join(tmpdir(), "streamed-"));
const path = join(folder, "model.safetensors");
try {
  await writeTensors(path);
  const texts = { "config.json": JSON.stringify(config), "tokenizer.json": "{}" };
  const content = form === "bytes" ? readFile : openAsBlob;
  const mebibytes = (bytes) => Math.round(bytes / 2 ** 20);
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const { model } = await readCheckpoint((name) => texts[name] ?? content(path));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const size = [...model.tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  console.log({
    ...{ file: mebibytes((await stat(path)).size), tensors: mebibytes(size), seconds },
    ...{ before: mebibytes(before), most: mebibytes(1024 * process.resourceUsage().maxRSS) },
  });
} finally {
  await rm(folder, { recursive: true });
}
