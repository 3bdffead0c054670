import { readCifarSet } from "../cifar/cifar-10.ts";
import { readIdxSet } from "./idx-set.ts";
import type { ImageFiles, ImageSet } from "./image-set.ts";

/** Reads images and their labels, whichever the format.
 *  @throws UsageError naming the file that is missing or malformed. */
export function readImageSet(files: ImageFiles): Promise<ImageSet> {
  return "batches" in files ? readCifarSet(files) : readIdxSet(files);
}
