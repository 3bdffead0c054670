import type { FileSource } from "../file-source.ts";
import type { LoadLanguageModelOptions } from "../generate/load-language-model.ts";
import { loadTextModel } from "../load-text-model.ts";
import { readModelTokenizer } from "../model-tokenizer.ts";
import { createMaskedLanguageModel, maskOf } from "./create-masked-language-model.ts";
import type { MaskedLanguageModel } from "./masked-language-model.ts";

/** Loads the file of a model of masked words and its tokenizer.json.
 *
 *  Either may be an ArrayBuffer or any view of one, a Response, a Blob, a URL (also as a string; `file:` in Node), or a promise of one;
 *  the tokenizer also its JSON text or the parsed object.
 *  @throws RangeError for a malformed file (it says what else the file is), a model of another task or that predicts the next word, a
 *    tokenizer that is not the model's, or too little memory; TypeError for arguments of a wrong kind and a URL that cannot be fetched;
 *    Error for an HTTP status other than 2xx; what the signal was aborted with. */
export async function loadMaskedLanguageModel(
  model: FileSource | PromiseLike<FileSource>,
  tokenizer: FileSource | object | PromiseLike<FileSource | object>,
  options: LoadLanguageModelOptions = {},
): Promise<MaskedLanguageModel> {
  const where = "loadMaskedLanguageModel";
  return loadTextModel(where, { model, tokenizer }, options, {
    tokenizerOf: ({ description }, json, check) => {
      const { tokens } = maskOf(where, description).description.text;
      return readModelTokenizer(where, json, { tokens, check });
    },
    create: createMaskedLanguageModel,
  });
}
