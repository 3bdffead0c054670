import { checkPositiveInteger } from "@bnnkit/core";
import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
  type CheckedModel,
  checkModel,
  type GoldenRun,
  goldenRuns,
  type LanguageModelDescription,
  type ModelDescription,
  ofTask,
  type PackedModel,
} from "@bnnkit/model";
import { checkTextIds } from "../classify/text-ids.ts";
import type { LayerReport } from "../compile/layer-report.ts";
import { TextForward } from "../forward/text-forward.ts";
import { textsOf } from "../text/texts-of.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { likeliestTokens } from "./likeliest-tokens.ts";
import type { FilledText, FillOptions, MaskedLanguageModel } from "./masked-language-model.ts";
import { type MaskedText, maskedText } from "./masked-text.ts";

const where = "createMaskedLanguageModel";

export interface MaskedLanguageModelOptions {
  /** Called once when the model's memory has been given back. */
  readonly onClosed?: () => void;
}

/** Lays a model of masked words out in the arena of `kernels`.
 *
 *  The kernels stay the caller's: several models may share them, and whoever made them disposes of them.
 *  @throws RangeError for a model of another task, one that predicts the next word, names no mask, is incomplete, or has a node that the
 *    runtime does not run. */
export function createMaskedLanguageModel(
  model: PackedModel,
  tokenizer: TextTokenizer,
  kernels: Kernels,
  { onClosed }: MaskedLanguageModelOptions = {},
): MaskedLanguageModel {
  const checked = checkModel(model);
  maskOf(where, checked.description);
  const forward = new TextForward(checked, { name: "MaskedLanguageModel", kernels, onClosed });
  return new PackedMaskedModel(checked, tokenizer, forward);
}

/** A description of a model of masked words, and the token that is the mask.
 *  @throws RangeError for another. */
export function maskOf(
  caller: string,
  given: ModelDescription,
): { readonly description: LanguageModelDescription; readonly mask: number } {
  const description = ofTask(caller, given, "language-model");
  if (description.predicts !== "masked") {
    throw new RangeError(
      `${caller}: the model must predict masked words, got one that predicts the ${description.predicts}; loadLanguageModel loads those`,
    );
  }
  const { mask } = description.text.tokens;
  if (mask !== undefined) return { description, mask };
  throw new RangeError(`${caller}: the model must say which token is the mask (text.tokens.mask)`);
}

class PackedMaskedModel implements MaskedLanguageModel {
  readonly description: LanguageModelDescription;
  readonly tokenizer: TextTokenizer;
  readonly golden: readonly GoldenRun[];
  readonly weightBytes: number;
  readonly #mask: number;
  readonly #forward: TextForward;

  constructor(model: CheckedModel, tokenizer: TextTokenizer, forward: TextForward) {
    const { description, mask } = maskOf(where, model.description);
    this.description = description;
    this.tokenizer = tokenizer;
    this.golden = goldenRuns(model);
    this.weightBytes = forward.weightBytes;
    this.#mask = mask;
    this.#forward = forward;
  }

  fill(text: string, options?: FillOptions): Promise<FilledText>;
  fill(texts: readonly string[], options?: FillOptions): Promise<readonly FilledText[]>;
  async fill(
    given: string | readonly string[],
    { mask: spelling = "[MASK]", topK = 5, signal }: FillOptions = {},
  ): Promise<FilledText | readonly FilledText[]> {
    this.#forward.checkOpen();
    checkPositiveInteger("fill", "topK", topK);
    if (spelling === "") throw new RangeError("fill: mask must not be empty");
    const masked = textsOf("fill: text", given).map((text) =>
      maskedText(
        "fill",
        this.tokenizer,
        { text, spelling, mask: this.#mask },
        this.description.text,
      ),
    );
    const scores = await this.#forward.run(
      masked.map(({ ids }) => ids),
      { signal },
    );
    const filled = masked.map((text, i) => this.#fill(text, scores[i], topK));
    return typeof given === "string" ? filled[0] : filled;
  }

  async scores(
    ids: readonly number[],
    options: Pick<FillOptions, "signal"> = {},
  ): Promise<Float32Array> {
    this.#forward.checkOpen();
    checkTextIds("scores", [ids], this.description.text);
    const [scores] = await this.#forward.run([[...ids]], options);
    return scores;
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

  #fill({ ids, places }: MaskedText, scores: Float32Array, topK: number): FilledText {
    const { features } = this.#forward;
    const likeliest = places.map((place) =>
      likeliestTokens(scores.subarray(place * features, (place + 1) * features), topK),
    );
    const best = [...ids];
    for (const [i, place] of places.entries()) best[place] = likeliest[i][0].token;
    return {
      text: this.tokenizer.decode(best),
      masks: likeliest.map((tokens, i) =>
        tokens.map((one) => ({ ...one, text: this.#textAt(best.slice(0, places[i]), one.token) })),
      ),
    };
  }

  /** What a token adds to those before it. */
  #textAt(before: readonly number[], token: number): string {
    if (token >= this.tokenizer.vocabularySize) return "";
    return this.tokenizer.decode([...before, token]).slice(this.tokenizer.decode(before).length);
  }
}
