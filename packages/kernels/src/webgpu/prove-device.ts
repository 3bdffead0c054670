import { packBipolar } from "@bnnkit/core";
import type { ConvolutionShape } from "../convolution-shape.ts";
import { pseudoRandom } from "../golden/pseudo-random.ts";
import { bconv2dInt32 } from "../reference/bconv2d.ts";
import { bgemm, bgemmInt32 } from "../reference/bgemm.ts";
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

/** Taps of 17 channels begin inside words; the second group does, too. */
const IMAGES = 2;
const shape: ConvolutionShape = {
  ...{ height: 4, width: 5, inFeatures: 34, outFeatures: 6, kernelSize: [3, 2], groups: 2 },
  ...{ strides: [2, 1], dilations: [1, 2] },
};
const FILTER_FEATURES = (3 * 2 * 34) / 2;

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
  for (const value of [1, 0] as const) check(await proveConvolution(kernels, value));
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
  const [columnScales, bias, slopes, rowScales] = [3, 4, 5, 6].map((seed) =>
    floats(OUT_FEATURES, seed),
  );
  const operands = { a, weights, rows, outFeatures: OUT_FEATURES, inFeatures: IN_FEATURES };
  return owning(async (own) => {
    const x = own(kernels.upload(packBipolar(a, rows, IN_FEATURES)));
    const w = own(kernels.upload(packBipolar(weights, OUT_FEATURES, IN_FEATURES)));
    const scaling = own(kernels.uploadScaling({ columnScales, bias, slopes }));
    const dots = own(kernels.bgemmInt32(x, w));
    const scaled = own(kernels.bgemm(x, w, scaling, rowScales.subarray(0, rows)));
    const { words } = await own(kernels.signs(scaled)).read();
    const [integers, y] = [await dots.read(), await scaled.read()];
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
    const actual = await own(kernels.bgemmInt32(x, w)).read();
    return { name: "codeGemm", actual, expected: bgemmInt32(operands) };
  });
}

function proveConvolution(kernels: WebGpuKernels, value: 0 | 1): Promise<Proof> {
  const { height, width, inFeatures, outFeatures } = shape;
  const pixels = IMAGES * height * width;
  const map = signs(pixels * inFeatures, 9);
  const weights = signs(outFeatures * FILTER_FEATURES, 10);
  const padded = { ...shape, padding: { value, top: 1, bottom: 0, left: 1, right: 2 } };
  return owning(async (own) => {
    const x = own(kernels.upload(packBipolar(map, pixels, inFeatures)));
    const w = own(kernels.upload(packBipolar(weights, outFeatures, FILTER_FEATURES)));
    const actual = await own(kernels.bconv2dInt32(x, w, padded)).read();
    const expected = bconv2dInt32({ ...padded, map, weights, images: IMAGES });
    return { name: `convolution padded with ${value}`, actual, expected };
  });
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
