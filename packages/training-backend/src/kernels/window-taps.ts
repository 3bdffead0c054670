import type { WindowGeometry } from "./window-geometry.ts";

/** Taps of one window. */
export function tapCount({ window: [depth, height, width] }: WindowGeometry): number {
  return depth * height * width;
}

/** Elements of one image without its channels, in the input and in the output. */
export function pixelCounts({ input, output }: WindowGeometry): { input: number; output: number } {
  return {
    input: input[0] * input[1] * input[2],
    output: output[0] * output[1] * output[2],
  };
}

/** Calls `visit` for every tap of every window that lies inside the input, of one image: with the number of the input
 *  pixel, of the output pixel and of the tap, each in row-major order. */
export function forEachTap(
  { input, output, window, strides, dilations, padding }: WindowGeometry,
  visit: (inputPixel: number, outputPixel: number, tap: number) => void,
): void {
  let outputPixel = 0;
  for (let depth = 0; depth < output[0]; depth++) {
    for (let row = 0; row < output[1]; row++) {
      for (let column = 0; column < output[2]; column++, outputPixel++) {
        let tap = 0;
        for (let d = 0; d < window[0]; d++) {
          const z = depth * strides[0] - padding[0] + d * dilations[0];
          for (let r = 0; r < window[1]; r++) {
            const y = row * strides[1] - padding[1] + r * dilations[1];
            const inside = z >= 0 && z < input[0] && y >= 0 && y < input[1];
            for (let c = 0; c < window[2]; c++, tap++) {
              const x = column * strides[2] - padding[2] + c * dilations[2];
              if (inside && x >= 0 && x < input[2]) {
                visit((z * input[1] + y) * input[2] + x, outputPixel, tap);
              }
            }
          }
        }
      }
    }
  }
}
