import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
  assertSupported,
  type CheckedModel,
  type ClassificationDescription,
  checkModel,
  type GoldenRun,
  goldenRuns,
  type ModelDescription,
  type PackedModel,
  type RegressionDescription,
  type TextDescription,
} from "@bnnkit/model";
import { type LayerReport, reportLayers } from "../compile/layer-report.ts";
import { WeightMemory } from "../compile/weight-memory.ts";
import { drive } from "../decode/drive.ts";
import { runTexts } from "../forward/run-texts.ts";
import { lowerText, type TextProgram } from "../forward/text-program.ts";
import { openRegion } from "../memory/region.ts";
import { inTurn } from "../memory/turn.ts";
import { support } from "../support.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { classificationsOf } from "./classifications.ts";
import type { Classification } from "./classifier.ts";
import type { ClassifierOptions } from "./create-classifier.ts";
import type { ClassifyTextOptions, TextClassifier } from "./text-classifier.ts";
import { checkTextIds, textIds } from "./text-ids.ts";

const where = "createTextClassifier";

/** Most positions of a batch, unless one text has more. */
const batchPositions = 2048;

/** Lays a model that scores texts out in the arena of `kernels`.
 *
 *  The kernels stay the caller's: several models may share them, and whoever made them disposes of them.
 *  @throws RangeError for a model that reads no text, is of another task, incomplete, or has a node that the runtime does not run. */
export function createTextClassifier(
  model: PackedModel,
  tokenizer: TextTokenizer,
  kernels: Kernels,
  { onClosed }: ClassifierOptions = {},
): TextClassifier {
  const checked = checkModel(model);
  scoringText(where, checked.description);
  assertSupported(checked.description, support);
  const closeRegion = openRegion(kernels);
  try {
    return new PackedTextClassifier(checked, { tokenizer, kernels }, () => {
      closeRegion();
      onClosed?.();
    });
  } catch (error) {
    closeRegion();
    throw error;
  }
}

/** A description of scores of a text, and that text.
 *  @throws RangeError for another. */
export function scoringText(
  caller: string,
  description: ModelDescription,
): {
  readonly description: ClassificationDescription | RegressionDescription;
  readonly text: TextDescription;
} {
  const { task } = description;
  if (task !== "classification" && task !== "regression") {
    throw new RangeError(
      `${caller}: the model's task must be classification or regression, got ${task}`,
    );
  }
  if (description.text !== undefined) return { description, text: description.text };
  throw new RangeError(
    `${caller}: the model must read texts, got one of images; loadClassifier loads those`,
  );
}

interface Surroundings {
  readonly tokenizer: TextTokenizer;
  readonly kernels: Kernels;
}

class PackedTextClassifier implements TextClassifier {
  readonly description: TextClassifier["description"];
  readonly text: TextDescription;
  readonly tokenizer: TextTokenizer;
  readonly golden: readonly GoldenRun[];
  readonly outputs: number;
  readonly weightBytes: number;
  readonly #kernels: Kernels;
  readonly #program: TextProgram;
  readonly #operations = new Set<string>();
  readonly #close: () => void;
  #requests = 0;
  #isDisposed = false;
  #isClosed = false;

  constructor(model: CheckedModel, { tokenizer, kernels }: Surroundings, close: () => void) {
    const { description, text } = scoringText(where, model.description);
    this.description = description;
    this.text = text;
    this.tokenizer = tokenizer;
    this.golden = goldenRuns(model);
    this.#kernels = kernels;
    this.#close = close;
    const before = kernels.mark();
    this.#program = lowerText(model, new WeightMemory(kernels, model));
    this.weightBytes = kernels.mark() - before;
    this.outputs = this.#program.outputType.features;
  }

  async scores(texts: readonly string[], options?: ClassifyTextOptions): Promise<Float32Array> {
    checkTexts("scores", texts);
    const ids = texts.map((text) => textIds(this.tokenizer, text, this.text));
    return await this.scoresOfIds(ids, options);
  }

  async scoresOfIds(
    texts: readonly (readonly number[])[],
    { signal, onProgress }: ClassifyTextOptions = {},
  ): Promise<Float32Array> {
    this.#checkOpen();
    checkTextIds("scoresOfIds", texts, this.text);
    this.#requests++;
    try {
      return await inTurn(this.#kernels, () =>
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

  classify(text: string, options?: ClassifyTextOptions): Promise<Classification>;
  classify(
    texts: readonly string[],
    options?: ClassifyTextOptions,
  ): Promise<readonly Classification[]>;
  async classify(
    given: string | readonly string[],
    options?: ClassifyTextOptions,
  ): Promise<Classification | readonly Classification[]> {
    const { description, outputs: classes } = this;
    if (description.task !== "classification") {
      throw new RangeError("classify: the model gives numbers and no classes; scores has them");
    }
    const texts = typeof given === "string" ? [given] : given;
    const scores = await this.scores(texts, options);
    const results = classificationsOf(scores, { classes, labels: description.labels });
    return typeof given === "string" ? results[0] : results;
  }

  explain(): readonly KernelReport[] {
    this.#checkOpen();
    return this.#kernels.explain().filter(({ operation }) => this.#operations.has(operation));
  }

  explainLayers(): readonly LayerReport[] {
    return reportLayers(this.#program.layers, this.explain());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#closeWhenIdle();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  *#batches(texts: readonly (readonly number[])[]): Generator<number, Float32Array> {
    const scores = new Float32Array(texts.length * this.outputs);
    let done = 0;
    while (done < texts.length) {
      const batch = texts.slice(done, batchEnd(texts, done));
      const { output, operations } = runTexts(this.#kernels, this.#program, batch);
      for (const operation of operations) this.#operations.add(operation);
      scores.set(output, done * this.outputs);
      done += batch.length;
      yield done;
    }
    return scores;
  }

  #checkOpen(): void {
    if (this.#isDisposed) {
      throw new Error("TextClassifier: it has been disposed of; create another one");
    }
  }

  #closeWhenIdle(): void {
    if (!this.#isDisposed || this.#requests > 0 || this.#isClosed) return;
    this.#isClosed = true;
    this.#close();
  }
}

/** Where the batch that begins at a text ends. */
function batchEnd(texts: readonly (readonly number[])[], from: number): number {
  let end = from + 1;
  let positions = texts[from].length;
  while (end < texts.length && positions + texts[end].length <= batchPositions) {
    positions += texts[end].length;
    end++;
  }
  return end;
}

function checkTexts(caller: string, texts: readonly string[]): void {
  if (!Array.isArray(texts)) {
    throw new TypeError(`${caller}: texts must be a list of strings, got ${typeof texts}`);
  }
  const wrong = texts.findIndex((text) => typeof text !== "string");
  if (wrong < 0) return;
  throw new TypeError(`${caller}: texts[${wrong}] must be a string, got ${typeof texts[wrong]}`);
}
