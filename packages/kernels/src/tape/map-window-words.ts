import { slide, type Window } from "@bnnkit/core";
import { type Cell, size, words } from "./operand.ts";

/** A window that slides over maps, channels last; a vector is a map of one pixel. */
export interface MapWindow {
  /** Cell of the number of images. */
  readonly images: Cell;
  readonly height: number;
  readonly width: number;
  /** Channels of a pixel. */
  readonly features: number;
  readonly window: Window;
}

/** Places of the window on a map. */
export function placesOf(where: string, { height, width, window }: MapWindow): number {
  const [rows, columns] = slide(where, [height, width], window);
  return rows * columns;
}

/** The words in the order of map-window.ts. */
export function mapWindowWords(where: string, o: MapWindow): number[] {
  const { images, window } = o;
  const [height, width] = [size(where, "height", o.height), size(where, "width", o.width)];
  const { padding } = window;
  return [
    words(where, "images", images),
    ...[height, width, ...window.size, ...window.strides, ...window.dilations],
    ...[padding.top, padding.left, ...slide(where, [height, width], window)],
  ];
}
