import type { DecoderStep, SearchEvent, SearchTask } from "./decoder-step.ts";
import { extendPath, type Hypothesis, hypothesisOf, type Path } from "./hypothesis.ts";

export interface GreedyOptions {
  /** Exponent of the length penalty in the reported score (it decides nothing here). */
  readonly alpha: number;
  /** Called with each token of a sentence as it is chosen, the end token excepted. */
  readonly onToken?: (sentence: number, token: number) => void;
}

/** Follows the most probable token of each sentence until its end token or its maximum length;
 *  `step` gives the top 1 of each row. Yields after every step, so that the caller may stop, report or wait; returns one hypothesis per sentence. */
export function* greedySearch(
  step: DecoderStep,
  { begin, end, maximumLengths }: SearchTask,
  { alpha, onToken }: GreedyOptions,
): Generator<SearchEvent, readonly Hypothesis[]> {
  const paths: (Path | undefined)[] = maximumLengths.map(() => undefined);
  let live = maximumLengths.map((_, sentence) => sentence);
  let parents: readonly number[] = live;
  let tokens: readonly number[] = live.map(() => begin);
  while (live.length > 0) {
    const { ids, logProbabilities } = step(parents, tokens);
    const rows: number[] = [];
    const next: number[] = [];
    const finished: number[] = [];
    live.forEach((sentence, row) => {
      const token = ids[row];
      const path = extendPath(paths[sentence], token, logProbabilities[row]);
      paths[sentence] = path;
      if (token !== end) onToken?.(sentence, token);
      if (token === end || path.length >= maximumLengths[sentence]) {
        finished.push(sentence);
      } else {
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
