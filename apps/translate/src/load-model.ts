import { readFile } from "node:fs/promises";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { createKernels, loadTranslator, type Translator } from "@bnnkit/runtime";
import type { TranslateOptions } from "./command.ts";
import { UsageError } from "./exit-code.ts";

/** The translator that the options ask for: the shipped model, or files of the user's. */
export async function loadModel(
  {
    model,
    tokenizer,
    isa,
    threads,
  }: Pick<TranslateOptions, "model" | "tokenizer" | "isa" | "threads">,
  signal?: AbortSignal,
): Promise<Translator> {
  if ((model === undefined) !== (tokenizer === undefined))
    throw new UsageError("--model and --tokenizer belong together: give both or none");
  const modelBytes = await readNamed("--model", model ?? modelUrl);
  const tokenizerJson = await readNamed("--tokenizer", tokenizer ?? tokenizerUrl);
  const own = isa === undefined ? { threads } : { kernels: await createKernels({ isa, threads }) };
  return loadTranslator(modelBytes, tokenizerJson.toString("utf8"), {
    ...own,
    ...(signal && { signal }),
  });
}

async function readNamed(option: string, path: string | URL): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
