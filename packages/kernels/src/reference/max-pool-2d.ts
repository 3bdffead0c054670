import { type PoolShape, resolvePool } from "../convolution-shape.ts";

/** A map, channels last. */
export interface MapReference {
  /** images × height × width × features values */
  readonly map: ArrayLike<number>;
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly features: number;
}

/** `out[y,x,c] = max map[y·stride − top + i, x·stride − left + j, c]` over the window's pixels that lie in the map. */
export function maxPool2d(operands: MapReference & PoolShape): Float64Array {
  const { map, images, height, width, features } = operands;
  const pool = resolvePool("maxPool2d", operands, operands);
  const { size, strides, padding, outHeight, outWidth } = pool;
  const out = new Float64Array(images * outHeight * outWidth * features);
  out.fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < out.length; i++) {
    const pixel = Math.floor(i / features);
    const [x, y] = [pixel % outWidth, Math.floor(pixel / outWidth) % outHeight];
    const image = Math.floor(pixel / (outWidth * outHeight));
    for (let dy = 0; dy < size[0]; dy++) {
      for (let dx = 0; dx < size[1]; dx++) {
        const row = y * strides[0] - padding.top + dy;
        const column = x * strides[1] - padding.left + dx;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        const at = ((image * height + row) * width + column) * features + (i % features);
        out[i] = Math.max(out[i], map[at]);
      }
    }
  }
  return out;
}
