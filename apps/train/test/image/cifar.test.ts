import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cifarBytes, cifarData } from "../cifar/cifar-bytes.ts";
import { runInProcess } from "../command-line.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";

test("trains on colour images, names their classes, and scores the packed network", async () => {
  const folder = scratchFolder(cifarData(4));
  const out = join(folder, "run");
  const { code, errors } = await runInProcess([
    ...["image", "--data", folder, "--out", out, "--system", "float", "--network", "cnn"],
    ...["--filters", "2", "--units", "4", "--epochs", "2", "--batch", "10"],
    ...["--native-matmul", "off"],
  ]);
  expect(errors).toContain("20 images of 32 × 32 × 3 and 10 classes; 4 to test");
  expect(code).toBe(0);
  const model = join(out, "model.safetensors");
  const evaluate = ["evaluate-images", "--data", folder, "--model", model, "--json"];
  const { images, labels, data } = JSON.parse((await runInProcess(evaluate)).output);
  expect({ images, data }).toEqual({ images: 4, data: join(folder, "test_batch.bin") });
  expect(labels.slice(0, 2)).toEqual(["airplane", "automobile"]);
  writeFileSync(join(folder, "test_batch.bin"), cifarBytes([1, 2, 3, 4]).subarray(1));
  const cut = await runInProcess(evaluate);
  expect(cut.errors).toContain("record 0 has 3072 of 3073 bytes");
  expect(cut.code).toBe(2);
});
