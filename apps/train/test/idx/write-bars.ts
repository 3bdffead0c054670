import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRandom } from "@bnnkit/testing";

/** The bytes of an IDX file of unsigned bytes. */
export function idxBytes(shape: readonly number[], values: ArrayLike<number>): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 0x08, shape.length]);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, Uint8Array.from(values)]);
}

/** Side of an image of {@link writeBars}. */
export const barSize = 8;

/** Writes the four files of a data set with the names of MNIST: images with a bright bar, class 0 across, 1 upright, 2
 *  along the diagonal. The training files are plain, the test files gzip. */
export function writeBars(
  folder: string,
  { train = 60, test = 30 }: { readonly train?: number; readonly test?: number } = {},
): void {
  mkdirSync(folder, { recursive: true });
  const random = createRandom(7);
  for (const [prefix, count] of [["train", train] as const, ["t10k", test] as const]) {
    const labels = Array.from({ length: count }, (_, i) => i % 3);
    const pixels = labels.flatMap((label) => {
      const at = Math.floor(random.uniform() * barSize);
      return Array.from({ length: barSize ** 2 }, (_, i) => {
        const [row, column] = [Math.floor(i / barSize), i % barSize];
        const place = [row, column, (row + column) % barSize][label];
        return Math.floor(random.uniform() * 60) + (place === at ? 190 : 0);
      });
    });
    const files = [
      [`${prefix}-images-idx3-ubyte`, idxBytes([count, barSize, barSize], pixels)],
      [`${prefix}-labels-idx1-ubyte`, idxBytes([count], labels)],
    ] as const;
    for (const [name, bytes] of files) {
      if (prefix === "train") writeFileSync(join(folder, name), bytes);
      else writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes));
    }
  }
}
