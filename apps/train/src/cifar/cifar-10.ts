import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { CifarFiles, ImageSet } from "../idx/image-set.ts";
import type { SplitName } from "../idx/mnist-files.ts";
import { readInput } from "../read-input.ts";

/** What the ten classes of CIFAR-10 show, and whose it is.
 *
 *  Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images */
export const cifar10: { readonly classNames: readonly string[]; readonly source: string } = {
  classNames: [
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
  ],
  source: "CIFAR-10 of Alex Krizhevsky (https://www.cs.toronto.edu/~kriz/cifar.html)",
};

const side = 32;
const channels = 3;
const planeBytes = side * side;
const imageBytes = channels * planeBytes;
/** A label and its image. */
const recordBytes = 1 + imageBytes;
/** Greatest content of a batch, bytes: thirty times the 30 MB of the original ones. */
const maximumBytes = 2 ** 30;

const batchNames: Readonly<Record<SplitName, readonly string[]>> = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`),
  test: ["test_batch.bin"],
};

/** Whether a folder with these files holds CIFAR-10 in binary form. */
export function hasCifarBatches(names: readonly string[]): boolean {
  return Object.values(batchNames).some((batches) => batches.some((name) => names.includes(name)));
}

/** The batches of a set in a folder: `data_batch_1.bin` to `data_batch_5.bin`, or `test_batch.bin`.
 *  @returns absolute paths
 *  @throws UsageError naming the batches that are not there. */
export async function cifarFiles(folder: string, split: SplitName): Promise<CifarFiles> {
  const names = await readdir(folder);
  const missing = batchNames[split].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    throw new UsageError(`--data ${folder}: has no ${missing.join(", ")} of CIFAR-10`);
  }
  return { batches: batchNames[split].map((name) => resolve(join(folder, name))) };
}

/** Reads batches of CIFAR-10 one behind the other as images `[count, 32, 32, 3]`.
 *  @throws UsageError naming the file and the record that is cut off or whose label is no class. */
export async function readCifarSet({ batches }: CifarFiles): Promise<ImageSet> {
  const contents: Buffer[] = [];
  for (const path of batches) {
    const bytes = await readInput(path, maximumBytes);
    checkRecords(path, bytes);
    contents.push(bytes);
  }
  const count = contents.reduce((sum, { length }) => sum + length / recordBytes, 0);
  const images = new Uint8Array(count * imageBytes);
  const labels = new Uint8Array(count);
  let image = 0;
  for (const bytes of contents) {
    for (let at = 0; at < bytes.length; at += recordBytes, image++) {
      labels[image] = bytes[at];
      const planes = bytes.subarray(at + 1, at + recordBytes);
      interleave(planes, images.subarray(image * imageBytes, (image + 1) * imageBytes));
    }
  }
  return { count, height: side, width: side, channels, images, labels };
}

/** @throws UsageError unless the bytes are whole records with labels below ten. */
function checkRecords(path: string, bytes: Uint8Array): void {
  const records = Math.floor(bytes.length / recordBytes);
  const rest = bytes.length % recordBytes;
  if (rest !== 0) {
    throw new UsageError(
      `${path}: is no batch of CIFAR-10, or cut off: record ${records} has ${rest} of ${recordBytes} bytes`,
    );
  }
  if (records === 0) throw new UsageError(`${path}: holds no image`);
  for (let record = 0; record < records; record++) {
    const label = bytes[record * recordBytes];
    if (label < cifar10.classNames.length) continue;
    throw new UsageError(
      `${path}: is no batch of CIFAR-10: record ${record} has the label ${label}, above 9`,
    );
  }
}

/** Turns planes of red, green and blue into pixels. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let i = 0; i < planeBytes; i++) {
    for (let channel = 0; channel < channels; channel++) {
      pixels[i * channels + channel] = planes[channel * planeBytes + i];
    }
  }
}
