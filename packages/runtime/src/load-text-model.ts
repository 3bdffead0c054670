import type { PlatformAbortSignal } from "@bnnkit/core";
import type { Kernels } from "@bnnkit/kernels";
import { type PackedModel, readModel } from "@bnnkit/model";
import type { FileSource } from "./file-source.ts";
import { checkTokenizerCheck, type TokenizerCheck } from "./model-tokenizer.ts";
import { checkKernelSource, type KernelSource, leaseKernels } from "./own-kernels.ts";
import { readModelFile } from "./read-model-file.ts";
import type { TextTokenizer } from "./text/tokenizer.ts";
import { readTokenizerFile } from "./tokenizer-file.ts";

/** The two files of a model that reads texts. */
export interface TextModelFiles {
  readonly model: FileSource | PromiseLike<FileSource>;
  readonly tokenizer: FileSource | object | PromiseLike<FileSource | object>;
}

/** How such a model is loaded. */
export interface LoadTextModelOptions extends KernelSource {
  readonly checkTokenizer?: TokenizerCheck;
  readonly signal?: PlatformAbortSignal;
}

/** What becomes of the two files. */
export interface TextModelParts<Model> {
  /** @throws RangeError for a model of another task, and a tokenizer that is not the model's. */
  readonly tokenizerOf: (
    packed: PackedModel,
    json: string | object,
    check: TokenizerCheck,
  ) => Promise<TextTokenizer>;
  readonly create: (
    packed: PackedModel,
    tokenizer: TextTokenizer,
    kernels: Kernels,
    options: { readonly onClosed: () => void },
  ) => Model;
}

/** Reads a model and its tokenizer.json at once, and lays the model out on kernels that are given back when it is closed, or if it cannot be.
 *  @param where  who loads it, as messages name it */
export async function loadTextModel<Model>(
  where: string,
  { model, tokenizer }: TextModelFiles,
  options: LoadTextModelOptions,
  { tokenizerOf, create }: TextModelParts<Model>,
): Promise<Model> {
  const { signal, checkTokenizer: check = "sha256" } = options;
  checkKernelSource(where, options);
  checkTokenizerCheck(where, check);
  signal?.throwIfAborted();
  const [bytes, json] = await Promise.all([
    readModelFile(`${where}: model`, model, signal),
    readTokenizerFile(where, tokenizer, signal),
  ]);
  const packed = readModel(bytes);
  const textTokenizer = await tokenizerOf(packed, json, check);
  const { kernels, letGo } = await leaseKernels(options);
  try {
    signal?.throwIfAborted();
    return create(packed, textTokenizer, kernels, { onClosed: letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}
