import { join } from "node:path";
import { expect, test } from "vitest";
import { imageFiles } from "../../src/idx/image-source.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";

const note = (): void => undefined;

test("finds MNIST's names, plain before compressed, with a dot, too", async () => {
  const data = scratchFolder({
    "train-images-idx3-ubyte": "",
    "train-images-idx3-ubyte.gz": "",
    "train-labels.idx1-ubyte.gz": "",
    "t10k-images-idx3-ubyte.gz": "",
    "t10k-labels-idx1-ubyte": "",
  });
  expect(await imageFiles({ data }, "train", note)).toEqual({
    images: join(data, "train-images-idx3-ubyte"),
    labels: join(data, "train-labels.idx1-ubyte.gz"),
  });
  expect(await imageFiles({ data, testLabels: "/else/where" }, "test", note)).toEqual({
    images: join(data, "t10k-images-idx3-ubyte.gz"),
    labels: "/else/where",
  });
});

test("files named one by one need no folder", async () => {
  const named = { trainImages: "/a", trainLabels: "/b" };
  expect(await imageFiles(named, "train", note)).toEqual({ images: "/a", labels: "/b" });
  await expect(imageFiles(named, "test", note)).rejects.toThrow(
    "no images: name a folder with --data, or files with --test-images and --test-labels",
  );
});

test("says which file a folder lacks", async () => {
  const data = scratchFolder({ "train-images-idx3-ubyte": "" });
  await expect(imageFiles({ data }, "train", note)).rejects.toThrow(
    `--data ${data}: has no train-labels-idx1-ubyte, nor train-labels-idx1-ubyte.gz`,
  );
  const absent = join(data, "absent");
  await expect(imageFiles({ data: absent }, "train", note)).rejects.toThrow(
    `--data ${absent}: ENOENT: no such file or directory`,
  );
  await expect(imageFiles({ data, fashionMnist: true }, "train", note)).rejects.toThrow(
    "--data and --fashion-mnist exclude each other",
  );
});
