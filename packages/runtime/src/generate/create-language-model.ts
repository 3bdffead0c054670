import { checkIntegerBetween } from "@bnnkit/core";
import type { KernelReport, Kernels } from "@bnnkit/kernels";
import {
  assertSupported,
  type CheckedModel,
  checkModel,
  type GoldenRun,
  goldenRuns,
  type LanguageModelDescription,
  ofTask,
  type PackedModel,
} from "@bnnkit/model";
import { type LayerReport, reportLayers } from "../compile/layer-report.ts";
import { WeightMemory } from "../compile/weight-memory.ts";
import { drive } from "../decode/drive.ts";
import { type Arena, openArena } from "../memory/arena.ts";
import { openRegion } from "../memory/region.ts";
import { inTurn } from "../memory/turn.ts";
import { support } from "../support.ts";
import { textsOf } from "../text/texts-of.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import { ContinuedText } from "./continued-text.ts";
import { checkGeneration, checkIds } from "./generate-options.ts";
import { generateTokens } from "./generate-tokens.ts";
import type {
  GenerateOptions,
  Generation,
  LanguageModel,
  ScoreOptions,
  TextScore,
} from "./language-model.ts";
import { allScores, scoreTokens, scoreWindows } from "./score-tokens.ts";
import { lowerTokens, type TokenProgram } from "./token-program.ts";
import { TokenRun } from "./token-run.ts";

const where = "createLanguageModel";

export interface LanguageModelOptions {
  /** Called once when the model's memory has been given back. */
  readonly onClosed?: () => void;
}

/** Lays a language model out in the arena of `kernels`.
 *
 *  The kernels stay the caller's: several models may share them, and whoever made them disposes of them.
 *  @throws RangeError for a model of another task, one that predicts masked words, is incomplete, has a node that the runtime does
 *    not run, a tokenizer of more words than the model, or too little memory. */
export function createLanguageModel(
  model: PackedModel,
  tokenizer: TextTokenizer,
  kernels: Kernels,
  { onClosed }: LanguageModelOptions = {},
): LanguageModel {
  const checked = checkModel(model);
  const description = ofTask(where, checked.description, "language-model");
  if (description.predicts !== "next") {
    throw new RangeError(
      `${where}: the model must predict the next word, got one that predicts the ${description.predicts}; loadMaskedLanguageModel loads those`,
    );
  }
  const { vocabularySize } = description.text.tokens;
  if (tokenizer.vocabularySize > vocabularySize) {
    throw new RangeError(
      `${where}: the tokenizer's vocabulary size (${tokenizer.vocabularySize}) must be at most the model's (${vocabularySize}); give the tokenizer.json that belongs to the model`,
    );
  }
  assertSupported(checked.description, support);
  const closeRegion = openRegion(kernels);
  try {
    return new PackedLanguageModel(checked, tokenizer, kernels, () => {
      closeRegion();
      onClosed?.();
    });
  } catch (error) {
    closeRegion();
    throw error;
  }
}

class PackedLanguageModel implements LanguageModel {
  readonly description: LanguageModelDescription;
  readonly tokenizer: TextTokenizer;
  readonly golden: readonly GoldenRun[];
  readonly weightBytes: number;
  readonly #kernels: Kernels;
  readonly #program: TokenProgram;
  readonly #operations = new Set<string>();
  readonly #close: () => void;
  #requests = 0;
  #isDisposed = false;
  #isClosed = false;

  constructor(model: CheckedModel, tokenizer: TextTokenizer, kernels: Kernels, close: () => void) {
    this.description = ofTask(where, model.description, "language-model");
    this.tokenizer = tokenizer;
    this.golden = goldenRuns(model);
    this.#kernels = kernels;
    this.#close = close;
    const before = kernels.mark();
    this.#program = lowerTokens(model, new WeightMemory(kernels, model));
    this.weightBytes = kernels.mark() - before;
  }

  generate(prompt: string, options?: GenerateOptions): Promise<Generation>;
  generate(prompts: readonly string[], options?: GenerateOptions): Promise<readonly Generation[]>;
  async generate(
    prompt: string | readonly string[],
    options: GenerateOptions = {},
  ): Promise<Generation | readonly Generation[]> {
    const generations = await this.#generate(textsOf("generate: prompt", prompt), options);
    return typeof prompt === "string" ? generations[0] : generations;
  }

  async #generate(
    texts: readonly string[],
    options: GenerateOptions,
  ): Promise<readonly Generation[]> {
    this.#checkOpen();
    const { onText, signal } = options;
    const prompts = texts.map((text) => this.#encode(text));
    const checked = checkGeneration("generate", options, this.description.text, prompts);
    if (prompts.length === 0) return [];
    const continued = prompts.map((prompt) => new ContinuedText(this.tokenizer, prompt));
    const give = (index: number, text: string): void => {
      if (text !== "") onText?.({ index, text });
    };
    const lengths = prompts.map(({ length }, i) => length + checked.maximumTokens[i]);
    const generated = await this.#inArena("generate", (arena) => {
      const run = new TokenRun(this.#program, lengths, arena);
      const work = generateTokens(run, prompts, checked, (i, token) =>
        give(i, continued[i].push(token)),
      );
      return drive(work, { signal, onEvent: () => undefined });
    });
    return generated.map((result, i) => {
      give(i, continued[i].end());
      return { text: continued[i].text, ...result };
    });
  }

  async score(text: string, { signal }: ScoreOptions = {}): Promise<TextScore> {
    this.#checkOpen();
    const [checkedText] = textsOf("score: text", text);
    const encoded = this.tokenizer.encode(checkedText);
    const { tokens, maximumLength } = this.description.text;
    checkIds("score", "text", encoded, tokens.vocabularySize);
    const ids = encoded[0] === tokens.begin ? encoded : [tokens.begin, ...encoded];
    const logProbabilities: number[] = [];
    for (const window of scoreWindows(ids.length, maximumLength)) {
      const scored = await this.#inArena("score", (arena) => {
        const run = new TokenRun(this.#program, [window.to - window.from], arena);
        return drive(scoreTokens(run, ids, window), { signal, onEvent: () => undefined });
      });
      logProbabilities.push(...scored);
    }
    const sum = logProbabilities.reduce((a, b) => a + b, 0);
    const perplexity = Math.exp(-sum / Math.max(1, logProbabilities.length));
    return { tokens: ids.slice(1), logProbabilities, perplexity };
  }

  async scores(ids: readonly number[], { signal }: ScoreOptions = {}): Promise<Float32Array> {
    this.#checkOpen();
    const { tokens, maximumLength } = this.description.text;
    checkIntegerBetween("scores", "ids.length", ids.length, 1, maximumLength);
    for (const [i, id] of ids.entries()) {
      checkIntegerBetween("scores", `ids[${i}]`, id, 0, tokens.vocabularySize - 1);
    }
    // A copy, as the caller may change them while the work goes on.
    const own = [...ids];
    return await this.#inArena("scores", (arena) => {
      const run = new TokenRun(this.#program, [own.length], arena);
      return drive(allScores(run, own), { signal, onEvent: () => undefined });
    });
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

  /** The ids of a text; of an empty one the begin token. */
  #encode(text: string): readonly number[] {
    const ids = this.tokenizer.encode(text);
    return ids.length > 0 ? ids : [this.description.text.tokens.begin];
  }

  /** Does work that has the arena for itself, and gives its memory back. */
  async #inArena<Result>(what: string, work: (arena: Arena) => Promise<Result>): Promise<Result> {
    this.#requests++;
    try {
      return await inTurn(this.#kernels, async () => {
        const close = openRegion(this.#kernels);
        const arena = openArena(this.#kernels, what);
        try {
          return await work(arena);
        } finally {
          for (const operation of arena.operations) this.#operations.add(operation);
          close();
        }
      });
    } finally {
      this.#requests--;
      this.#closeWhenIdle();
    }
  }

  #checkOpen(): void {
    if (this.#isDisposed) {
      throw new Error("LanguageModel: it has been disposed of; create another one");
    }
  }

  #closeWhenIdle(): void {
    if (!this.#isDisposed || this.#requests > 0 || this.#isClosed) return;
    this.#isClosed = true;
    this.#close();
  }
}
