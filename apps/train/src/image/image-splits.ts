import { createHash } from "node:crypto";
import { seededIntegers, shuffle } from "../data/seeded-shuffle.ts";
import { UsageError } from "../errors.ts";
import { checkLabels, type ImageSet, imagesIn, labelsIn, sizeOf } from "../idx/image-set.ts";
import { readImageSet } from "../idx/read-image-set.ts";
import type { ImageConfig } from "./image-config.ts";

/** The images of a run. */
export interface ImageSplits {
  readonly train: ImageSet;
  /** Taken from the training images; undefined where none are. */
  readonly heldOut: ImageSet | undefined;
  readonly test: ImageSet;
  readonly classes: number;
  /** Over all of it, in hexadecimal. */
  readonly sha256: string;
}

/** Reads the images of a run and holds out what it says.
 *  @throws UsageError naming the file that is malformed or does not fit the others, or if too few images are left. */
export async function loadImageSplits(config: ImageConfig): Promise<ImageSplits> {
  const { data, classNames, validation, batch } = config;
  const all = await readImageSet(data.train);
  const test = await readImageSet(data.test);
  const classes = classNames.length > 0 ? classNames.length : 1 + greatest(all.labels);
  if (classes < 2) throw new UsageError(`${labelsIn(data.train)}: has one class only, 0`);
  checkLabels(labelsIn(data.train), all.labels, classes);
  checkLabels(labelsIn(data.test), test.labels, classes);
  if (sizeOf(all) !== sizeOf(test)) {
    throw new UsageError(
      `${imagesIn(data.test)}: images are ${sizeOf(test)}, those of ${imagesIn(data.train)} ${sizeOf(all)}`,
    );
  }
  const heldOutCount = Math.round(validation * all.count);
  const trainCount = all.count - heldOutCount;
  if (trainCount < batch) {
    throw new UsageError(
      `${imagesIn(data.train)}: ${trainCount} images to train on do not fill a batch of ${batch}; give --batch ${Math.max(1, trainCount)} at most`,
    );
  }
  const order = shuffle([...all.labels.keys()], seededIntegers(config.seed, 0));
  const isHeldOut = heldOutCount > 0;
  return {
    train: isHeldOut ? pick(all, order.slice(heldOutCount)) : all,
    heldOut: isHeldOut ? pick(all, order.slice(0, heldOutCount)) : undefined,
    test,
    classes,
    sha256: digest([all, test]),
  };
}

function pick(set: ImageSet, indices: readonly number[]): ImageSet {
  const { height, width, channels, images } = set;
  const size = height * width * channels;
  const picked = new Uint8Array(indices.length * size);
  for (const [i, index] of indices.entries()) {
    picked.set(images.subarray(index * size, (index + 1) * size), i * size);
  }
  const labels = Uint8Array.from(indices, (index) => set.labels[index]);
  return { ...set, count: indices.length, images: picked, labels };
}

function greatest(labels: Uint8Array): number {
  return labels.reduce((most, label) => Math.max(most, label), 0);
}

function digest(sets: readonly ImageSet[]): string {
  const hash = createHash("sha256");
  for (const set of sets) hash.update(sizeOf(set)).update(set.images).update(set.labels);
  return hash.digest("hex");
}
