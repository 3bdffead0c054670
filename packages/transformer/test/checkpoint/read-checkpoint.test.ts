import { MalformedFileError, writeSafetensors } from "@bnnkit/model";
import { evaluateGraph, matrix, rowOf } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import { type ReadCheckpoint, readCheckpoint } from "../../src/checkpoint/index.ts";
import { inShards } from "./checkpoint-writer.ts";
import { gpt2Config, smallGpt2 } from "./small-gpt2.ts";
import { llamaConfig, smallLlama } from "./small-llama.ts";

const ids = [3, 0, 7, 7, 18, 2, 11];

function logitsOf({ model }: ReadCheckpoint): readonly (readonly number[])[] {
  const column = matrix(ids.length, 1, (row) => ids[row]);
  const scores = evaluateGraph(model, model.description.graph, new Map([["ids", column]]));
  return ids.map((_, row) => Array.from(rowOf(scores, row)));
}

function expectClose(
  actual: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): void {
  for (const [row, numbers] of expected.entries()) {
    for (const [i, number] of numbers.entries()) expect(actual[row][i]).toBeCloseTo(number, 5);
  }
}

describe("logits equal those of plain loops", () => {
  test.each(["", "transformer."])("of GPT-2 with names of tensors behind %j", async (prefix) => {
    const { files, logits } = smallGpt2(2, prefix);
    expectClose(logitsOf(await readCheckpoint(files)), logits(ids));
  });

  test.each([
    ["plain", {}],
    ["with a tied head", { isTied: true }],
    ["with biases (Qwen 2)", { hasBias: true, config: { model_type: "qwen2" } }],
    ["with norms of heads (Qwen 3)", { hasHeadNorms: true, config: { model_type: "qwen3" } }],
    ["Mistral, whose window sees all", { config: { model_type: "mistral", sliding_window: 8 } }],
    [
      // 2 of 3 of the 6 features of a head: two pairs.
      "with four of six features turned",
      { config: { partial_rotary_factor: 2 / 3 }, frequencies: [1, 500 ** (-1 / 2)] },
    ],
    [
      "with positions scaled by 4",
      {
        config: { rope_scaling: { type: "linear", factor: 4 } },
        frequencies: [0, 1, 2].map((i) => 500 ** (-i / 3) / 4),
      },
    ],
    [
      // Wave lengths 6.3, 50, 396: up to 16/2 as they are, above 16 over 8, none between.
      "with positions scaled by wave length",
      {
        config: {
          rope_parameters: {
            ...{ rope_type: "llama3", rope_theta: 500, factor: 8 },
            ...{ low_freq_factor: 1, high_freq_factor: 2, original_max_position_embeddings: 16 },
          },
        },
        frequencies: [1, 500 ** (-1 / 3) / 8, 500 ** (-2 / 3) / 8],
      },
    ],
  ] as const)("of Llama, %s", async (_, form) => {
    const { files, logits } = smallLlama(form);
    expectClose(logitsOf(await readCheckpoint(files)), logits(ids));
  });

  test("of shards with an index, read one by one", async () => {
    const { files, tensors, logits } = smallLlama();
    const sharded = inShards(files, tensors);
    const asked: string[] = [];
    const read = await readCheckpoint((name) => {
      asked.push(name);
      return Promise.resolve(sharded.get(name));
    });
    expectClose(logitsOf(read), logits(ids));
    expect(asked).toContain("model-00002-of-00002.safetensors");
  });

  test("of bfloat16, of the numbers that it rounds to", async () => {
    const { files, tensors } = smallGpt2();
    const halves = new Map(
      [...tensors].map(([name, { shape, data }]) => {
        const bits = new Uint32Array(Float32Array.from(data, Number).buffer);
        return [
          name,
          { dtype: "BF16", shape, data: Uint16Array.from(bits, (b) => b >>> 16) },
        ] as const;
      }),
    );
    const read = await readCheckpoint(
      new Map(files).set("model.safetensors", writeSafetensors({ tensors: halves, metadata: {} })),
    );
    const table = read.model.tensors.get("words.weights");
    const [first] = Array.from(tensors.get("wte.weight")?.data ?? [], Number);
    expect(Math.abs(Number(table?.data[0]) - first)).toBeLessThan(2 ** -7 * Math.abs(first));
  });
});

test("the description says what a text needs: ids, length, digest of the tokenizer", async () => {
  const { model, tokenizer } = await readCheckpoint(smallLlama().files, { name: "small" });
  const { name, text } = model.description;
  expect(name).toBe("small");
  expect(text.maximumLength).toBe(24);
  expect(text.tokens).toMatchObject({ vocabularySize: 19, begin: 1, end: 2, padding: 2 });
  expect(text.tokens.tokenizerSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(tokenizer).toContain("w18");
  const shorter = await readCheckpoint(smallLlama().files, { maximumLength: 5 });
  expect(shorter.model.description.text.maximumLength).toBe(5);
});

describe("refused by name", () => {
  const gpt2 = (change: object) =>
    new Map(smallGpt2().files).set("config.json", JSON.stringify({ ...gpt2Config, ...change }));
  const llama = (change: object) =>
    new Map(smallLlama().files).set("config.json", JSON.stringify({ ...llamaConfig, ...change }));

  test.each([
    [
      gpt2({ model_type: "opt" }),
      'model_type must be one of gpt2, llama, mistral, qwen2, qwen3, bitnet, got "opt"',
    ],
    [
      gpt2({ activation_function: "quick_gelu" }),
      'activation_function must be one of gelu_new, gelu_pytorch_tanh, relu, silu, swish, tanh, got "quick_gelu"',
    ],
    [
      gpt2({ scale_attn_by_inverse_layer_idx: true }),
      "scale_attn_by_inverse_layer_idx must be false, got true",
    ],
    [gpt2({ n_embd: 0 }), "n_embd must be a positive integer, got 0"],
    [
      gpt2({ n_embd: 24, n_head: 2 }),
      'tensor "wte.weight" must be [23, 24], as config.json says, got [23, 12]',
    ],
    [
      gpt2({ bos_token_id: null, eos_token_id: null }),
      "bos_token_id or eos_token_id must be there, got none",
    ],
    [
      llama({ rope_scaling: { type: "yarn", factor: 2 } }),
      'rope_scaling: type must be one of default, linear, dynamic, llama3, got "yarn"',
    ],
    [
      llama({ rope_scaling: { rope_type: "llama3" } }),
      "rope_scaling: factor must be a positive number, got none",
    ],
    [
      llama({ partial_rotary_factor: 0.5 }),
      "partial_rotary_factor must leave an even number of the 6 features of a head to turn, got 0.5",
    ],
    [
      llama({ partial_rotary_factor: 2 }),
      "partial_rotary_factor must leave an even number of the 6 features of a head to turn, got 2",
    ],
    [
      llama({ hidden_act: "gelu" }),
      'hidden_act must be one of silu, swish, gelu_pytorch_tanh, gelu_new, relu, relu2, got "gelu"',
    ],
    [
      llama({ num_hidden_layers: 1 }),
      'tensor "model.layers.1.input_layernorm.weight" is none that this architecture has',
    ],
    [
      llama({ num_hidden_layers: 3 }),
      'tensor "model.layers.2.input_layernorm.weight" must be there',
    ],
    [
      llama({ quantization_config: { quant_method: "bitnet", quantization_mode: "online" } }),
      "quantization_config must not be there, as model.layers.0.self_attn.q_proj.weight is not quantized in the file",
    ],
    [gpt2({ n_head: 5 }), "config.json: n_head must divide n_embd (12), got 5"],
    [
      gpt2({ bos_token_id: 99 }),
      "bos_token_id must be a token id below 23 or a list of some, got 99",
    ],
    [gpt2({ tie_word_embeddings: false }), 'tensor "lm_head.weight" must be there'],
    [
      llama({ num_key_value_heads: 3 }),
      "num_key_value_heads must divide num_attention_heads (4), got 3",
    ],
    [
      llama({ attention_bias: true }),
      'tensor "model.layers.0.self_attn.q_proj.bias" must be there',
    ],
    [llama({ mlp_bias: true }), 'tensor "model.layers.0.mlp.gate_proj.bias" must be there'],
    [new Map(smallGpt2().files).set("tokenizer.json", "{}"), "tokenizer.json must have a model"],
    [
      new Map(smallGpt2().files).set("tokenizer.json", "<html>"),
      "tokenizer.json must be JSON, got an HTML page",
    ],
  ])("%#", async (files, message) => {
    await expect(readCheckpoint(files)).rejects.toThrow(message);
  });

  test.each(["config.json", "tokenizer.json", "model.safetensors"])("without %s", async (name) => {
    const files = new Map(smallGpt2().files);
    files.delete(name);
    await expect(readCheckpoint(files)).rejects.toThrow(
      name === "model.safetensors"
        ? "readCheckpoint: model.safetensors or model.safetensors.index.json must be there"
        : `readCheckpoint: ${name} must be there`,
    );
  });

  test("a shard that is cut off, and one that is missing", async () => {
    const { files, tensors } = smallGpt2();
    const sharded = inShards(files, tensors);
    const shard = "model-00002-of-00002.safetensors";
    const whole = sharded.get(shard);
    if (!(whole instanceof Uint8Array)) throw new TypeError("a shard must be bytes");
    const cut = readCheckpoint(new Map(sharded).set(shard, whole.subarray(0, whole.length - 8)));
    await expect(cut).rejects.toThrow(MalformedFileError);
    await expect(cut).rejects.toThrow(
      `readCheckpoint: ${shard}: openSafetensors: the data of all tensors`,
    );
    sharded.delete(shard);
    await expect(readCheckpoint(sharded)).rejects.toThrow(
      `readCheckpoint: ${shard}, which model.safetensors.index.json lists, must be there`,
    );
  });

  test("a number that is none, by the name that it has in the file", async () => {
    const { files, tensors } = smallGpt2();
    const { shape = [], data = [] } = tensors.get("h.1.ln_1.bias") ?? {};
    const numbers = Float32Array.from(data, Number);
    numbers[3] = Number.NaN;
    const changed = new Map(tensors).set("h.1.ln_1.bias", { dtype: "F32", shape, data: numbers });
    const content = writeSafetensors({ tensors: changed, metadata: {} });
    await expect(readCheckpoint(new Map(files).set("model.safetensors", content))).rejects.toThrow(
      'readCheckpoint: tensor "h.1.ln_1.bias" must be of finite numbers, got NaN',
    );
  });

  test("a shard that is in another folder is not asked for", async () => {
    const { files, tensors } = smallGpt2();
    const asked: string[] = [];
    const weight_map = { "wte.weight": "../secret.safetensors" };
    const listing = JSON.stringify({ weight_map });
    const sharded = inShards(files, tensors);
    const read = readCheckpoint((name) => {
      asked.push(name);
      return name.endsWith("index.json") ? listing : sharded.get(name);
    });
    await expect(read).rejects.toThrow(
      'weight_map["wte.weight"] must be the name of a file beside it, got "../secret.safetensors"',
    );
    expect(asked).not.toContain("../secret.safetensors");
  });

  test("a tensor in another shard than the index says", async () => {
    const { files, tensors } = smallGpt2();
    const sharded = inShards(files, tensors);
    const shards = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    const [first, second] = shards.map((name) => sharded.get(name));
    if (first === undefined || second === undefined)
      throw new TypeError("two shards must be there");
    const swapped = readCheckpoint(new Map(sharded).set(shards[0], second).set(shards[1], first));
    await expect(swapped).rejects.toThrow(
      /model-00001-of-00002\.safetensors has the tensor ".*", which must be in model-00002-of-00002\.safetensors/,
    );
  });

  test("what is no JSON, such as a pointer of Git LFS", async () => {
    const files = new Map(smallGpt2().files);
    files.set("config.json", "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    await expect(readCheckpoint(files)).rejects.toThrow(
      "readCheckpoint: config.json must be JSON, got a Git LFS pointer",
    );
  });
});
