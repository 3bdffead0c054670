import type { PlatformAbortSignal } from "@bnnkit/core";
import { createKernels, type Kernels } from "@bnnkit/kernels";
import { readModel } from "@bnnkit/model";
import type { FileSource } from "../file-source.ts";
import { readModelFile } from "../read-model-file.ts";
import type { Classifier } from "./classifier.ts";
import { createClassifier } from "./create-classifier.ts";

export interface LoadClassifierOptions {
  /** Kernels to run on; they stay the caller's. Default: own ones, which the classifier disposes of. */
  readonly kernels?: Kernels;
  /** Threads of its own kernels, as in `createKernels`. Default 1. */
  readonly threads?: number | "all";
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
  const { signal, threads } = options;
  if (options.kernels !== undefined && threads !== undefined) {
    throw new RangeError(
      "loadClassifier: threads belong to kernels of the classifier's own: give kernels or threads, not both",
    );
  }
  signal?.throwIfAborted();
  const packed = readModel(await readModelFile("loadClassifier: model", model, signal));
  const kernels = options.kernels ?? (await createKernels({ threads: threads ?? 1 }));
  const letGo = options.kernels === undefined ? () => kernels.dispose() : () => undefined;
  try {
    signal?.throwIfAborted();
    return createClassifier(packed, kernels, { onClosed: letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}
