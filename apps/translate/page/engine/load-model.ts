import { type Isa, type Kernels, loadTranslator } from "@bnnkit/runtime";
import { isaNamed } from "./isa-named.ts";
import type { LoadProgress } from "./load-progress.ts";
import type { ModelFile } from "./model-file.ts";
import type { LoadRequest } from "./protocol.ts";
import { type ReadFile, readModelFile } from "./read-model-file.ts";
import { type LoadedModel, reportModel } from "./run-report.ts";

/** What a request wants to compute with. */
export interface KernelRequest {
  readonly isa: Isa | undefined;
  readonly threads: number | "all";
  readonly threadUrl: string | undefined;
}

/** Makes the kernels that a request asks for. */
export type MakeKernels = (request: KernelRequest) => Promise<Kernels>;

/** Reads a model and its tokenizer side by side, while the kernels are made, and makes them ready.
 *  @throws Error or RangeError that says what is wrong with which file. */
export async function loadModel(
  request: LoadRequest,
  makeKernels: MakeKernels,
  onProgress: (progress: LoadProgress) => void,
): Promise<LoadedModel> {
  const startedAt = performance.now();
  const kernelRequest = { ...request, isa: isaNamed(request.isa) };
  const counter = new ByteCounter([request.model, request.tokenizer], onProgress);
  const making = makeKernels(kernelRequest);
  // Told of below, whichever of them fails first.
  making.catch(() => undefined);
  const [model, tokenizer] = await Promise.all([
    readModelFile(request.model, (loaded, total) => counter.count(0, loaded, total)),
    readModelFile(request.tokenizer, (loaded, total) => counter.count(1, loaded, total)),
  ]);
  counter.finish();
  const kernels = await making;
  try {
    return await prepare({ model, tokenizer, kernels, startedAt });
  } catch (error) {
    kernels.dispose();
    throw error;
  }
}

interface ReadModel {
  readonly model: ReadFile;
  readonly tokenizer: ReadFile;
  readonly kernels: Kernels;
  readonly startedAt: number;
}

async function prepare({ model, tokenizer, kernels, startedAt }: ReadModel): Promise<LoadedModel> {
  const translator = await loadTranslator(model.bytes, new TextDecoder().decode(tokenizer.bytes), {
    kernels,
    // Only https and localhost have digests.
    checkTokenizer: globalThis.crypto?.subtle === undefined ? "vocabulary" : "sha256",
  });
  return {
    translator,
    kernels,
    model: reportModel(translator.session.description, {
      fileBytes: model.bytes.length,
      tokenizerBytes: tokenizer.bytes.length,
      wasKept: model.wasKept,
    }),
    loadMilliseconds: performance.now() - startedAt,
  };
}

/** Adds up the bytes of files that are read side by side. */
class ByteCounter {
  readonly #loaded: number[];
  readonly #totals: (number | undefined)[];
  readonly #onProgress: (progress: LoadProgress) => void;

  constructor(files: readonly ModelFile[], onProgress: (progress: LoadProgress) => void) {
    this.#loaded = files.map(() => 0);
    this.#totals = files.map(({ bytes }) => bytes);
    this.#onProgress = onProgress;
    this.#tell("reading");
  }

  count(file: number, loaded: number, total: number | undefined): void {
    this.#loaded[file] = loaded;
    this.#totals[file] = total;
    this.#tell("reading");
  }

  finish(): void {
    this.#tell("preparing");
  }

  #tell(stage: LoadProgress["stage"]): void {
    const loadedBytes = this.#loaded.reduce((sum, bytes) => sum + bytes, 0);
    const known = this.#totals.filter((bytes) => bytes !== undefined);
    const totalBytes =
      known.length === this.#totals.length ? known.reduce((a, b) => a + b, 0) : undefined;
    this.#onProgress({ stage, loadedBytes, totalBytes });
  }
}
