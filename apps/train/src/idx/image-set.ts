import { UsageError } from "../errors.ts";

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

/** Images and labels in a file each, as IDX has them. */
export interface IdxFiles {
  readonly images: string;
  readonly labels: string;
}

/** Images beside their labels, as CIFAR-10 has them. */
export interface CifarFiles {
  /** In their order. */
  readonly batches: readonly string[];
}

/** Where the images and their labels are. */
export type ImageFiles = IdxFiles | CifarFiles;

/** The files that hold the images, as messages name them. */
export function imagesIn(files: ImageFiles): string {
  return "batches" in files ? files.batches.join(", ") : files.images;
}

/** The files that hold the labels, as messages name them. */
export function labelsIn(files: ImageFiles): string {
  return "batches" in files ? files.batches.join(", ") : files.labels;
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
