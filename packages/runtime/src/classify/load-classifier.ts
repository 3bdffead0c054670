import type { PlatformAbortSignal } from "@bnnkit/core";
import { readModel } from "@bnnkit/model";
import type { FileSource } from "../file-source.ts";
import { checkKernelSource, type KernelSource, leaseKernels } from "../own-kernels.ts";
import { readModelFile } from "../read-model-file.ts";
import type { Classifier } from "./classifier.ts";
import { createClassifier } from "./create-classifier.ts";

export interface LoadClassifierOptions extends KernelSource {
  readonly signal?: PlatformAbortSignal;
}

/** Loads a model file that classifies images.
 *
 *  It may be an ArrayBuffer or any view of one, a Response, a Blob, a URL (also as a string; `file:` in Node), or a promise of one;
 *  at most 1 GiB is read.
 *  @throws RangeError for a malformed file (it says what else the file is), a model of another task, or too little memory; TypeError
 *    for arguments of a wrong kind and a URL that cannot be fetched; Error for an HTTP status other than 2xx; what the signal was
 *    aborted with. */
export async function loadClassifier(
  model: FileSource | PromiseLike<FileSource>,
  options: LoadClassifierOptions = {},
): Promise<Classifier> {
  const { signal } = options;
  checkKernelSource("loadClassifier", options);
  signal?.throwIfAborted();
  const packed = readModel(await readModelFile("loadClassifier: model", model, signal));
  const { kernels, letGo } = await leaseKernels(options);
  try {
    signal?.throwIfAborted();
    return createClassifier(packed, kernels, { onClosed: letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}
