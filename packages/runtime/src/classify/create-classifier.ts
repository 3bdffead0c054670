import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
  assertSupported,
  type CheckedModel,
  type ClassificationDescription,
  checkModel,
  type GoldenRun,
  goldenRuns,
  type MapInput,
  ofTask,
  type PackedModel,
} from "@bnnkit/model";
import { type LayerReport, reportLayers } from "../compile/layer-report.ts";
import type { LoweredLayer } from "../compile/lowered-layer.ts";
import { WeightMemory } from "../compile/weight-memory.ts";
import { drive } from "../decode/drive.ts";
import { lowerForward } from "../forward/forward-program.ts";
import { ForwardRun } from "../forward/forward-run.ts";
import { openRegion } from "../memory/region.ts";
import { inTurn } from "../memory/turn.ts";
import { support } from "../support.ts";
import { checkImages, type Pixels } from "./check-images.ts";
import { classificationsOf } from "./classifications.ts";
import type { Classification, Classifier, ClassifyOptions, Images } from "./classifier.ts";

const where = "createClassifier";

export interface ClassifierOptions {
  /** Called once when the classifier's memory has been given back. */
  readonly onClosed?: () => void;
}

/** Lays a classification model out in the arena of `kernels`, with memory for a batch of images.
 *
 *  The kernels stay the caller's: several models may share them, and whoever made them disposes of them.
 *  @throws RangeError for a model of another task or input, one that is incomplete, has a node that the runtime does not run, or
 *    does not fit the arena. */
export function createClassifier(
  model: PackedModel,
  kernels: Kernels,
  { onClosed }: ClassifierOptions = {},
): Classifier {
  const checked = checkModel(model);
  const { text } = ofTask(where, checked.description, "classification");
  if (text !== undefined) {
    throw new RangeError(
      `${where}: the model must read images, got one of texts; loadTextClassifier loads those`,
    );
  }
  assertSupported(checked.description, support);
  const closeRegion = openRegion(kernels);
  try {
    return new PackedClassifier(checked, kernels, () => {
      closeRegion();
      onClosed?.();
    });
  } catch (error) {
    closeRegion();
    throw error;
  }
}

class PackedClassifier implements Classifier {
  readonly description: ClassificationDescription;
  readonly golden: readonly GoldenRun[];
  readonly input: MapInput;
  readonly classes: number;
  readonly weightBytes: number;
  readonly #kernels: Kernels;
  readonly #layers: readonly LoweredLayer[];
  readonly #run: ForwardRun;
  readonly #close: () => void;
  #requests = 0;
  #isDisposed = false;
  #isClosed = false;

  constructor(model: CheckedModel, kernels: Kernels, close: () => void) {
    this.description = ofTask(where, model.description, "classification");
    this.golden = goldenRuns(model);
    this.#kernels = kernels;
    this.#close = close;
    const before = kernels.mark();
    const program = lowerForward(model, new WeightMemory(kernels, model));
    this.weightBytes = kernels.mark() - before;
    this.input = program.input;
    this.classes = program.outputType.features;
    this.#layers = program.layers;
    this.#run = new ForwardRun(kernels, program);
  }

  async scores(images: Images, options: ClassifyOptions = {}): Promise<Float32Array> {
    this.#checkOpen();
    const pixels = checkImages("scores", images, this.input);
    const { signal, onProgress } = options;
    this.#requests++;
    try {
      return await inTurn(this.#kernels, () =>
        drive(this.#batches(pixels), {
          signal,
          onEvent: (done: number) => onProgress?.({ done, images: pixels.count }),
        }),
      );
    } finally {
      this.#requests--;
      this.#closeWhenIdle();
    }
  }

  async classify(images: Images, options?: ClassifyOptions): Promise<readonly Classification[]> {
    const scores = await this.scores(images, options);
    const { classes } = this;
    return classificationsOf(scores, { classes, labels: this.description.labels });
  }

  explain(): readonly KernelReport[] {
    this.#checkOpen();
    const { operations } = this.#run;
    return this.#kernels.explain().filter(({ operation }) => operations.has(operation));
  }

  explainLayers(): readonly LayerReport[] {
    return reportLayers(this.#layers, this.explain());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#closeWhenIdle();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  *#batches({ data, count, length }: Pixels): Generator<number, Float32Array> {
    const scores = new Float32Array(count * this.classes);
    const { capacity } = this.#run;
    for (let done = 0; done < count; done += capacity) {
      const samples = Math.min(capacity, count - done);
      const batch = data.subarray(done * length, (done + samples) * length);
      scores.set(this.#run.run(batch, samples), done * this.classes);
      yield done + samples;
    }
    return scores;
  }

  #checkOpen(): void {
    if (this.#isDisposed)
      throw new Error("Classifier: it has been disposed of; create another one");
  }

  #closeWhenIdle(): void {
    if (!this.#isDisposed || this.#requests > 0 || this.#isClosed) return;
    this.#isClosed = true;
    this.#close();
  }
}
