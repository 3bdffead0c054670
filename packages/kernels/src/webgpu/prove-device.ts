import { packBipolar } from "@bnnkit/core";
import { pseudoRandom } from "../golden/pseudo-random.ts";
import { bgemm, bgemmInt32 } from "../reference/bgemm.ts";
import type { Convolution } from "./convolution.ts";
import type { DeviceResource } from "./device-matrix.ts";
import type { WebGpuKernels } from "./webgpu-kernels.ts";

/** Outputs of a device beside what they must be. */
interface Proof {
  readonly name: string;
  readonly actual: ArrayLike<number>;
  readonly expected: ArrayLike<number>;
}

/** One row more than a tile of either shape has, a column more than a square one, bits in three words and a part. */
const [OUT_FEATURES, IN_FEATURES] = [65, 107];
const rowCounts = [5, 65];

const map = { batch: 2, height: 4, width: 5, channels: 34 };
const convolution: Convolution = {
  ...{ batch: map.batch, height: map.height, width: map.width, kernelHeight: 3, kernelWidth: 2 },
  ...{ stride: [2, 1], dilation: [1, 2], padding: { top: 1, left: 1, right: 2 }, groups: 2 },
};
const [OUT_HEIGHT, OUT_WIDTH, OUT_CHANNELS] = [2, 6, 6];

/**
 * Runs every shader but those of {@link proveCodeGemm} on fixed data and compares with ±1 arithmetic: integers must be equal, floats within 2^−16 of the
 * largest magnitude of their output.
 *
 * @throws Error naming the first that differs.
 */
export async function proveDevice(kernels: WebGpuKernels): Promise<void> {
  for (const rows of rowCounts) {
    for (const proof of await proveGemm(kernels, rows)) check(proof);
  }
  for (const padWith of ["one", "zero"] as const) check(await proveConvolution(kernels, padWith));
}

/** The same for products of codes, which have more than one arithmetic to choose from. */
export async function proveCodeGemm(kernels: WebGpuKernels): Promise<void> {
  for (const rows of rowCounts) check(await proveCodes(kernels, rows));
}

/** Runs a body and disposes of what it hands over. */
async function owning<Result>(
  body: (own: <Resource extends DeviceResource>(resource: Resource) => Resource) => Promise<Result>,
): Promise<Result> {
  const owned: DeviceResource[] = [];
  try {
    return await body((resource) => {
      owned.push(resource);
      return resource;
    });
  } finally {
    for (const resource of owned) resource.dispose();
  }
}

function proveGemm(kernels: WebGpuKernels, rows: number): Promise<Proof[]> {
  const a = signs(rows * IN_FEATURES, 1);
  const weights = signs(OUT_FEATURES * IN_FEATURES, 2);
  const [scales, bias, slopes, rowScales] = [3, 4, 5, 6].map((seed) => floats(OUT_FEATURES, seed));
  const operands = { a, weights, rows, outFeatures: OUT_FEATURES, inFeatures: IN_FEATURES };
  return owning(async (own) => {
    const x = own(kernels.upload(packBipolar(a, rows, IN_FEATURES)));
    const w = own(kernels.upload(packBipolar(weights, OUT_FEATURES, IN_FEATURES)));
    const scaling = own(kernels.uploadScaling({ scales, bias, slopes }));
    const dots = own(kernels.gemmInt32(x, w));
    const scaled = own(kernels.gemm(x, w, scaling, rowScales.subarray(0, rows)));
    const { words } = await own(kernels.signs(scaled)).read();
    const [integers, y] = [await dots.read(), await scaled.read()];
    const columnScales = scales;
    return [
      { name: "signGemm", actual: integers, expected: bgemmInt32(operands) },
      {
        name: "scaled signGemm",
        actual: y,
        expected: bgemm({ ...operands, rowScales, columnScales, bias, slopes }),
      },
      { name: "signs", actual: words, expected: packBipolar(y, rows, OUT_FEATURES).words },
    ];
  });
}

function proveCodes(kernels: WebGpuKernels, rows: number): Promise<Proof> {
  const codes = Int8Array.from(floats(rows * IN_FEATURES, 7), (x) => Math.floor(128 * x));
  const weights = signs(OUT_FEATURES * IN_FEATURES, 8);
  codes.set([-128, 127, 0, -1]);
  const operands = { a: codes, weights, rows, outFeatures: OUT_FEATURES, inFeatures: IN_FEATURES };
  return owning(async (own) => {
    const x = own(kernels.uploadCodes(codes, rows, IN_FEATURES));
    const w = own(kernels.upload(packBipolar(weights, OUT_FEATURES, IN_FEATURES)));
    const actual = await own(kernels.gemmInt32(x, w)).read();
    return { name: "codeGemm", actual, expected: bgemmInt32(operands) };
  });
}

function proveConvolution(kernels: WebGpuKernels, padWith: "one" | "zero"): Promise<Proof> {
  const { batch, height, width, channels } = map;
  const pixels = signs(batch * height * width * channels, 9);
  const taps = convolution.kernelHeight * convolution.kernelWidth;
  const filters = signs(OUT_CHANNELS * taps * (channels / 2), 10);
  return owning(async (own) => {
    const x = own(kernels.upload(packBipolar(pixels, batch * height * width, channels)));
    const w = own(kernels.upload(packBipolar(filters, OUT_CHANNELS * taps, channels / 2)));
    const dots = own(kernels.convolveInt32(x, w, { ...convolution, padWith }));
    const expected = convolutionOf(pixels, filters, padWith === "one" ? 1 : 0);
    return { name: `convolution with ${padWith}-padding`, actual: await dots.read(), expected };
  });
}

/** Each group's filters times its patches. */
function convolutionOf(pixels: Int8Array, filters: Int8Array, padding: number): Int32Array {
  const [half, outPixels] = [OUT_CHANNELS / 2, map.batch * OUT_HEIGHT * OUT_WIDTH];
  const out = new Int32Array(outPixels * OUT_CHANNELS);
  for (const group of [0, 1]) {
    const dots = bgemmInt32({
      a: patches(pixels, group, padding),
      weights: filters.subarray((group * filters.length) / 2),
      ...{ rows: outPixels, outFeatures: half, inFeatures: filters.length / OUT_CHANNELS },
    });
    for (let pixel = 0; pixel < outPixels; pixel++) {
      const dotsOfPixel = dots.subarray(pixel * half, (pixel + 1) * half);
      out.set(dotsOfPixel, pixel * OUT_CHANNELS + group * half);
    }
  }
  return out;
}

/** What each output pixel sees of a group of channels. */
function patches(pixels: Int8Array, group: number, padding: number): Int8Array {
  const { batch, height, width, channels } = map;
  const { kernelHeight, kernelWidth, stride = [1, 1], dilation = [1, 1] } = convolution;
  const values: number[] = [];
  const see = (image: number, y: number, x: number): void => {
    const isInside = y >= 0 && x >= 0 && y < height && x < width;
    const from = ((image * height + y) * width + x) * channels + (group * channels) / 2;
    for (let c = 0; c < channels / 2; c++) values.push(isInside ? pixels[from + c] : padding);
  };
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < OUT_HEIGHT * OUT_WIDTH; position++) {
      const top = Math.floor(position / OUT_WIDTH) * stride[0] - 1;
      const left = (position % OUT_WIDTH) * stride[1] - 1;
      for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
        const [i, j] = [Math.floor(tap / kernelWidth), tap % kernelWidth];
        see(image, top + i * dilation[0], left + j * dilation[1]);
      }
    }
  }
  return Int8Array.from(values);
}

function check({ name, actual, expected }: Proof): void {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]));
  const tolerance = expected instanceof Float64Array ? 2 ** -16 * largest : 0;
  const isRight = Array.from(expected).every((x, i) => Math.abs(x - actual[i]) <= tolerance);
  if (!isRight || actual.length !== expected.length) {
    throw new Error(`${name} on WebGPU fails its golden self-test`);
  }
}

function signs(length: number, seed: number): Int8Array {
  return Int8Array.from(floats(length, seed), (x) => (x < 0 ? -1 : 1));
}

function floats(length: number, seed: number): Float32Array {
  const random = pseudoRandom(seed);
  return Float32Array.from({ length }, random);
}
