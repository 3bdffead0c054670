import {
  checkpointFiles,
  RandomTensors,
  type WrittenCheckpoint,
  wordTokenizer,
} from "./checkpoint-writer.ts";
import {
  add,
  attention,
  gelu,
  layerNorm,
  linear,
  map,
  type Rows,
  rowsOf,
  transposed,
} from "./plain-layers.ts";

const [vocabulary, positions, features, layers, heads] = [23, 16, 12, 2, 3];

export const gpt2Config = {
  model_type: "gpt2",
  vocab_size: vocabulary,
  n_positions: positions,
  n_embd: features,
  n_layer: layers,
  n_head: heads,
  n_inner: null,
  layer_norm_epsilon: 1e-5,
  activation_function: "gelu_new",
  bos_token_id: 22,
  eos_token_id: 22,
};

/** The names of the tensors and the sizes of matrices of a block. */
const matrices = [
  ["attn.c_attn", features, 3 * features],
  ["attn.c_proj", features, features],
  ["mlp.c_fc", features, 4 * features],
  ["mlp.c_proj", 4 * features, features],
] as const;

/** A checkpoint in the shape of GPT-2, with a word for each id.
 *  @param prefix  Of the names of tensors, as files of whole models have it: "transformer." */
export function smallGpt2(
  seed = 1,
  prefix = "",
): WrittenCheckpoint & { readonly tensors: RandomTensors["tensors"] } {
  const all = new RandomTensors(seed);
  all.add(`${prefix}wte.weight`, [vocabulary, features], 1);
  all.add(`${prefix}wpe.weight`, [positions, features], 0.5);
  for (let i = 0; i < layers; i++) {
    const at = `${prefix}h.${i}`;
    for (const [name, rows, columns] of matrices) {
      all.add(`${at}.${name}.weight`, [rows, columns]);
      all.add(`${at}.${name}.bias`, [columns]);
    }
    for (const name of ["ln_1", "ln_2"]) addNorm(all, `${at}.${name}`);
    all.add(`${at}.attn.bias`, [1, 1, positions, positions]);
  }
  addNorm(all, `${prefix}ln_f`);
  const logits = (ids: readonly number[]): Rows => {
    const norm = (x: Rows, name: string): Rows =>
      layerNorm(x, 1e-5, all.data(`${prefix}${name}.weight`), all.data(`${prefix}${name}.bias`));
    const product = (x: Rows, name: string): Rows =>
      linear(
        x,
        transposed(all.matrix(`${prefix}${name}.weight`)),
        all.data(`${prefix}${name}.bias`),
      );
    let x = add(
      rowsOf(all.matrix(`${prefix}wte.weight`), ids),
      rowsOf(all.matrix(`${prefix}wpe.weight`), [...ids.keys()]),
    );
    for (let i = 0; i < layers; i++) {
      const qkv = product(norm(x, `h.${i}.ln_1`), `h.${i}.attn.c_attn`);
      const [q, k, v] = [0, 1, 2].map((p) =>
        qkv.map((row) => row.slice(p * features, (p + 1) * features)),
      );
      x = add(x, product(attention(q, k, v, features / heads), `h.${i}.attn.c_proj`));
      const up = product(norm(x, `h.${i}.ln_2`), `h.${i}.mlp.c_fc`);
      x = add(x, product(map(up, gelu), `h.${i}.mlp.c_proj`));
    }
    return linear(norm(x, "ln_f"), all.matrix(`${prefix}wte.weight`));
  };
  const files = checkpointFiles(gpt2Config, all.tensors, wordTokenizer(vocabulary));
  return { files, logits, tensors: all.tensors };
}

function addNorm(all: RandomTensors, name: string): void {
  all.add(`${name}.weight`, [features], 0.3, 1);
  all.add(`${name}.bias`, [features], 0.3);
}
