import type { ActivationFunction } from "@bnnkit/model";
import {
  type ArchitectureSource,
  idsName,
  type ReadArchitecture,
  wordsName,
} from "./architecture.ts";
import type { CheckpointTensors } from "./checkpoint-tensors.ts";
import type { ConfigFields } from "./config-fields.ts";
import { type DecoderBuilder, floatMatrix } from "./decoder-builder.ts";

interface Gpt2 {
  readonly builder: DecoderBuilder;
  readonly tensors: CheckpointTensors;
  readonly features: number;
  readonly heads: number;
  readonly inner: number;
  readonly epsilon: number;
  readonly activation: ActivationFunction;
  /** In front of the names of tensors: "transformer." or nothing. */
  readonly prefix: string;
}

/** Tensors `wte`, `wpe`, `h.0.attn.c_attn` …: learned positions, layer norm in front of each part, matrices `[in, out]` with query, key and
 *  value in one, a head that is tied unless `tie_word_embeddings` is false.
 *
 *  Radford et al. 2019, "Language models are unsupervised multitask learners" */
export async function readGpt2(source: ArchitectureSource): Promise<ReadArchitecture> {
  const { config, tensors, builder } = source;
  const features = config.size("n_embd");
  const vocabularySize = config.size("vocab_size");
  const positions = config.size(
    "n_positions",
    config.has("n_ctx") ? config.size("n_ctx") : undefined,
  );
  const maximumLength = Math.min(positions, source.maximumLength);
  const gpt2: Gpt2 = {
    ...{ builder, tensors, features },
    heads: config.divisor("n_head", "n_embd", features),
    inner: config.size("n_inner", 4 * features),
    epsilon: config.positive("layer_norm_epsilon", 1e-5),
    activation: activationOf(config),
    prefix: tensors.has("transformer.wte.weight") ? "transformer." : "",
  };
  refuseVariants(config);
  const table = (tensor: string, rows: number): Promise<Float32Array> =>
    tensors.floats(`${gpt2.prefix}${tensor}.weight`, [rows, features]);
  const words = builder.weights(
    wordsName,
    floatMatrix(await table("wte", vocabularySize), vocabularySize, features),
  );
  const rows = (await table("wpe", positions)).subarray(0, maximumLength * features);
  const places = builder.weights("positions", floatMatrix(rows, maximumLength, features));
  let x = builder.embedding("words-of-ids", idsName, features, words);
  x = builder.position("embedded", x, maximumLength, places);
  for (let i = 0; i < config.size("n_layer"); i++) x = await block(gpt2, x, i);
  const normal = await norm(gpt2, "norm", x, "ln_f");
  const isTied = config.flag("tie_word_embeddings", true);
  const output = isTied
    ? builder.product("scores", normal, {
        outFeatures: vocabularySize,
        weights: words,
        bias: false,
      })
    : builder.dense(
        ...(["scores", normal, vocabularySize] as const),
        floatMatrix(
          await tensors.floats("lm_head.weight", [vocabularySize, features]),
          vocabularySize,
          features,
        ),
      );
  tensors.refuseRest(
    (name) => /\.attn\.(?:masked_)?bias$/.test(name) || (isTied && name === "lm_head.weight"),
  );
  const inputs = [{ name: idsName, kind: "ids", count: vocabularySize }] as const;
  return { inputs, output, vocabularySize, maximumLength };
}

async function block(gpt2: Gpt2, x: string, index: number): Promise<string> {
  const { builder, features, heads, inner } = gpt2;
  const [to, from] = [`blocks/${index}`, `h.${index}`];
  const n1 = await norm(gpt2, `${to}/attention/norm`, x, `${from}.ln_1`);
  const all = await transposed(gpt2, `${from}.attn.c_attn`, features, 3 * features);
  const [q, k, v] = ["query", "key", "value"].map((part, p) => {
    const [first, end] = [p * features, (p + 1) * features];
    const matrix = all.weights.slice(first * features, end * features);
    const name = `${to}/attention/${part}`;
    const weights = floatMatrix(matrix, features, features);
    return builder.dense(name, n1, features, weights, all.bias.slice(first, end));
  });
  const context = builder.attention(`${to}/attention`, [q, k, v], heads);
  const out = await linear(gpt2, `${to}/attention/output`, context, `${from}.attn.c_proj`, [
    features,
    features,
  ]);
  const x1 = builder.add(`${to}/attention/sum`, x, out);
  const n2 = await norm(gpt2, `${to}/feed-forward/norm`, x1, `${from}.ln_2`);
  const up = await linear(gpt2, `${to}/feed-forward/up`, n2, `${from}.mlp.c_fc`, [features, inner]);
  const active = builder.activation(`${to}/feed-forward/activation`, up, gpt2.activation);
  const down = await linear(gpt2, `${to}/feed-forward/down`, active, `${from}.mlp.c_proj`, [
    inner,
    features,
  ]);
  return builder.add(`${to}/feed-forward/sum`, x1, down);
}

async function norm(
  { builder, tensors, features, epsilon, prefix }: Gpt2,
  to: string,
  x: string,
  from: string,
) {
  const part = (name: string) => tensors.floats(`${prefix}${from}.${name}`, [features]);
  return builder.layerNorm(to, x, epsilon, await part("weight"), await part("bias"));
}

async function linear(
  gpt2: Gpt2,
  to: string,
  x: string,
  from: string,
  [inFeatures, outFeatures]: readonly [number, number],
): Promise<string> {
  const { weights, bias } = await transposed(gpt2, from, inFeatures, outFeatures);
  const matrix = floatMatrix(weights, outFeatures, inFeatures);
  return gpt2.builder.dense(to, x, outFeatures, matrix, bias);
}

/** A matrix `[in, out]` as `[out, in]`, and its bias. */
async function transposed(
  { tensors, prefix }: Gpt2,
  from: string,
  inFeatures: number,
  outFeatures: number,
): Promise<{ readonly weights: Float32Array; readonly bias: Float32Array }> {
  const given = await tensors.floats(`${prefix}${from}.weight`, [inFeatures, outFeatures]);
  const weights = new Float32Array(given.length);
  for (let i = 0; i < inFeatures; i++) {
    for (let o = 0; o < outFeatures; o++) weights[o * inFeatures + i] = given[i * outFeatures + o];
  }
  return { weights, bias: await tensors.floats(`${prefix}${from}.bias`, [outFeatures]) };
}

function activationOf(config: ConfigFields): ActivationFunction {
  const name = config.choice(
    "activation_function",
    ["gelu_new", "gelu_pytorch_tanh", "relu", "silu", "swish", "tanh"],
    "gelu_new",
  );
  if (name === "relu" || name === "tanh") return name;
  return name === "silu" || name === "swish" ? "silu" : "gelu";
}

function refuseVariants(config: ConfigFields): void {
  if (!config.flag("scale_attn_weights", true)) config.refuse("scale_attn_weights", "must be true");
  for (const key of ["scale_attn_by_inverse_layer_idx", "add_cross_attention"]) {
    if (config.flag(key, false)) config.refuse(key, "must be false");
  }
}
