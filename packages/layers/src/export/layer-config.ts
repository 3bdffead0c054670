import type { Extent } from "@bnnkit/core";
import type * as tf from "@tensorflow/tfjs";
import { refusal } from "./layer-export.ts";

/** A number of a layer's configuration. */
export function numberOf(layer: tf.layers.Layer, key: string): number {
  const value = layer.getConfig()[key];
  if (typeof value === "number") return value;
  throw refusal(layer, `must have a number as ${key}, got ${JSON.stringify(value)}`, "give it one");
}

/** Rows and columns; one row of a layer of sequences, which has a list of one number. */
export function extentOf(layer: tf.layers.Layer, key: string): Extent {
  const value = layer.getConfig()[key];
  if (typeof value === "number") return [value, value];
  const [height, width] = Array.isArray(value) && value.length === 1 ? [1, value[0]] : list(value);
  if (typeof height === "number" && typeof width === "number") return [height, width];
  throw refusal(
    layer,
    `must have two numbers as ${key}, got ${JSON.stringify(value)}`,
    "give it rows and columns",
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @throws RangeError unless the channels are the last axis. */
export function checkChannelsLast(layer: tf.layers.Layer): void {
  const { dataFormat } = layer.getConfig();
  if (dataFormat === undefined || dataFormat === null || dataFormat === "channelsLast") return;
  throw refusal(
    layer,
    `must have its channels last, got ${JSON.stringify(dataFormat)}`,
    'take dataFormat "channelsLast"',
  );
}

/** The margin that a layer asks for. */
export function paddingOf(layer: tf.layers.Layer): "valid" | "same" {
  const { padding } = layer.getConfig();
  if (padding === "valid" || padding === "same") return padding;
  throw refusal(
    layer,
    `must have padding "valid" or "same", got ${JSON.stringify(padding)}`,
    "take one of them",
  );
}
