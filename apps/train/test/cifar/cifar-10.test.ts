import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cifarFiles, readCifarSet } from "../../src/cifar/cifar-10.ts";
import { imageFiles } from "../../src/idx/image-source.ts";
import { readImageSet } from "../../src/idx/read-image-set.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { cifarBytes, cifarData, recordBytes } from "./cifar-bytes.ts";

const note = (): void => undefined;

test("batches follow one another, and planes become pixels", async () => {
  const first = cifarBytes([3, 10, 20, 30], [9, 0, 128, 255]);
  first[1 + 1] = 11; // red of the second pixel
  const folder = scratchFolder({ a: first, b: cifarBytes([0, 1, 2, 3]) });
  const set = await readCifarSet({ batches: [join(folder, "a"), join(folder, "b")] });
  expect(set).toMatchObject({ count: 3, height: 32, width: 32, channels: 3 });
  expect([...set.labels]).toEqual([3, 9, 0]);
  expect([...set.images.subarray(0, 9)]).toEqual([10, 20, 30, 11, 20, 30, 10, 20, 30]);
  expect([...set.images.subarray(3072, 3075)]).toEqual([0, 128, 255]);
  expect([...set.images.subarray(-3)]).toEqual([1, 2, 3]);
});

test("a folder with its files is found by --data, in the order of the batches", async () => {
  const data = scratchFolder(cifarData(2));
  const train = await imageFiles({ data }, "train", note);
  expect(train).toEqual({
    batches: [1, 2, 3, 4, 5].map((number) => join(data, `data_batch_${number}.bin`)),
  });
  expect(await imageFiles({ data }, "test", note)).toEqual({
    batches: [join(data, "test_batch.bin")],
  });
  expect(await readImageSet(train)).toMatchObject({ count: 10, channels: 3 });
  await expect(imageFiles({ data, trainLabels: "/a" }, "train", note)).rejects.toThrow(
    "--train-labels: --data holds CIFAR-10, whose images and labels are in one file",
  );
  rmSync(join(data, "data_batch_2.bin"));
  rmSync(join(data, "data_batch_5.bin"));
  await expect(cifarFiles(data, "train")).rejects.toThrow(
    `--data ${data}: has no data_batch_2.bin, data_batch_5.bin of CIFAR-10`,
  );
});

test.each([
  ["nothing", Buffer.alloc(0), "holds no image"],
  [
    "half a record",
    cifarBytes([1, 2, 3, 4], [5, 6, 7, 8]).subarray(0, recordBytes + 100),
    "is no batch of CIFAR-10, or cut off: record 1 has 100 of 3073 bytes",
  ],
  [
    "a label beyond nine",
    cifarBytes([9, 0, 0, 0], [10, 0, 0, 0]),
    "is no batch of CIFAR-10: record 1 has the label 10, above 9",
  ],
])("%s is refused, naming the file", async (_, content, message) => {
  const path = join(scratchFolder({ "test_batch.bin": content }), "test_batch.bin");
  const reason = await readCifarSet({ batches: [path] }).catch((error: Error) => error);
  expect(reason).toMatchObject({ name: "UsageError", message: `${path}: ${message}` });
});
