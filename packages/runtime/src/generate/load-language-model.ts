import type { PlatformAbortSignal } from "@bnnkit/core";
import { ofTask } from "@bnnkit/model";
import type { FileSource } from "../file-source.ts";
import { loadTextModel } from "../load-text-model.ts";
import { checkTokenizerDigest, type TokenizerCheck } from "../model-tokenizer.ts";
import type { KernelSource } from "../own-kernels.ts";
import { readTokenizer } from "../text/tokenizer.ts";
import { createLanguageModel } from "./create-language-model.ts";
import type { LanguageModel } from "./language-model.ts";

export interface LoadLanguageModelOptions extends KernelSource {
  /** What must agree with the model: "sha256" (default) the tokenizer's text, where the model names its digest, and that it has no more
   *  words; "vocabulary" the latter alone. */
  readonly checkTokenizer?: TokenizerCheck;
  readonly signal?: PlatformAbortSignal;
}

/** Loads the file of a language model and its tokenizer.json.
 *
 *  Either may be an ArrayBuffer or any view of one, a Response, a Blob, a URL (also as a string; `file:` in Node), or a promise of one;
 *  at most 1 GiB and 64 MiB are read. The tokenizer may be its JSON text or the parsed object, too, which has no bytes to digest.
 *  @throws RangeError for a malformed file (it says what else the file is), a model of another task, a tokenizer that is not the model's,
 *    or too little memory; TypeError for arguments of a wrong kind and a URL that cannot be fetched; Error for an HTTP status other
 *    than 2xx; what the signal was aborted with. */
export async function loadLanguageModel(
  model: FileSource | PromiseLike<FileSource>,
  tokenizer: FileSource | object | PromiseLike<FileSource | object>,
  options: LoadLanguageModelOptions = {},
): Promise<LanguageModel> {
  const where = "loadLanguageModel";
  return loadTextModel(where, { model, tokenizer }, options, {
    tokenizerOf: async ({ description }, json, check) => {
      const { text } = ofTask(where, description, "language-model");
      const read = readTokenizer(json);
      if (check === "sha256") await checkTokenizerDigest(where, json, text.tokens);
      return read;
    },
    create: createLanguageModel,
  });
}
