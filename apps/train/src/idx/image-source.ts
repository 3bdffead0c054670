import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { cifarFiles, hasCifarBatches } from "../cifar/cifar-10.ts";
import { UsageError } from "../errors.ts";
import { fetchFashionMnist } from "./fashion-mnist.ts";
import type { ImageFiles } from "./image-set.ts";
import { mnistFiles, type SplitName } from "./mnist-files.ts";

/** The options that say where images are. */
export interface ImageSource {
  /** Folder with files of MNIST's names, or of CIFAR-10's. */
  readonly data?: string;
  readonly fashionMnist?: boolean;
  readonly trainImages?: string;
  readonly trainLabels?: string;
  readonly testImages?: string;
  readonly testLabels?: string;
}

/** The files of a set: those named one by one, the others by their names in the folder.
 *  @returns absolute paths
 *  @throws UsageError if nothing says where a file is, or a folder does not have it */
export async function imageFiles(
  source: ImageSource,
  split: SplitName,
  note: (text: string) => void,
): Promise<ImageFiles> {
  const images = split === "train" ? source.trainImages : source.testImages;
  const labels = split === "train" ? source.trainLabels : source.testLabels;
  if (images !== undefined && labels !== undefined) {
    return { images: resolve(images), labels: resolve(labels) };
  }
  const inFolder = await filesIn(await folderOf(source, split, note), split);
  if ("batches" in inFolder) {
    if (images === undefined && labels === undefined) return inFolder;
    throw new UsageError(
      `--${split}-${images === undefined ? "labels" : "images"}: --data holds CIFAR-10, whose images and labels are in one file; name both, or neither`,
    );
  }
  return {
    images: images === undefined ? inFolder.images : resolve(images),
    labels: labels === undefined ? inFolder.labels : resolve(labels),
  };
}

/** The files of a set in a folder, by their names. */
async function filesIn(folder: string, split: SplitName): Promise<ImageFiles> {
  const names = await readdir(folder).catch(() => []);
  return hasCifarBatches(names) ? cifarFiles(folder, split) : mnistFiles(folder, split);
}

async function folderOf(
  { data, fashionMnist }: ImageSource,
  split: SplitName,
  note: (text: string) => void,
): Promise<string> {
  if (data !== undefined && fashionMnist === true) {
    throw new UsageError("--data and --fashion-mnist exclude each other");
  }
  if (fashionMnist === true) return fetchFashionMnist({ note });
  if (data !== undefined) return data;
  throw new UsageError(
    `no images: name a folder with --data, or files with --${split}-images and --${split}-labels, or take --fashion-mnist`,
  );
}
