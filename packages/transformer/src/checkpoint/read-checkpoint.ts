import { checkPositiveInteger } from "@bnnkit/core";
import {
  checkModel,
  type LanguageModelDescription,
  maximumPositions,
  type PackedModel,
} from "@bnnkit/model";
import type { Architecture } from "./architecture.ts";
import { type CheckpointFiles, parseObject, readText } from "./checkpoint-files.ts";
import { readTensors } from "./checkpoint-tensors.ts";
import { ConfigFields } from "./config-fields.ts";
import { DecoderBuilder } from "./decoder-builder.ts";
import { readGpt2 } from "./gpt2.ts";
import { readLlama } from "./llama.ts";

export interface ReadCheckpointOptions {
  /** Default: what the configuration has as `_name_or_path`, or its `model_type`. */
  readonly name?: string;
  /** Most positions of a text; default and limit: those of the checkpoint, at most 65,536. */
  readonly maximumLength?: number;
}

/** A language model with its tokenizer. */
export interface ReadCheckpoint {
  readonly model: PackedModel & { readonly description: LanguageModelDescription };
  /** The text of tokenizer.json. */
  readonly tokenizer: string;
}

const where = "readCheckpoint";

/** By `model_type`. */
const architectures: Readonly<Record<string, Architecture>> = {
  gpt2: readGpt2,
  llama: readLlama,
  mistral: readLlama,
  qwen2: readLlama,
  qwen3: readLlama,
  bitnet: readLlama,
};

/** Reads a decoder of the shape of GPT-2 or of Llama as Hugging Face stores it: `config.json`, `tokenizer.json`, and
 *  `model.safetensors` or shards with `model.safetensors.index.json`. Weights of floats become float32; the ternary ones of BitNet b1.58
 *  stay ternary. Of files that are given as a Blob (or what has its `size` and `slice`) headers are read, then one tensor after the other,
 *  large ones some rows at a time, so that a file is never held beside the model.
 *
 *  @throws RangeError for a file, field or tensor that is not there, a tensor of another shape, and an architecture, activation or
 *    scaling of positions that is not known, each by its name; MalformedFileError for a file of tensors that is cut off or none;
 *    TypeError for a file of another kind. */
export async function readCheckpoint(
  files: CheckpointFiles,
  { name, maximumLength = maximumPositions }: ReadCheckpointOptions = {},
): Promise<ReadCheckpoint> {
  checkPositiveInteger(where, "maximumLength", maximumLength);
  const configText = await readText(where, files, "config.json");
  const config = new ConfigFields(
    parseObject(where, "config.json", configText),
    `${where}: config.json`,
  );
  const type = config.text("model_type");
  if (!Object.hasOwn(architectures, type)) {
    config.refuse("model_type", `must be one of ${Object.keys(architectures).join(", ")}`);
  }
  const tokenizer = await readText(where, files, "tokenizer.json");
  const { model: ofTokens }: { readonly model?: unknown } = parseObject(
    where,
    "tokenizer.json",
    tokenizer,
  );
  if (typeof ofTokens !== "object" || ofTokens === null) {
    throw new TypeError(`${where}: tokenizer.json must have a model`);
  }
  const tensors = await readTensors(where, files);
  const builder = new DecoderBuilder();
  const {
    vocabularySize,
    maximumLength: length,
    ...graph
  } = await architectures[type]({
    ...{ config, tensors, builder },
    maximumLength: Math.min(maximumLength, maximumPositions),
  });
  const description: LanguageModelDescription = {
    name: name ?? (config.text("_name_or_path", "") || type),
    task: "language-model",
    graph: { ...graph, nodes: builder.nodes },
    predicts: "next",
    text: {
      tokens: {
        ...specialTokens(config, vocabularySize),
        tokenizerSha256: await sha256(tokenizer),
      },
      maximumLength: length,
    },
  };
  const model = { description, tensors: builder.tensors, metadata: { architecture: type } };
  checkModel(model);
  return { model, tokenizer };
}

/** One of begin and end stands for the other, and the end for what pads, where a configuration does not name them. */
function specialTokens(config: ConfigFields, vocabularySize: number) {
  const id = (key: string) => config.id(key, vocabularySize);
  const [bos, eos] = [id("bos_token_id"), id("eos_token_id")];
  const begin = bos ?? eos ?? config.refuse("bos_token_id", "or eos_token_id must be there");
  const end = eos ?? begin;
  return { vocabularySize, padding: id("pad_token_id") ?? end, begin, end };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
