import { UsageError } from "../errors.ts";
import { readIdx } from "./read-idx.ts";

/** Images of bytes, and the class of each. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[count, height, width, channels]`. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Where the images and their labels are. */
export interface ImageFiles {
  readonly images: string;
  readonly labels: string;
}

/** Reads images `[count, height, width]` or `[count, height, width, channels]` and their labels `[count]`.
 *  @throws UsageError naming the file that is missing, malformed, empty, or of another length than the other. */
export async function readImageSet(files: ImageFiles): Promise<ImageSet> {
  const { shape, values: images } = await readIdx(files.images);
  const labels = await readIdx(files.labels);
  if (shape.length !== 3 && shape.length !== 4) {
    const kind = shape.length === 1 ? " as labels have; are the two files in the other order?" : "";
    throw new UsageError(
      `${files.images}: images must have 3 or 4 axes, got ${shape.length}${kind}`,
    );
  }
  if (labels.shape.length !== 1) {
    throw new UsageError(`${files.labels}: labels must have 1 axis, got ${labels.shape.length}`);
  }
  const [count, height, width, channels = 1] = shape;
  if (images.length === 0) {
    throw new UsageError(`${files.images}: holds no pixel: ${shape.join(" × ")}`);
  }
  if (labels.values.length !== count) {
    throw new UsageError(
      `${files.labels}: has ${labels.values.length} labels for the ${count} images of ${files.images}`,
    );
  }
  return { count, height, width, channels, images, labels: labels.values };
}

/** "28 × 28 × 1": height, width, channels. */
export function sizeOf({
  height,
  width,
  channels,
}: Pick<ImageSet, "height" | "width" | "channels">): string {
  return `${height} × ${width} × ${channels}`;
}

/** Refuses labels that are no class.
 *  @param where  the file, for messages
 *  @throws UsageError naming the first such label and its place. */
export function checkLabels(where: string, labels: Uint8Array, classes: number): void {
  const index = labels.findIndex((label) => label >= classes);
  if (index < 0) return;
  throw new UsageError(
    `${where}: label ${labels[index]} at ${index} is none of the ${classes} classes, 0 to ${classes - 1}`,
  );
}
