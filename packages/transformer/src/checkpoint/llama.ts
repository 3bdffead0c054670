import type { ActivationFunction, Weights } from "@bnnkit/model";
import {
  type ArchitectureSource,
  idsName,
  type ReadArchitecture,
  wordsName,
} from "./architecture.ts";
import type { CheckpointTensors } from "./checkpoint-tensors.ts";
import type { ConfigFields } from "./config-fields.ts";
import { type CheckpointMatrix, type DecoderBuilder, floatMatrix } from "./decoder-builder.ts";
import { linearMatrix } from "./linear-matrix.ts";
import { rotaryPositions } from "./rotary-frequencies.ts";

interface Llama {
  readonly builder: DecoderBuilder;
  readonly tensors: CheckpointTensors;
  readonly config: ConfigFields;
  readonly features: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly headFeatures: number;
  readonly inner: number;
  readonly epsilon: number;
  readonly activation: ActivationFunction | "squared-relu";
  readonly rotary: {
    readonly rotated: number;
    readonly frequencies: Weights;
    readonly maximumLength: number;
  };
}

/** Tensors `model.layers.0.self_attn.q_proj` …: rotary positions, RMS norm in front of each part, a gated feed-forward network, keys and
 *  values of fewer heads. Biases, norms of each head of queries and keys, and norms in front of the last product of a part
 *  are read where the checkpoint has them; so Mistral, Qwen 2 and 3 and BitNet b1.58 are read, too.
 *
 *  Touvron et al. 2023, https://arxiv.org/abs/2302.13971 */
export async function readLlama(source: ArchitectureSource): Promise<ReadArchitecture> {
  const { config, tensors, builder } = source;
  const features = config.size("hidden_size");
  const heads = config.has("head_dim")
    ? config.size("num_attention_heads")
    : config.divisor("num_attention_heads", "hidden_size", features);
  const headFeatures = config.size("head_dim", features / heads);
  const vocabularySize = config.size("vocab_size");
  const { rotated, frequencies, upTo = Infinity } = rotaryPositions(config, headFeatures);
  const maximumLength = Math.min(
    ...[config.size("max_position_embeddings"), source.maximumLength, upTo, windowOf(config)],
  );
  const shared = builder.weights("frequencies", floatMatrix(frequencies, 1, rotated / 2));
  const llama: Llama = {
    ...{ builder, tensors, config, features, heads, headFeatures },
    keyHeads: config.divisor("num_key_value_heads", "num_attention_heads", heads, heads),
    inner: config.size("intermediate_size"),
    epsilon: config.positive("rms_norm_eps", 1e-6),
    activation: activationOf(config),
    rotary: { rotated, frequencies: shared, maximumLength },
  };
  const table = async (name: string): Promise<CheckpointMatrix> =>
    floatMatrix(await tensors.floats(name, [vocabularySize, features]), vocabularySize, features);
  const words = builder.weights(wordsName, await table("model.embed_tokens.weight"));
  let x = builder.embedding("embedded", idsName, features, words);
  for (let i = 0; i < config.size("num_hidden_layers"); i++) x = await block(llama, x, i);
  const normal = await norm(llama, "norm", x, "model.norm", features);
  const isTied = config.flag("tie_word_embeddings", false);
  const output = isTied
    ? builder.product("scores", normal, {
        outFeatures: vocabularySize,
        weights: words,
        bias: false,
      })
    : builder.dense("scores", normal, vocabularySize, await table("lm_head.weight"));
  tensors.refuseRest(
    (name) => name.endsWith(".rotary_emb.inv_freq") || (isTied && name === "lm_head.weight"),
  );
  const inputs = [{ name: idsName, kind: "ids", count: vocabularySize }] as const;
  return { inputs, output, vocabularySize, maximumLength };
}

async function block(llama: Llama, x: string, index: number): Promise<string> {
  const { builder, features } = llama;
  const [to, from] = [`blocks/${index}`, `model.layers.${index}`];
  const n1 = await norm(llama, `${to}/attention/norm`, x, `${from}.input_layernorm`, features);
  const x1 = builder.add(
    `${to}/attention/sum`,
    x,
    await attention(llama, n1, `${to}/attention`, `${from}.self_attn`),
  );
  const n2 = await norm(
    llama,
    `${to}/feed-forward/norm`,
    x1,
    `${from}.post_attention_layernorm`,
    features,
  );
  return builder.add(
    `${to}/feed-forward/sum`,
    x1,
    await feedForward(llama, n2, `${to}/feed-forward`, `${from}.mlp`),
  );
}

async function attention(llama: Llama, x: string, to: string, from: string): Promise<string> {
  const { builder, features, heads, keyHeads, headFeatures } = llama;
  const projection = (part: string, count: number): Promise<string> =>
    linear(llama, `${to}/${part}`, x, `${from}.${part[0]}_proj`, [features, count * headFeatures]);
  const turned = async (part: string, count: number): Promise<string> => {
    const projected = await projection(part, count);
    const normal = await headNorm(llama, `${to}/${part}`, projected, count, from);
    const shape = { heads: count, ...llama.rotary };
    return builder.rotaryPosition(`${to}/${part}/turned`, normal, shape);
  };
  const q = await turned("query", heads);
  const k = await turned("key", keyHeads);
  const v = await projection("value", keyHeads);
  const context = builder.attention(to, [q, k, v], heads);
  const normal = await optionalNorm(
    llama,
    `${to}/sub-norm`,
    context,
    `${from}.attn_sub_norm`,
    features,
  );
  return await linear(llama, `${to}/output`, normal, `${from}.o_proj`, [
    heads * headFeatures,
    features,
  ]);
}

async function feedForward(llama: Llama, x: string, to: string, from: string): Promise<string> {
  const { builder, features, inner } = llama;
  const gate = await linear(llama, `${to}/gate`, x, `${from}.gate_proj`, [features, inner]);
  const up = await linear(llama, `${to}/up`, x, `${from}.up_proj`, [features, inner]);
  const open = builder.activation(`${to}/activation`, gate, llama.activation);
  const gated = builder.multiply(`${to}/gated`, open, up);
  const normal = await optionalNorm(llama, `${to}/sub-norm`, gated, `${from}.ffn_sub_norm`, inner);
  return await linear(llama, `${to}/down`, normal, `${from}.down_proj`, [inner, features]);
}

/** `[in, out]` features. */
async function linear(
  { builder, tensors, config }: Llama,
  to: string,
  x: string,
  from: string,
  [inFeatures, outFeatures]: readonly [number, number],
): Promise<string> {
  const matrix = await linearMatrix(tensors, config, from, outFeatures, inFeatures);
  const hasBias = config.flag(from.includes(".mlp.") ? "mlp_bias" : "attention_bias", false);
  const bias =
    hasBias || tensors.has(`${from}.bias`)
      ? await tensors.floats(`${from}.bias`, [outFeatures])
      : undefined;
  return builder.dense(to, x, outFeatures, matrix, bias);
}

async function norm(
  { builder, tensors, epsilon }: Llama,
  to: string,
  x: string,
  from: string,
  features: number,
): Promise<string> {
  return builder.rmsNorm(to, x, epsilon, await tensors.floats(`${from}.weight`, [features]));
}

async function optionalNorm(
  llama: Llama,
  to: string,
  x: string,
  from: string,
  features: number,
): Promise<string> {
  return llama.tensors.has(`${from}.weight`) ? await norm(llama, to, x, from, features) : x;
}

/** The norm of each head of queries or keys (Qwen 3). */
async function headNorm(
  { builder, tensors, epsilon, headFeatures }: Llama,
  name: string,
  x: string,
  heads: number,
  from: string,
): Promise<string> {
  const tensor = `${from}.${name.endsWith("query") ? "q" : "k"}_norm.weight`;
  if (!tensors.has(tensor)) return x;
  return builder.rmsNorm(
    `${name}/norm`,
    x,
    epsilon,
    await tensors.floats(tensor, [headFeatures]),
    heads,
  );
}

function activationOf(config: ConfigFields): ActivationFunction | "squared-relu" {
  const name = config.choice(
    "hidden_act",
    ["silu", "swish", "gelu_pytorch_tanh", "gelu_new", "relu", "relu2"],
    "silu",
  );
  if (name === "relu2") return "squared-relu";
  if (name === "relu") return "relu";
  return name === "silu" || name === "swish" ? "silu" : "gelu";
}

/** Positions up to which a sliding window sees everything. */
function windowOf(config: ConfigFields): number {
  const isUsed = config.flag("use_sliding_window", config.has("sliding_window"));
  return isUsed ? config.size("sliding_window") : Infinity;
}
