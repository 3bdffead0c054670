import type { Convolution } from "../../src/webgpu/index.ts";

/** Operands of a convolution in ±1 arithmetic. */
export interface ConvolutionCase extends Convolution {
  readonly channels: number;
  readonly outChannels: number;
  /** [batch, height, width, channels] values ±1 */
  readonly map: Int8Array;
  /** [outChannels, kernelHeight, kernelWidth, channels / groups] values ±1 */
  readonly filters: Int8Array;
  readonly columnScales: Float32Array;
  readonly rowScales?: Float32Array;
  readonly bias?: Float32Array;
  readonly slopes?: Float32Array;
}

/** Height and width of the output. */
export function outputSize(c: Convolution): [height: number, width: number] {
  const { top = 0, left = 0, bottom = 0, right = 0 } = c.padding ?? {};
  const [strideY, strideX] = c.stride ?? [1, 1];
  const [dilationY, dilationX] = c.dilation ?? [1, 1];
  return [
    Math.floor((c.height + top + bottom - (c.kernelHeight - 1) * dilationY - 1) / strideY) + 1,
    Math.floor((c.width + left + right - (c.kernelWidth - 1) * dilationX - 1) / strideX) + 1,
  ];
}

/** `out[b,y,x,o] = Σ_{i,j,c} map[b, y·stride + i·dilation − top, x·stride + j·dilation − left, c]·filters[o,i,j,c]`, where the
 *  map is +1 or 0 outside. */
export function convolution(c: ConvolutionCase): Int32Array {
  const { batch = 1, groups = 1, outChannels } = c;
  const [outHeight, outWidth] = outputSize(c);
  const out: number[] = [];
  for (let b = 0; b < batch; b++)
    for (let y = 0; y < outHeight; y++)
      for (let x = 0; x < outWidth; x++)
        for (let o = 0; o < outChannels; o++) {
          const group = Math.floor(o / (outChannels / groups));
          out.push(dotAt(c, { b, y, x, o, group }));
        }
  return Int32Array.from(out);
}

interface Position {
  readonly b: number;
  readonly y: number;
  readonly x: number;
  readonly o: number;
  readonly group: number;
}

function dotAt(c: ConvolutionCase, { b, y, x, o, group }: Position): number {
  const [strideY, strideX] = c.stride ?? [1, 1];
  const [dilationY, dilationX] = c.dilation ?? [1, 1];
  const groupChannels = c.channels / (c.groups ?? 1);
  let dot = 0;
  for (let i = 0; i < c.kernelHeight; i++)
    for (let j = 0; j < c.kernelWidth; j++)
      for (let k = 0; k < groupChannels; k++) {
        const row = y * strideY + i * dilationY - (c.padding?.top ?? 0);
        const column = x * strideX + j * dilationX - (c.padding?.left ?? 0);
        const isInside = row >= 0 && column >= 0 && row < c.height && column < c.width;
        const pixel = (b * c.height + row) * c.width + column;
        const inside = c.map[pixel * c.channels + group * groupChannels + k];
        const outside = c.padWith === "zero" ? 0 : 1;
        const tap = (o * c.kernelHeight + i) * c.kernelWidth + j;
        dot += (isInside ? inside : outside) * c.filters[tap * groupChannels + k];
      }
  return dot;
}
