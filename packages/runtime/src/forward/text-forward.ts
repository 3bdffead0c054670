import type { PlatformAbortSignal } from "@bnnkit/core";
import type { KernelReport, Kernels } from "@bnnkit/kernels";
import { assertSupported, type CheckedModel } from "@bnnkit/model";
import { type LayerReport, reportLayers } from "../compile/layer-report.ts";
import { WeightMemory } from "../compile/weight-memory.ts";
import { drive } from "../decode/drive.ts";
import { openRegion } from "../memory/region.ts";
import { inTurn } from "../memory/turn.ts";
import { support } from "../support.ts";
import { runTexts } from "./run-texts.ts";
import { lowerText, type TextProgram } from "./text-program.ts";

/** Most positions of a batch, unless one text has more. */
const batchPositions = 2048;
/** Most numbers that a batch gives, unless one text gives more. */
const batchNumbers = 2 ** 22;

export interface TextForwardOptions {
  /** Who it is, in the message of one that has been disposed of. */
  readonly name: string;
  readonly kernels: Kernels;
  /** Called once when the memory has been given back. */
  readonly onClosed?: (() => void) | undefined;
}

export interface RunTextsOptions {
  /** Called after each batch. */
  readonly onProgress?:
    | ((progress: { readonly done: number; readonly texts: number }) => void)
    | undefined;
  readonly signal?: PlatformAbortSignal | undefined;
}

/** A graph over the ids of texts in an arena: requests have it in turn, and its memory goes back after the last one. */
export class TextForward {
  /** Bytes of its weights in the arena. */
  readonly weightBytes: number;
  /** Numbers of a row of its output. */
  readonly features: number;
  readonly #options: TextForwardOptions;
  readonly #program: TextProgram;
  readonly #operations = new Set<string>();
  readonly #closeRegion: () => void;
  #requests = 0;
  #isDisposed = false;
  #isClosed = false;

  /** @throws RangeError for a node that the runtime does not run, or too little memory. */
  constructor(model: CheckedModel, options: TextForwardOptions) {
    const { kernels } = options;
    assertSupported(model.description, support);
    this.#options = options;
    this.#closeRegion = openRegion(kernels);
    try {
      const before = kernels.mark();
      this.#program = lowerText(model, new WeightMemory(kernels, model));
      this.weightBytes = kernels.mark() - before;
    } catch (error) {
      this.#closeRegion();
      throw error;
    }
    this.features = this.#program.outputType.features;
  }

  /** The output of each text, float32 [rows, features]: one row, or one for each position.
   *  @throws Error after `dispose`, and what the signal was aborted with. */
  async run(
    texts: readonly (readonly number[])[],
    { signal, onProgress }: RunTextsOptions = {},
  ): Promise<readonly Float32Array[]> {
    this.checkOpen();
    this.#requests++;
    try {
      return await inTurn(this.#options.kernels, () =>
        drive(this.#batches(texts), {
          signal,
          onEvent: (done: number) => onProgress?.({ done, texts: texts.length }),
        }),
      );
    } finally {
      this.#requests--;
      this.#closeWhenIdle();
    }
  }

  /** Which kernels ran each operation so far, and why. */
  explain(): readonly KernelReport[] {
    this.checkOpen();
    const reports = this.#options.kernels.explain();
    return reports.filter(({ operation }) => this.#operations.has(operation));
  }

  /** Which kernels ran each layer so far. */
  explainLayers(): readonly LayerReport[] {
    return reportLayers(this.#program.layers, this.explain());
  }

  /** @throws Error after `dispose`. */
  checkOpen(): void {
    if (!this.#isDisposed) return;
    throw new Error(`${this.#options.name}: it has been disposed of; create another one`);
  }

  /** Gives the memory back, after the work that is running. Idempotent. */
  dispose(): void {
    this.#isDisposed = true;
    this.#closeWhenIdle();
  }

  *#batches(texts: readonly (readonly number[])[]): Generator<number, readonly Float32Array[]> {
    const outputs: Float32Array[] = [];
    const { hasRowsOfPositions, outputType } = this.#program;
    const most = hasRowsOfPositions
      ? Math.min(batchPositions, Math.floor(batchNumbers / outputType.features))
      : batchPositions;
    while (outputs.length < texts.length) {
      const batch = texts.slice(outputs.length, batchEnd(texts, outputs.length, most));
      const { output, operations } = runTexts(this.#options.kernels, this.#program, batch);
      for (const operation of operations) this.#operations.add(operation);
      let row = 0;
      for (const { length } of batch) {
        const from = row;
        row += hasRowsOfPositions ? length : 1;
        outputs.push(output.subarray(from * outputType.features, row * outputType.features));
      }
      yield outputs.length;
    }
    return outputs;
  }

  #closeWhenIdle(): void {
    if (!this.#isDisposed || this.#requests > 0 || this.#isClosed) return;
    this.#isClosed = true;
    this.#closeRegion();
    this.#options.onClosed?.();
  }
}

/** Where the batch that begins at a text ends. */
function batchEnd(texts: readonly (readonly number[])[], from: number, most: number): number {
  let end = from + 1;
  let positions = texts[from].length;
  while (end < texts.length && positions + texts[end].length <= most) {
    positions += texts[end].length;
    end++;
  }
  return end;
}
