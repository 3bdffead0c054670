import type { Window } from "@bnnkit/core";
import type { MapWindow } from "../tape/map-window-words.ts";
import type { TapeBuilder } from "../tape/tape-builder.ts";
import type { GoldenData } from "./golden-data.ts";

/** Windows over maps of numbers and of bits, with a margin on each side. */
export function writeGoldenMaps(tape: TapeBuilder, data: GoldenData): void {
  const window: Window = {
    ...{ size: [2, 3], strides: [1, 2], dilations: [2, 1] },
    padding: { top: 1, bottom: 1, left: 2, right: 0, value: 1 },
  };
  const [places, taps] = [2 * 2, 2 * 3];
  const shape = { images: data.ints([1]), height: 2, width: 3, window };
  writePatches(tape, data, { ...shape, features: 17 }, places * taps);
  writePools(tape, data, { ...shape, features: 17 }, places);
}

function writePatches(
  tape: TapeBuilder,
  data: GoldenData,
  shape: MapWindow,
  pixelsOut: number,
): void {
  const { features } = shape;
  const out = (count: number): number => data.intOutput("patches", count);
  // Words of six pixels of two planes, of which the bits behind a row's features are 0.
  const bits = data.ints(Int32Array.from({ length: 6 * 2 * 4 }, (_, i) => (i % 4 ? 0 : 0x1a5a5)));
  tape
    .patches({ ...shape, x: data.x, element: "float32", out: out(pixelsOut * features) })
    .patches({ ...shape, x: data.x, element: "uint8", out: out((pixelsOut * features) / 4) })
    .patches({ ...shape, x: bits, element: "bits", planes: 2, out: out(4 * 2 * 4) });
}

function writePools(tape: TapeBuilder, data: GoldenData, shape: MapWindow, places: number): void {
  const size = places * shape.features;
  const floats = { ...shape, x: data.x, element: "float32" } as const;
  const integers = { ...floats, element: "int32" } as const;
  tape
    .maxPool2d({ ...floats, out: data.floatOutput("maxPool2d", size) })
    .maxPool2d({ ...integers, out: data.intOutput("maxPool2d", size) })
    .meanPool2d({ ...floats, out: data.floatOutput("meanPool2d", size) })
    .meanPool2d({ ...integers, out: data.floatOutput("meanPool2d", size) });
}
