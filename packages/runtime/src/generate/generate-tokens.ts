import { type ChosenToken, chooseToken } from "./choose-token.ts";
import type { CheckedGeneration } from "./generate-options.ts";
import { seededNumbers } from "./random.ts";
import type { TokenRow, TokenRun } from "./token-run.ts";

/** The tokens that were generated behind a prompt. */
export interface GeneratedTokens {
  readonly tokens: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly finish: "end" | "length";
}

/** Goes on with prompts, all by a token at a time. Yields after each run, so that the caller may stop or wait.
 *  @param onToken  Called with each token that does not end its text. */
export function* generateTokens(
  run: TokenRun,
  prompts: readonly (readonly number[])[],
  checked: CheckedGeneration,
  onToken: (text: number, token: number) => void,
): Generator<void, readonly GeneratedTokens[]> {
  yield* keepPrompts(run, prompts);
  const texts = prompts.map((prompt, text) => new GrowingText(text, prompt, checked));
  for (;;) {
    const live = texts.filter(({ finish }) => finish === undefined);
    if (live.length === 0) break;
    for (const group of groupsOf(live, run.capacity)) {
      const scores = run.score(group.map((text) => text.last));
      const size = scores.length / group.length;
      // All rows are read before any callback: what it allocates may detach the view.
      const chosen = group.map((text, i) => text.choose(scores.subarray(i * size, (i + 1) * size)));
      for (const [i, text] of group.entries()) {
        if (text.append(chosen[i])) onToken(text.index, chosen[i].token);
      }
      yield;
    }
  }
  return texts.map(({ tokens, logProbabilities, finish = "length" }) => ({
    ...{ tokens, logProbabilities, finish },
  }));
}

/** Keys and values of all but the last token of each prompt. */
function* keepPrompts(
  run: TokenRun,
  prompts: readonly (readonly number[])[],
): Generator<void, void> {
  for (const [text, prompt] of prompts.entries()) {
    const rows = prompt.slice(0, -1).map((id, position) => ({ text, position, id }));
    for (const group of groupsOf(rows, run.capacity)) {
      run.keep(group);
      yield;
    }
  }
}

/** A list in pieces of at most so many. */
export function groupsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** A prompt and what was generated behind it. */
class GrowingText {
  readonly index: number;
  readonly tokens: number[] = [];
  readonly logProbabilities: number[] = [];
  finish: GeneratedTokens["finish"] | undefined;
  /** What is computed next. */
  last: TokenRow;
  readonly #checked: CheckedGeneration;
  readonly #draw: () => number;

  constructor(index: number, prompt: readonly number[], checked: CheckedGeneration) {
    this.index = index;
    this.#checked = checked;
    this.#draw = seededNumbers(checked.seed);
    this.last = { text: index, position: prompt.length - 1, id: prompt[prompt.length - 1] };
  }

  choose(scores: Float32Array): ChosenToken {
    return chooseToken(scores, this.#checked, this.#draw);
  }

  /** @returns whether the token belongs to the text. */
  append({ token, logProbability }: ChosenToken): boolean {
    const { ends, maximumTokens } = this.#checked;
    if (ends.has(token)) {
      this.finish = "end";
      return false;
    }
    this.tokens.push(token);
    this.logProbabilities.push(logProbability);
    this.last = { text: this.index, position: this.last.position + 1, id: token };
    if (this.tokens.length >= maximumTokens[this.index]) this.finish = "length";
    return true;
  }
}
