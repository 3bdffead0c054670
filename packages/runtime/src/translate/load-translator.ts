import type { PlatformAbortSignal } from "@bnnkit/core";
import { ofTask, readModel } from "@bnnkit/model";
import type { FileSource } from "../file-source.ts";
import {
  checkTokenizerCheck,
  readModelTokenizer,
  type TokenizerCheck,
} from "../model-tokenizer.ts";
import { checkKernelSource, type KernelSource, leaseKernels } from "../own-kernels.ts";
import { readModelFile } from "../read-model-file.ts";
import { readTokenizerFile } from "../tokenizer-file.ts";
import { createTranslationSession } from "./translation-session.ts";
import { createTranslator, type Translator } from "./translator.ts";

export interface LoadOptions extends KernelSource {
  /** BCP 47 tag of the source language, for sentence splitting. Default "en". */
  readonly locale?: string;
  /** BCP 47 tag of the target language, for numbers that are written as there. Default "de". */
  readonly targetLocale?: string;
  /** What must agree with the model: "sha256" (default) the tokenizer's text, where the model names its digest,
   *  and the vocabulary size; "vocabulary" the size alone. */
  readonly checkTokenizer?: TokenizerCheck;
  readonly signal?: PlatformAbortSignal;
}

/** Loads a model file and its tokenizer.json.
 *
 *  Either may be an ArrayBuffer or any view of one, a Response, a Blob, a URL (also as a string; `file:` in Node), or a promise
 *  of one; at most 1 GiB and 64 MiB are read. The tokenizer may be its JSON text or the parsed object, too, which has no
 *  bytes to digest, so that only its vocabulary size is compared.
 *  @throws RangeError for a malformed model file (it says what else the file is: a page, gzip data …), NaN in its weights, a
 *    tokenizer that is not the model's, or too little memory; TypeError for arguments of a wrong kind and a URL that cannot be
 *    fetched; Error for an HTTP status other than 2xx; what the signal was aborted with. */
export async function loadTranslator(
  model: FileSource | PromiseLike<FileSource>,
  tokenizer: FileSource | object | PromiseLike<FileSource | object>,
  options: LoadOptions = {},
): Promise<Translator> {
  const { signal, locale = "en", targetLocale = "de", checkTokenizer = "sha256" } = options;
  checkKernelSource("loadTranslator", options);
  checkTokenizerCheck("loadTranslator", checkTokenizer);
  checkLocale("locale", locale);
  checkLocale("targetLocale", targetLocale);
  signal?.throwIfAborted();
  const [modelBytes, tokenizerJson] = await Promise.all([
    readModelFile("loadTranslator: model", model, signal),
    readTokenizerFile("loadTranslator", tokenizer, signal),
  ]);
  const packed = readModel(modelBytes);
  const { tokens } = ofTask("loadTranslator", packed.description, "sequence-to-sequence");
  const textTokenizer = await readModelTokenizer("loadTranslator", tokenizerJson, {
    tokens,
    check: checkTokenizer,
  });
  const { kernels, letGo } = await leaseKernels(options);
  try {
    signal?.throwIfAborted();
    const session = createTranslationSession(packed, kernels, { onClosed: letGo });
    return createTranslator({ session, tokenizer: textTokenizer, locale, targetLocale });
  } catch (error) {
    letGo();
    throw error;
  }
}

function checkLocale(name: string, locale: string): void {
  try {
    Intl.getCanonicalLocales(locale);
  } catch (cause) {
    throw new RangeError(`loadTranslator: ${name} must be a BCP 47 tag, got ${locale}`, { cause });
  }
}
