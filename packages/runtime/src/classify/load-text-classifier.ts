import { readModel } from "@bnnkit/model";
import type { FileSource } from "../file-source.ts";
import {
  checkTokenizerCheck,
  readModelTokenizer,
  type TokenizerCheck,
} from "../model-tokenizer.ts";
import { checkKernelSource, leaseKernels } from "../own-kernels.ts";
import { readModelFile } from "../read-model-file.ts";
import { readTokenizerFile } from "../tokenizer-file.ts";
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
  const { signal, checkTokenizer: check = "sha256" } = options;
  checkKernelSource(where, options);
  checkTokenizerCheck(where, check);
  signal?.throwIfAborted();
  const [bytes, json] = await Promise.all([
    readModelFile(`${where}: model`, model, signal),
    readTokenizerFile(where, tokenizer, signal),
  ]);
  const packed = readModel(bytes);
  const { tokens } = scoringText(where, packed.description).text;
  const textTokenizer = await readModelTokenizer(where, json, { tokens, check });
  const { kernels, letGo } = await leaseKernels(options);
  try {
    signal?.throwIfAborted();
    return createTextClassifier(packed, textTokenizer, kernels, { onClosed: letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}
