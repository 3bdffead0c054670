import * as tf from "@tensorflow/tfjs";
import type { KeyValue } from "./attention.ts";
import { checkIds, padRows } from "./batch.ts";
import { type DecoderMemory, decode, decoderMemory } from "./decoder.ts";
import { encode } from "./encoder.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { withScope } from "./scope.ts";
import type { SpecialTokens } from "./special-tokens.ts";

export interface GreedyOptions {
  readonly tokens: SpecialTokens;
  /** Most tokens of a result. */
  readonly maximumLength: number;
  /** Sentences that are decoded together. */
  readonly batchSize: number;
}

/** Most probable next token, one after the other, with cached keys and values; ties go to the lower id.
 *  @returns target ids without begin and end, in the order of `sources`
 *  @throws RangeError for an empty source, a token outside the vocabulary, a length or size that is no integer ≥ 1, or a
 *    logit that is NaN */
export function greedyDecode(
  pass: ForwardPass,
  sources: readonly (readonly number[])[],
  options: GreedyOptions,
): number[][] {
  checkOptions(options, pass.config.vocabularySize);
  const byLength = sources.map((_, index) => index);
  byLength.sort((a, b) => sources[a].length - sources[b].length || a - b);
  const results: number[][] = sources.map(() => []);
  for (let first = 0; first < byLength.length; first += options.batchSize) {
    const indices = byLength.slice(first, first + options.batchSize);
    const batch = indices.map((index) => sources[index]);
    for (const [i, ids] of decodeBatch(pass, batch, options).entries()) results[indices[i]] = ids;
  }
  return results;
}

function checkOptions(
  { tokens, maximumLength, batchSize }: GreedyOptions,
  vocabularySize: number,
): void {
  for (const [name, value] of Object.entries({ maximumLength, batchSize })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new RangeError(`greedyDecode: ${name} must be an integer ≥ 1, got ${value}`);
    }
  }
  const { padding, begin, end } = tokens;
  for (const [name, id] of Object.entries({ padding, begin, end })) {
    if (!Number.isInteger(id) || id < 0 || id >= vocabularySize) {
      throw new RangeError(
        `greedyDecode: tokens.${name} must be a token id below ${vocabularySize}, got ${id}`,
      );
    }
  }
}

function decodeBatch(
  pass: ForwardPass,
  sources: readonly (readonly number[])[],
  options: GreedyOptions,
): number[][] {
  const memory = withScope(() => encodeSources(pass, sources, options.tokens.padding));
  try {
    return decodeFromMemory(pass, memory, { ...options, size: sources.length });
  } finally {
    disposeKeyValues(memory.layers);
    memory.mask.dispose();
  }
}

function decodeFromMemory(
  pass: ForwardPass,
  memory: DecoderMemory,
  { tokens, maximumLength, size }: GreedyOptions & { readonly size: number },
): number[][] {
  const results: number[][] = Array.from({ length: size }, () => []);
  const ended = new Set<number>();
  let ids = new Int32Array(size).fill(tokens.begin);
  let past: readonly KeyValue[] = [];
  try {
    for (let start = 0; start < Math.min(maximumLength, pass.config.maximumLength); start++) {
      const next = withScope(() => decodeToken(pass, { ids, size, start, memory, past }));
      disposeKeyValues(past);
      ({ ids, past } = next);
      for (const [row, id] of ids.entries()) {
        if (id === tokens.end) ended.add(row);
        if (!ended.has(row)) results[row].push(id);
      }
      if (ended.size === size) break;
    }
  } finally {
    disposeKeyValues(past);
  }
  return results;
}

function encodeSources(
  pass: ForwardPass,
  sources: readonly (readonly number[])[],
  padding: number,
): DecoderMemory {
  const { ids } = padRows(sources, padding);
  checkIds("greedyDecode: sources", ids, pass.config.vocabularySize);
  const memory = decoderMemory(pass, encode(pass, { ids, size: sources.length }, padding));
  keepKeyValues(memory.layers);
  tf.keep(memory.mask);
  return memory;
}

interface DecodingState {
  readonly ids: Int32Array;
  readonly size: number;
  readonly start: number;
  readonly memory: DecoderMemory;
  /** Empty before the first token. */
  readonly past: readonly KeyValue[];
}

function decodeToken(
  pass: ForwardPass,
  { ids, size, start, memory, past }: DecodingState,
): { ids: Int32Array<ArrayBuffer>; past: readonly KeyValue[] } {
  const decoded = decode(pass, { ids, size, start }, { memory, past });
  const logits = pass.arithmetic.logits(decoded.hidden);
  const best = argMaxRows(logits.dataSync(), size);
  keepKeyValues(decoded.past);
  return { ids: best, past: decoded.past };
}

function argMaxRows(values: ArrayLike<number>, rows: number): Int32Array<ArrayBuffer> {
  const columns = values.length / rows;
  const best = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let greatest = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column];
      if (value > greatest) {
        greatest = value;
        best[row] = column;
      } else if (Number.isNaN(value)) {
        throw new RangeError(
          `greedyDecode: logit ${column} of row ${row} must be a number, got NaN`,
        );
      }
    }
  }
  return best;
}

function keepKeyValues(layers: readonly KeyValue[]): void {
  for (const { key, value } of layers) {
    tf.keep(key);
    tf.keep(value);
  }
}

function disposeKeyValues(layers: readonly KeyValue[]): void {
  for (const { key, value } of layers) tf.dispose([key, value]);
}
