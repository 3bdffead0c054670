import { endOfText } from "./byte-tokenizer.ts";

/** The shape of a decoder. */
export interface NetworkConfig {
  /** Tokens that it knows. */
  readonly vocabularySize: number;
  readonly features: number;
  readonly layers: number;
  readonly heads: number;
  /** Most positions. */
  readonly length: number;
}

/** ε of its layer norms. */
export const normEpsilon = 1e-5;

/** The config.json of a checkpoint in the shape of GPT-2. */
export function configFile({
  vocabularySize,
  features,
  layers,
  heads,
  length,
}: NetworkConfig): string {
  return JSON.stringify(
    {
      architectures: ["GPT2LMHeadModel"],
      model_type: "gpt2",
      vocab_size: vocabularySize,
      ...{ n_embd: features, n_layer: layers, n_head: heads, n_positions: length },
      ...{ activation_function: "gelu_new", layer_norm_epsilon: normEpsilon },
      ...{ bos_token_id: 0, eos_token_id: 0, eos_token: endOfText },
      tie_word_embeddings: true,
    },
    undefined,
    2,
  );
}

/** A tensor of the network with its shape, and how its numbers start: constant, or normal with a deviation. */
export interface NetworkTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number | { readonly deviation: number };
}

/** All tensors of a checkpoint in the shape of GPT-2; matrices are [in, out]. What ends a part starts smaller with more layers. */
export function networkTensors({
  vocabularySize,
  features,
  layers,
  length,
}: NetworkConfig): readonly NetworkTensor[] {
  const normal = { deviation: 0.02 };
  const last = { deviation: 0.02 / Math.sqrt(2 * layers) };
  const norm = (name: string): readonly NetworkTensor[] => [
    { name: `${name}.weight`, shape: [features], start: 1 },
    { name: `${name}.bias`, shape: [features], start: 0 },
  ];
  const linear = (
    name: string,
    inFeatures: number,
    outFeatures: number,
    start: NetworkTensor["start"],
  ): readonly NetworkTensor[] => [
    { name: `${name}.weight`, shape: [inFeatures, outFeatures], start },
    { name: `${name}.bias`, shape: [outFeatures], start: 0 },
  ];
  const blocks = Array.from({ length: layers }, (_, i) => [
    ...norm(`h.${i}.ln_1`),
    ...linear(`h.${i}.attn.c_attn`, features, 3 * features, normal),
    ...linear(`h.${i}.attn.c_proj`, features, features, last),
    ...norm(`h.${i}.ln_2`),
    ...linear(`h.${i}.mlp.c_fc`, features, 4 * features, normal),
    ...linear(`h.${i}.mlp.c_proj`, 4 * features, features, last),
  ]);
  return [
    { name: "wte.weight", shape: [vocabularySize, features], start: normal },
    { name: "wpe.weight", shape: [length, features], start: normal },
    ...blocks.flat(),
    ...norm("ln_f"),
  ];
}
