import { UsageError } from "../errors.ts";
import type { IdxFiles, ImageSet } from "./image-set.ts";
import { readIdx } from "./read-idx.ts";

/** Reads images `[count, height, width]` or `[count, height, width, channels]` and their labels `[count]`.
 *  @throws UsageError naming the file that is missing, malformed, empty, or of another length than the other. */
export async function readIdxSet(files: IdxFiles): Promise<ImageSet> {
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
