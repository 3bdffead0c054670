import { type Extent, slide, type Window } from "@bnnkit/core";

/** A map, channels last. */
export interface MapReference {
  /** images × height × width × features numbers */
  readonly map: ArrayLike<number>;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly features: number;
}

/** A window that slides over a map. */
export interface MapWindowReference extends MapReference {
  readonly window: Window;
}

/** The channels under each tap of a window, a row for each place: `window.padding.value` where a tap is outside the map. */
export function patches(operands: MapWindowReference): Float64Array {
  const { map, features, window } = operands;
  return Float64Array.from(
    pixelsUnder(operands).flatMap((pixels) =>
      pixels.flatMap((pixel) =>
        Array.from({ length: features }, (_, c) =>
          pixel < 0 ? window.padding.value : map[pixel * features + c],
        ),
      ),
    ),
  );
}

/** For each place of the window, image by image, the pixels under its taps line by line; −1 outside the map. */
export function pixelsUnder({
  images,
  height,
  width,
  window,
}: Omit<MapWindowReference, "map" | "features">): number[][] {
  const map: Extent = [height, width];
  const { size, strides, dilations, padding } = window;
  const [rows, columns] = slide("pixelsUnder", map, window);
  return Array.from({ length: images * rows * columns }, (_, place) => {
    const image = Math.floor(place / (rows * columns));
    const y = Math.floor(place / columns) % rows;
    return Array.from({ length: size[0] * size[1] }, (_, tap) => {
      const row = y * strides[0] - padding.top + Math.floor(tap / size[1]) * dilations[0];
      const column = (place % columns) * strides[1] - padding.left + (tap % size[1]) * dilations[1];
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      return isInside ? (image * height + row) * width + column : -1;
    });
  });
}
