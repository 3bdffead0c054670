import { installTrainingBackend } from "@bnnkit/training-backend";
import * as tf from "@tensorflow/tfjs";
import { UsageError } from "../errors.ts";
import type { ImageSet } from "../idx/image-set.ts";
import { imageBatch } from "../image/image-batch.ts";
import { readImageRun } from "../image/image-run-state.ts";
import { loadImageSplits } from "../image/image-splits.ts";
import { defaultPatchShape } from "../image/patch-systems.ts";
import { openTeacher } from "../image/teacher.ts";
import { type AttendedImage, drawKeptAttention } from "./draw-kept-attention.ts";

export interface KeptAttentionOptions {
  /** Folder of a run of `image` on a Transformer of patches with attention of zeros and ones. */
  readonly run: string;
  /** Numbers of test images. */
  readonly images: readonly number[];
}

/** A picture in SVG of what the patch in the middle of images keeps, by layer and head.
 *  @throws UsageError if the folder holds no such run, or there is no such test image. */
export async function keptAttention({ run, images }: KeptAttentionOptions): Promise<string> {
  const { config } = await readImageRun("--run", run);
  await installTrainingBackend({ nativeMatMul: config.nativeMatMul });
  const splits = await loadImageSplits(config);
  checkImages(images, splits.test.count);
  using learner = await openTeacher(run, splits);
  const { heads, patch } = config.patches ?? defaultPatchShape;
  const layers = tf.tidy(() =>
    learner.keptAttention?.(imageBatch(splits.test, images))?.map((kept) => kept.arraySync()),
  );
  if (layers === undefined) {
    throw new UsageError(
      `--run: ${run} holds no attention of zeros and ones, but ${config.system}`,
    );
  }
  const names = layers.flatMap((_, layer) =>
    Array.from({ length: heads }, (_, head) => `${layer + 1}.${head + 1}`),
  );
  const attended = images.map((number, i): AttendedImage => {
    const { height, width } = splits.test;
    const [rows, columns] = [height / patch, width / patch];
    const query = Math.floor(rows / 2) * columns + Math.floor(columns / 2);
    const kept = layers.flatMap((ofHeads) =>
      ofHeads.map((ofImages) => ofImages[i][query].map((digit) => digit === 1)),
    );
    return { shades: shadesOf(splits.test, number), width, patch, query, kept };
  });
  return drawKeptAttention(attended, names);
}

/** Mean over the channels of each pixel. */
function shadesOf(
  { height, width, channels, images }: ImageSet,
  number: number,
): readonly number[] {
  const size = height * width;
  return Array.from({ length: size }, (_, i) => {
    const from = (number * size + i) * channels;
    return images.subarray(from, from + channels).reduce((sum, byte) => sum + byte, 0) / channels;
  });
}

function checkImages(images: readonly number[], count: number): void {
  for (const number of images) {
    if (number < count) continue;
    throw new UsageError(
      `--images: there are ${count} test images, 0 … ${count - 1}, got ${number}`,
    );
  }
}
