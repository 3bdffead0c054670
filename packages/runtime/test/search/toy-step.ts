import type { DecoderStep } from "../../src/search/search-step.ts";

/** A language model given by a function from a prefix (begin first) to the probabilities of the next token. */
export type ToyModel = (sentence: number, prefix: readonly number[]) => readonly number[];

/** The step of a toy model with the top k of each row; `log` receives every call. */
export function toyStep(
  model: ToyModel,
  k = 1,
  log: { parents: readonly number[]; tokens: readonly number[] }[] = [],
): DecoderStep {
  let rows: { sentence: number; prefix: number[] }[] | undefined;
  return (parents, tokens) => {
    log.push({ parents: [...parents], tokens: [...tokens] });
    const before = rows;
    rows = parents.map((parent, i) =>
      before === undefined
        ? { sentence: parent, prefix: [tokens[i]!] }
        : { sentence: before[parent]!.sentence, prefix: [...before[parent]!.prefix, tokens[i]!] },
    );
    const logits: Float32Array[] = [];
    const ids = new Int32Array(rows.length * k).fill(-1);
    const logProbabilities = new Float32Array(rows.length * k).fill(Number.NEGATIVE_INFINITY);
    rows.forEach(({ sentence, prefix }, row) => {
      logits[row] = Float32Array.from(model(sentence, prefix), (probability) =>
        Math.log(probability),
      );
      const ranked = [...logits[row]]
        .map((logProbability, id) => ({ id, logProbability }))
        .sort((a, b) => b.logProbability - a.logProbability || a.id - b.id);
      ranked.slice(0, k).forEach(({ id, logProbability }, rank) => {
        ids[row * k + rank] = id;
        logProbabilities[row * k + rank] = logProbability;
      });
    });
    return { ids, logProbabilities, logits: (row) => logits[row]! };
  };
}

/** Runs a generator to its end and returns what it returns. */
export function finish<Event, Result>(search: Generator<Event, Result>): Result {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** A model whose probabilities look random but depend on sentence and prefix alone. */
export function hashedModel(vocabularySize: number, seed: number): ToyModel {
  return (sentence, prefix) => {
    let state = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(sentence + 1, 0x85ebca6b);
    for (const token of prefix) state = Math.imul(state ^ (token + 7), 0xc2b2ae35) + 0x27d4eb2f;
    const weights = Array.from({ length: vocabularySize }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return 1 + ((state >>> 0) % 1000);
    });
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  };
}

/** Like {@link hashedModel} with log-probabilities that are eighths, so that sums of float32 are exact and ties
 *  frequent; the probabilities do not add up to 1. */
export function dyadicModel(vocabularySize: number, seed: number): ToyModel {
  const model = hashedModel(vocabularySize, seed);
  return (sentence, prefix) =>
    model(sentence, prefix).map((probability) =>
      Math.exp(Math.round(8 * Math.log(probability)) / 8),
    );
}
