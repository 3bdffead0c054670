import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
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
import type { LayerReport } from "../compile/layer-report.ts";
import { TextForward } from "../forward/text-forward.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { classificationsOf } from "./classifications.ts";
import type { Classification } from "./classifier.ts";
import type { ClassifierOptions } from "./create-classifier.ts";
import type { ClassifyTextOptions, TextClassifier } from "./text-classifier.ts";
import { checkTextIds, textIds } from "./text-ids.ts";

const where = "createTextClassifier";

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
  const forward = new TextForward(checked, { name: "TextClassifier", kernels, onClosed });
  return new PackedTextClassifier(checked, tokenizer, forward);
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

class PackedTextClassifier implements TextClassifier {
  readonly description: TextClassifier["description"];
  readonly text: TextDescription;
  readonly tokenizer: TextTokenizer;
  readonly golden: readonly GoldenRun[];
  readonly outputs: number;
  readonly weightBytes: number;
  readonly #forward: TextForward;

  constructor(model: CheckedModel, tokenizer: TextTokenizer, forward: TextForward) {
    const { description, text } = scoringText(where, model.description);
    this.description = description;
    this.text = text;
    this.tokenizer = tokenizer;
    this.golden = goldenRuns(model);
    this.#forward = forward;
    this.weightBytes = forward.weightBytes;
    this.outputs = forward.features;
  }

  async scores(texts: readonly string[], options?: ClassifyTextOptions): Promise<Float32Array> {
    checkTexts("scores", texts);
    const ids = texts.map((text) => textIds(this.tokenizer, text, this.text));
    return await this.scoresOfIds(ids, options);
  }

  async scoresOfIds(
    texts: readonly (readonly number[])[],
    options: ClassifyTextOptions = {},
  ): Promise<Float32Array> {
    this.#forward.checkOpen();
    checkTextIds("scoresOfIds", texts, this.text);
    const scores = new Float32Array(texts.length * this.outputs);
    for (const [i, row] of (await this.#forward.run(texts, options)).entries()) {
      scores.set(row, i * this.outputs);
    }
    return scores;
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
    return this.#forward.explain();
  }

  explainLayers(): readonly LayerReport[] {
    return this.#forward.explainLayers();
  }

  dispose(): void {
    this.#forward.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

function checkTexts(caller: string, texts: readonly string[]): void {
  if (!Array.isArray(texts)) {
    throw new TypeError(`${caller}: texts must be a list of strings, got ${typeof texts}`);
  }
  const wrong = texts.findIndex((text) => typeof text !== "string");
  if (wrong < 0) return;
  throw new TypeError(`${caller}: texts[${wrong}] must be a string, got ${typeof texts[wrong]}`);
}
