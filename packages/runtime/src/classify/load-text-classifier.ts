import type { FileSource } from "../file-source.ts";
import { loadTextModel } from "../load-text-model.ts";
import { readModelTokenizer, type TokenizerCheck } from "../model-tokenizer.ts";
import { createTextClassifier, scoringText } from "./create-text-classifier.ts";
import type { LoadClassifierOptions } from "./load-classifier.ts";
import type { TextClassifier } from "./text-classifier.ts";

export interface LoadTextClassifierOptions extends LoadClassifierOptions {
  /** What must agree with the model: "sha256" (default) the tokenizer's text, where the model names its digest,
   *  and the vocabulary size; "vocabulary" the size alone. */
  readonly checkTokenizer?: TokenizerCheck;
}

/** Loads a model file that classifies texts, or scores them with numbers, and its tokenizer.json.
 *
 *  Either may be an ArrayBuffer or any view of one, a Response, a Blob, a URL (also as a string; `file:` in Node), or a promise of
 *  one; the tokenizer also its JSON text or the parsed object.
 *  @throws RangeError for a malformed file (it says what else the file is), a model that reads no text, a tokenizer that is not the
 *    model's, or too little memory; TypeError for arguments of a wrong kind and a URL that cannot be fetched; Error for an HTTP
 *    status other than 2xx; what the signal was aborted with. */
export async function loadTextClassifier(
  model: FileSource | PromiseLike<FileSource>,
  tokenizer: FileSource | object | PromiseLike<FileSource | object>,
  options: LoadTextClassifierOptions = {},
): Promise<TextClassifier> {
  const where = "loadTextClassifier";
  return loadTextModel(where, { model, tokenizer }, options, {
    tokenizerOf: ({ description }, json, check) => {
      const { tokens } = scoringText(where, description).text;
      return readModelTokenizer(where, json, { tokens, check });
    },
    create: createTextClassifier,
  });
}
