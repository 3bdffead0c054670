import enDeModelDigest from "@bnnkit/model-en-de/model.safetensors?digest";
import enDeModelUrl from "@bnnkit/model-en-de/model.safetensors?url";
import enDeTokenizerDigest from "@bnnkit/model-en-de/tokenizer.json?digest";
import enDeTokenizerUrl from "@bnnkit/model-en-de/tokenizer.json?url";
import w1a1ModelDigest from "@bnnkit/model-en-de-w1a1/model.safetensors?digest";
import w1a1ModelUrl from "@bnnkit/model-en-de-w1a1/model.safetensors?url";
import w1a1TokenizerDigest from "@bnnkit/model-en-de-w1a1/tokenizer.json?digest";
import w1a1TokenizerUrl from "@bnnkit/model-en-de-w1a1/tokenizer.json?url";
import type { ModelSource } from "../client/model-source.ts";

interface FileDigest {
  readonly sha256: string;
  readonly bytes: number;
}

function sourceOf(
  modelUrl: string,
  model: FileDigest,
  tokenizerUrl: string,
  tokenizer: FileDigest,
): ModelSource {
  return {
    modelUrl,
    modelSha256: model.sha256,
    modelBytes: model.bytes,
    tokenizerUrl,
    tokenizerSha256: tokenizer.sha256,
    tokenizerBytes: tokenizer.bytes,
  };
}

/** Name of the model that is used unless told. */
export const defaultModel = "en-de";

/** The models of the page by their names. */
export const models: ReadonlyMap<string, ModelSource> = new Map([
  [defaultModel, sourceOf(enDeModelUrl, enDeModelDigest, enDeTokenizerUrl, enDeTokenizerDigest)],
  ["en-de-w1a1", sourceOf(w1a1ModelUrl, w1a1ModelDigest, w1a1TokenizerUrl, w1a1TokenizerDigest)],
]);
