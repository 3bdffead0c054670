/** −1 below 0, else +1. */
export const sign = (value: number): number => (value < 0 ? -1 : 1);

/** `[rows, inner] · [inner, columns]`, row-major. */
export function multiply(
  a: readonly number[],
  b: readonly number[],
  [rows, inner, columns]: readonly [number, number, number],
): number[] {
  const out: number[] = [];
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a[r * inner + k]! * b[k * columns + c]!;
      out.push(sum);
    }
  return out;
}

export interface Convolution {
  /** Height, width, channels. */
  readonly map: readonly [number, number, number];
  /** Height, width, filters. */
  readonly kernel: readonly [number, number, number];
  readonly stride: number;
  readonly dilation: number;
  /** Rows and columns before the map, and what stands there and behind it. */
  readonly before: readonly [number, number];
  readonly outside: number;
  readonly output: readonly [number, number];
}

/** One image, channels last, window by window. */
export function convolve(
  x: readonly number[],
  weights: readonly number[],
  { map, kernel, stride, dilation, before, outside, output }: Convolution,
): number[] {
  const [height, width, channels] = map;
  const [kernelHeight, kernelWidth, filters] = kernel;
  const pixel = (row: number, column: number, channel: number): number =>
    row < 0 || row >= height || column < 0 || column >= width
      ? outside
      : x[(row * width + column) * channels + channel]!;
  const out: number[] = [];
  for (let row = 0; row < output[0]; row++)
    for (let column = 0; column < output[1]; column++)
      for (let filter = 0; filter < filters; filter++) {
        let sum = 0;
        for (let i = 0; i < kernelHeight; i++)
          for (let j = 0; j < kernelWidth; j++)
            for (let channel = 0; channel < channels; channel++) {
              const value = pixel(
                row * stride + i * dilation - before[0],
                column * stride + j * dilation - before[1],
                channel,
              );
              sum +=
                value * weights[((i * kernelWidth + j) * channels + channel) * filters + filter]!;
            }
        out.push(sum);
      }
  return out;
}
