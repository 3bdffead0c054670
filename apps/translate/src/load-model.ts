import {
  createKernels,
  type Isa,
  loadTranslator,
  MalformedFileError,
  type Translator,
} from "@bnnkit/runtime";
import { readTokenizer } from "@bnnkit/runtime/text";
import { UsageError } from "./exit-code.ts";
import type { ModelOptions } from "./model-options.ts";
import { readWhole } from "./read-whole.ts";
import { reasonOf } from "./reason-of.ts";
import { defaultModel, shippedModels } from "./shipped-models.ts";

/** Greatest model file that is read, bytes. */
export const maximumModelBytes: number = 2 ** 30;
/** Greatest tokenizer that is read, bytes. */
export const maximumTokenizerBytes: number = 64 * 2 ** 20;

/** A model file and its tokenizer, read, with what to call them in errors if they are the user's. */
export interface ModelFiles {
  readonly modelBytes: Uint8Array;
  readonly tokenizerJson: string;
  readonly named?: { readonly model: string; readonly tokenizer: string };
}

/** Which kernels run. */
export interface KernelOptions {
  readonly isa?: Isa | undefined;
  readonly threads: ModelOptions["threads"];
}

/** The files that the options name, or those of a shipped model.
 *  @throws UsageError naming the file of the user's that is missing or cannot be read. */
export async function readModelFiles(
  { model, tokenizer }: Pick<ModelOptions, "model" | "tokenizer">,
  signal?: AbortSignal,
): Promise<ModelFiles> {
  const files = filesOf(model, tokenizer);
  const modelBytes = await readNamed("--model", files.modelUrl, {
    maximumBytes: maximumModelBytes,
    signal,
  });
  const tokenizerBytes = await readNamed("--tokenizer", files.tokenizerUrl, {
    maximumBytes: maximumTokenizerBytes,
    signal,
  });
  const tokenizerJson = tokenizerBytes.toString("utf8");
  if (model === undefined || tokenizer === undefined) return { modelBytes, tokenizerJson };
  return { modelBytes, tokenizerJson, named: { model, tokenizer } };
}

/** The translator of files that have been read.
 *  @throws UsageError naming the file of the user's that is no model or no tokenizer, or does not go with the other. */
export async function openModel(
  { modelBytes, tokenizerJson, named }: ModelFiles,
  { isa, threads }: KernelOptions,
  signal?: AbortSignal,
): Promise<Translator> {
  const own = isa === undefined ? { threads } : { kernels: await createKernels({ isa, threads }) };
  try {
    return await loadTranslator(modelBytes, tokenizerJson, { ...own, ...(signal && { signal }) });
  } catch (error) {
    if (named === undefined || signal?.aborted) throw error;
    throw blame(error, { ...named, tokenizerJson });
  }
}

/** The translator that the options ask for: a shipped model, or files of the user's.
 *  @throws UsageError as {@link readModelFiles} and {@link openModel}. */
export async function loadModel(
  options: Pick<ModelOptions, "model" | "tokenizer" | "isa" | "threads">,
  signal?: AbortSignal,
): Promise<Translator> {
  return await openModel(await readModelFiles(options, signal), options, signal);
}

/** Where the model and its tokenizer lie: shipped ones by name, or files of the user's.
 *  @throws UsageError if one of two files of the user's is missing. */
function filesOf(
  model: string | undefined,
  tokenizer: string | undefined,
): Readonly<Record<"modelUrl" | "tokenizerUrl", string | URL>> {
  const shipped = shippedModels.get(model ?? defaultModel);
  if (shipped === undefined) {
    if (model !== undefined && tokenizer !== undefined)
      return { modelUrl: model, tokenizerUrl: tokenizer };
    const names = [...shippedModels.keys()].join(", ");
    throw new UsageError(
      `--model ${model}: a file needs its --tokenizer; models that come along: ${names}`,
    );
  }
  if (tokenizer !== undefined)
    throw new UsageError("--tokenizer belongs to a --model of your own: give both or none");
  return shipped;
}

/** What is wrong with files of the user's, with the name of the file; any other error as it is. */
function blame(
  error: unknown,
  {
    model,
    tokenizer,
    tokenizerJson,
  }: Readonly<Record<"model" | "tokenizer" | "tokenizerJson", string>>,
): unknown {
  if (error instanceof MalformedFileError) {
    return new UsageError(`--model ${model}: ${error.message}`, { cause: error });
  }
  try {
    readTokenizer(tokenizerJson);
  } catch (cause) {
    return new UsageError(`--tokenizer ${tokenizer}: ${reasonOf(cause)}`, { cause });
  }
  if (!(error instanceof RangeError)) return error;
  return error.message.startsWith("loadTranslator:")
    ? new UsageError(`--model ${model}, --tokenizer ${tokenizer}: ${error.message}`)
    : new Error(`--model ${model}: ${error.message}`, { cause: error });
}

async function readNamed(
  option: string,
  path: string | URL,
  options: Parameters<typeof readWhole>[1],
): Promise<Buffer> {
  try {
    return await readWhole(path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new UsageError(`${option} ${path}: ${reasonOf(error)}`);
  }
}
