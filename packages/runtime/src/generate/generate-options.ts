import { checkIntegerBetween, checkPositiveInteger } from "@bnnkit/core";
import type { TextDescription } from "@bnnkit/model";
import type { Sampling } from "./choose-token.ts";
import type { GenerateOptions } from "./language-model.ts";

/** The options with what they leave out. */
export interface CheckedGeneration extends Sampling {
  readonly seed: number;
  /** Tokens that end a text. */
  readonly ends: ReadonlySet<number>;
  /** Most tokens to generate behind each prompt. */
  readonly maximumTokens: readonly number[];
}

const defaultTokens = 128;

/** @throws TypeError or RangeError naming the option, or the prompt that leaves no position. */
export function checkGeneration(
  where: string,
  options: GenerateOptions,
  { tokens, maximumLength }: TextDescription,
  prompts: readonly (readonly number[])[],
): CheckedGeneration {
  const { vocabularySize, end } = tokens;
  const { temperature = 0, topK = vocabularySize, topP = 1, seed = 0, stopTokens = [] } = options;
  if (!(Number.isFinite(temperature) && temperature >= 0)) {
    throw new RangeError(`${where}: temperature must be a finite number ≥ 0, got ${temperature}`);
  }
  checkPositiveInteger(where, "topK", topK);
  if (!(topP > 0 && topP <= 1)) {
    throw new RangeError(`${where}: topP must be in 0 < p ≤ 1, got ${topP}`);
  }
  checkIntegerBetween(where, "seed", seed, 0, 2 ** 32 - 1);
  for (const [i, token] of stopTokens.entries()) {
    checkIntegerBetween(where, `stopTokens[${i}]`, token, 0, vocabularySize - 1);
  }
  const wanted = options.maximumTokens ?? defaultTokens;
  checkPositiveInteger(where, "maximumTokens", wanted);
  const maximumTokens = prompts.map((prompt, i) => {
    checkPrompt(where, prompt, i, { maximumLength, vocabularySize });
    return Math.min(wanted, maximumLength - prompt.length);
  });
  return { temperature, topK, topP, seed, ends: new Set([end, ...stopTokens]), maximumTokens };
}

function checkPrompt(
  where: string,
  prompt: readonly number[],
  index: number,
  limits: { readonly maximumLength: number; readonly vocabularySize: number },
): void {
  const { maximumLength, vocabularySize } = limits;
  if (prompt.length >= maximumLength) {
    throw new RangeError(
      `${where}: prompts[${index}] must have fewer tokens than the model has positions (${maximumLength}), got ${prompt.length}`,
    );
  }
  checkIds(where, `prompts[${index}]`, prompt, vocabularySize);
}

/** @throws RangeError for an id that the model does not know. */
export function checkIds(
  where: string,
  name: string,
  ids: readonly number[],
  vocabularySize: number,
): void {
  for (const [i, id] of ids.entries()) {
    if (id < vocabularySize) continue;
    throw new RangeError(
      `${where}: ${name}: token ${i} must be below the model's vocabulary size (${vocabularySize}), got ${id}: the tokenizer is not the model's`,
    );
  }
}
