import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { fetchFashionMnist } from "./fashion-mnist.ts";
import type { ImageFiles } from "./image-set.ts";
import { mnistFiles, type SplitName } from "./mnist-files.ts";

/** The options that say where images are. */
export interface ImageSource {
  /** Folder with files of MNIST's names. */
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
  const inFolder = await mnistFiles(await folderOf(source, split, note), split);
  return {
    images: images === undefined ? inFolder.images : resolve(images),
    labels: labels === undefined ? inFolder.labels : resolve(labels),
  };
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
