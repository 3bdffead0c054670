import type { ImageSet } from "../digits/drawn-digits.ts";

interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

/** Reads an IDX file of bytes, gzipped or not.
 *
 *  LeCun, Cortes and Burges, https://yann.lecun.com/exdb/mnist/
 *  @throws RangeError naming the file, for another kind of file or one whose length is not what its sizes say. */
async function readIdx(file: File): Promise<IdxArray> {
  const bytes = await unzipped(file);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 4 || view.getUint16(0) !== 0 || bytes[2] !== 8)
    throw new RangeError(`${file.name}: is no IDX file of bytes, which begins with 00 00 08`);
  const axes = bytes[3] ?? 0;
  const header = 4 + 4 * axes;
  if (bytes.length < header) throw new RangeError(`${file.name}: is cut off within its header`);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, size) => product * size, 1);
  const values = bytes.subarray(header);
  if (values.length === expected) return { shape, values };
  throw new RangeError(
    `${file.name}: must hold ${shape.join(" × ")} = ${expected} values, got ${values.length}`,
  );
}

/** Images and labels of IDX files, apart for training and test: of as many as there are, at most 6,000, every sixth tests.
 *  @throws RangeError for files that do not belong together, images that are not of one channel, and labels beyond 63. */
export async function readIdxSets(
  imagesFile: File,
  labelsFile: File,
): Promise<{ readonly train: ImageSet; readonly test: ImageSet }> {
  const [images, labels] = await Promise.all([readIdx(imagesFile), readIdx(labelsFile)]);
  const [count = 0, height = 0, width = 0] = images.shape;
  if (images.shape.length !== 3)
    throw new RangeError(
      `${imagesFile.name}: must have 3 axes (count, height, width), got ${images.shape.length}`,
    );
  if (labels.shape.length !== 1 || labels.values.length !== count)
    throw new RangeError(
      `${labelsFile.name}: must hold ${count} labels, got ${labels.shape.join(" × ")}`,
    );
  if (count < 12 || height * width === 0)
    throw new RangeError(
      `${imagesFile.name}: must hold 12 images at least, got ${images.shape.join(" × ")}`,
    );
  const used = Math.min(count, 6000);
  if (labels.values.subarray(0, used).some((label) => label > 63))
    throw new RangeError(`${labelsFile.name}: labels must be less than 64`);
  const chosen = Array.from({ length: used }, (_, i) => i);
  const setOf = (indices: readonly number[]): ImageSet => {
    const size = height * width;
    const pixels = new Uint8Array(indices.length * size);
    for (const [i, index] of indices.entries())
      pixels.set(images.values.subarray(index * size, (index + 1) * size), i * size);
    const own = Uint8Array.from(indices, (index) => labels.values[index] ?? 0);
    return { count: indices.length, height, width, pixels, labels: own };
  };
  return {
    train: setOf(chosen.filter((i) => i % 6 !== 0)),
    test: setOf(chosen.filter((i) => i % 6 === 0)),
  };
}

async function unzipped(file: File): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
