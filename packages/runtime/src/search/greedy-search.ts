import { allowedTokens, type NextToken, noAllowedToken } from "./allowed-tokens.ts";
import { extendPath, type Hypothesis, hypothesisOf, type Path } from "./hypothesis.ts";
import type { DecoderStep, SearchEvent, SearchTask, TopTokens } from "./search-step.ts";
import type { TokenConstraint } from "./token-constraint.ts";

export interface GreedyOptions {
  /** Exponent of the length penalty in the reported score (it decides nothing here). */
  readonly alpha: number;
  /** Called with each token of a sentence as it is chosen, the end token excepted. */
  readonly onToken?: (sentence: number, token: number) => void;
}

/** Follows the most probable token of each sentence (that its constraint allows) until its end token or its
 *  maximum length; `step` gives the top 1 of each row. Yields after every step, so that the caller may stop, report or wait; returns one hypothesis per sentence.
 *  @throws RangeError for a constraint that allows no token. */
export function* greedySearch(
  step: DecoderStep,
  { begin, end, maximumLengths, constraints = [] }: SearchTask,
  { alpha, onToken }: GreedyOptions,
): Generator<SearchEvent, readonly Hypothesis[]> {
  const paths: (Path | undefined)[] = maximumLengths.map(() => undefined);
  const states = [...constraints];
  let live = maximumLengths.map((_, sentence) => sentence);
  let parents: readonly number[] = live;
  let tokens: readonly number[] = live.map(() => begin);
  while (live.length > 0) {
    const top = step(parents, tokens);
    // All rows are read before any callback: what it allocates may detach the views.
    const chosen = live.map((sentence, row) =>
      choose(top, row, {
        constraint: states[sentence],
        generated: paths[sentence]?.length ?? 0,
        maximumLength: maximumLengths[sentence],
      }),
    );
    const rows: number[] = [];
    const next: number[] = [];
    const finished: number[] = [];
    live.forEach((sentence, row) => {
      const { token, logProbability } = chosen[row];
      const path = extendPath(paths[sentence], token, logProbability);
      paths[sentence] = path;
      if (token !== end) onToken?.(sentence, token);
      if (token === end || path.length >= maximumLengths[sentence]) {
        finished.push(sentence);
      } else {
        states[sentence] = states[sentence]?.after(token);
        rows.push(row);
        next.push(token);
      }
    });
    const computed = live.length;
    live = rows.map((row) => live[row]);
    parents = rows;
    tokens = next;
    yield { rows: computed, finished };
  }
  return paths.flatMap((path) => (path === undefined ? [] : [hypothesisOf(path, end, alpha)]));
}

interface Prefix {
  readonly constraint: TokenConstraint | undefined;
  readonly generated: number;
  readonly maximumLength: number;
}

/** The most probable token of a row that may follow a prefix. */
function choose(
  top: TopTokens,
  row: number,
  { constraint, generated, maximumLength }: Prefix,
): NextToken {
  if (constraint === undefined) {
    return { token: top.ids[row], logProbability: top.logProbabilities[row] };
  }
  const left = maximumLength - generated;
  const [best] = allowedTokens(top, row, { k: 1, count: 1, constraint, left });
  if (best === undefined) throw noAllowedToken(generated);
  return best;
}
