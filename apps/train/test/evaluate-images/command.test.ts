import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ClassificationDescription, type Tensor, writeModel } from "@bnnkit/model";
import { modelUrl } from "@bnnkit/model-en-de";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runInProcess } from "../command-line.ts";
import { idxBytes } from "../idx/write-bars.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-evaluate-images-"));
const path = (name: string): string => join(folder, name);

/** A model whose scores are the three channels of its pixel. */
function channels(digit: "uint8" | "float32"): Uint8Array {
  const description: ClassificationDescription = {
    name: "channels",
    task: "classification",
    labels: ["red", "green", "blue"],
    graph: {
      inputs: [{ name: "image", kind: "map", height: 1, width: 1, features: 3, code: [{ digit }] }],
      nodes: [
        {
          op: "dense",
          name: "scores",
          inputs: ["image"],
          outFeatures: 3,
          weights: { tensor: "weights", code: [{ digit: "float32" }] },
          bias: false,
        },
      ],
      output: "scores",
    },
  };
  const identity: Tensor = {
    dtype: "F32",
    shape: [3, 3],
    data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  };
  return writeModel({
    description,
    tensors: new Map([["weights.weights", identity]]),
    metadata: {},
  });
}

beforeAll(() => {
  const pixels = [
    ...[255, 0, 0], // red
    ...[3, 200, 100], // green
    ...[0, 9, 8], // said to be blue
    ...[0, 0, 7], // blue
  ];
  writeFileSync(path("t10k-images-idx3-ubyte"), idxBytes([4, 1, 1, 3], pixels));
  writeFileSync(path("t10k-labels-idx1-ubyte"), idxBytes([4], [0, 1, 2, 2]));
  writeFileSync(path("grey"), idxBytes([4, 1, 2], pixels.slice(0, 8)));
  writeFileSync(path("row"), idxBytes([4, 1, 3], pixels));
  writeFileSync(path("four-classes"), idxBytes([4], [0, 1, 2, 3]));
  writeFileSync(path("model"), channels("uint8"));
  writeFileSync(path("float-model"), channels("float32"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const command = (...args: string[]): string[] => [
  "evaluate-images",
  ...["--data", folder, "--model", path("model")],
  ...args,
];

test("says what is right, and what the others are taken for", async () => {
  const { code, output, errors } = await runInProcess(command());
  expect(errors).toBe("");
  expect(code).toBe(0);
  const [data, accuracy, red, green, blue] = output.split("\n");
  expect(data).toBe(`data      ${path("t10k-images-idx3-ubyte")}: 4 images`);
  expect(accuracy).toBe("accuracy  75.00 %");
  expect(red).toBe("  red    1 of 1 right");
  expect(green).toBe("  green  1 of 1 right");
  expect(blue).toBe("  blue   1 of 2 right; 1 taken for green");
});

test("as one JSON object", async () => {
  const { output } = await runInProcess(command("--json"));
  const evaluation = JSON.parse(output);
  expect(evaluation).toMatchObject({
    model: path("model"),
    data: path("t10k-images-idx3-ubyte"),
    images: 4,
    accuracy: 0.75,
    confusion: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ],
    labels: ["red", "green", "blue"],
  });
  expect(evaluation.imagesPerSecond).toBeGreaterThan(0);
});

test("a model that reads one row takes the pixels of an image as that", async () => {
  const { output } = await runInProcess(command("--json", "--test-images", path("row")));
  expect(JSON.parse(output)).toMatchObject({ images: 4, accuracy: 0.75 });
});

describe("a wrong file or argument gives exit code 2", () => {
  test.each([
    [
      "no images",
      () => ["evaluate-images", "--model", path("model")],
      "no images: name a folder with --data, or files with --test-images",
    ],
    ["no model", () => command("--model", path("grey")), `${path("grey")}: `],
    [
      "a missing model",
      () => command("--model", path("none")),
      `${path("none")}: cannot be read: ENOENT`,
    ],
    [
      "a model of text",
      () => command("--model", fileURLToPath(modelUrl)),
      `${fileURLToPath(modelUrl)}: `,
    ],
    [
      "a model of floats",
      () => command("--model", path("float-model")),
      "reads float32 pixels, and files of images hold bytes",
    ],
    [
      "images of another size",
      () => command("--test-images", path("grey")),
      `images are 1 × 2 × 1, ${path("model")} reads 1 × 1 × 3`,
    ],
    [
      "labels beyond the classes",
      () => command("--test-labels", path("four-classes")),
      "label 3 at 3 is none of the 3 classes, 0 to 2",
    ],
  ])("%s", async (_, args, message) => {
    const { code, output, errors } = await runInProcess(args());
    expect(errors).toContain(`error: `);
    expect(errors).toContain(message);
    expect(errors).not.toContain("    at ");
    expect({ code, output }).toEqual({ code: 2, output: "" });
  });
});
