import type { Extent, Padding, Window } from "@bnnkit/core";
import type { DescriptionFields } from "./description-fields.ts";

const mostPixels = 65_536;

/** The window in a field. */
export function decodeWindow(fields: DescriptionFields, key: string): Window {
  const inner = fields.object(key);
  const window: Window = {
    size: decodeExtent(inner, "size"),
    strides: decodeExtent(inner, "strides"),
    dilations: decodeExtent(inner, "dilations"),
    padding: decodePadding(inner.object("padding")),
  };
  inner.end();
  return window;
}

function decodeExtent(fields: DescriptionFields, key: string): Extent {
  const [height, width] = fields.integers(key, 2, 1, mostPixels);
  return [height, width];
}

function decodePadding(fields: DescriptionFields): Padding {
  const side = (key: string): number => fields.index(key, mostPixels);
  const padding: Padding = {
    top: side("top"),
    bottom: side("bottom"),
    left: side("left"),
    right: side("right"),
    value: fields.number("value"),
  };
  fields.end();
  return padding;
}
