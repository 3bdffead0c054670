import * as tf from "@tensorflow/tfjs";
import type { Batch } from "../src/batch.ts";
import { binarizeFrom, type TransformerConfig } from "../src/config.ts";
import { initializeParameters, type Parameters } from "../src/parameters.ts";

/** Sizes are distinct where they may be. */
export const tinyConfig: TransformerConfig = {
  vocabularySize: 13,
  features: 12,
  heads: 2,
  feedForwardFeatures: 20,
  encoderLayers: 1,
  decoderLayers: 2,
  dropout: 0,
  maximumLength: 17,
  labelSmoothing: 0.1,
  extraNorms: true,
  binarize: binarizeFrom(false),
};

/** Token ids of the toy vocabulary. */
export const toyTokens = { padding: 0, begin: 1, end: 2 } as const;

export function variablesOf(parameters: Parameters): Map<string, tf.Variable> {
  return new Map(
    Object.entries(parameters).map(([name, { shape, values }]) => [
      name,
      tf.variable(tf.tensor(values, [...shape]), true),
    ]),
  );
}

export function tinyVariables(config: TransformerConfig, seed = 1): Map<string, tf.Variable> {
  return variablesOf(initializeParameters(config, seed));
}

/** A batch from rows of ids, padded to the longest row or to `lengths`. */
export function batchOf(
  sources: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  lengths: { readonly source?: number; readonly target?: number } = {},
): Batch {
  const sourceLength = lengths.source ?? Math.max(...sources.map((row) => row.length));
  const targetLength = lengths.target ?? Math.max(...targets.map((row) => row.length));
  const pad = (rows: readonly (readonly number[])[], length: number): Int32Array =>
    Int32Array.from(
      rows.flatMap((row) => [...row, ...new Array(length - row.length).fill(toyTokens.padding)]),
    );
  return {
    source: pad(sources, sourceLength),
    sourceLength,
    target: pad(targets, targetLength),
    targetLength,
    size: sources.length,
    padding: toyTokens.padding,
  };
}
