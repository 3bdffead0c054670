import { createKernels, type Isa } from "@bnnkit/kernels";
import { type ClassificationDescription, checkModel, type PackedModel } from "@bnnkit/model";
import { evaluateGraph, type Matrix } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { createClassifier, type Images, loadClassifier } from "../../src/index.ts";
import { randomModel } from "../random-model.ts";
import {
  byteNetworks,
  decodedNetworks,
  logicNetworks,
  mapNetworks,
  networks,
  outputNetworks,
  planeNetworks,
  refused,
  slicedNetworks,
  streamNetworks,
} from "./networks.ts";

const count = 67;
/** Relaxed SIMD, where there is such, runs in all other tests. */
const instructionSets: readonly Isa[] = ["js", "wasm-simd128"];

/** Random images for a network; more than fit one batch. */
function imagesFor({ graph }: ClassificationDescription, images = count): Images {
  const random = createRandom(11);
  const [input] = graph.inputs;
  if (input?.kind !== "map") throw new Error("a network must read a map");
  const length = images * input.height * input.width * input.features;
  return input.code[0].digit === "float32"
    ? Float32Array.from({ length }, () => random.normal())
    : Uint8Array.from({ length }, () => random.integer(0, 255));
}

function expectedScores(model: PackedModel, images: Images, i: number): Matrix {
  const { description } = model;
  if (description.task !== "classification") throw new Error("no classifier");
  const [input] = description.graph.inputs;
  if (input?.kind !== "map") throw new Error("a network must read a map");
  const { height, width, features } = input;
  const length = height * width * features;
  const data = Float64Array.from(images.subarray(i * length, (i + 1) * length));
  const pixels = { rows: height * width, columns: features, data };
  return evaluateGraph(model, description.graph, new Map([["image", pixels]]));
}

const all = [
  ...networks,
  ...outputNetworks,
  ...planeNetworks,
  ...byteNetworks,
  ...decodedNetworks,
  ...slicedNetworks,
  ...mapNetworks,
  ...streamNetworks,
  ...logicNetworks,
];

describe.each(all.map((network) => [network.name, network] as const))("%s", (_, network) => {
  const model = checkModel(randomModel(network, 3));
  const images = imagesFor(network);

  test.each(instructionSets)("gives the scores of the definition on %s", async (isa) => {
    using kernels = await createKernels({ isa });
    using classifier = createClassifier(model, kernels);
    const scores = await classifier.scores(images);
    expect(scores.length).toBe(count * classifier.classes);
    for (const i of [0, 1, 2, 63, 64, 66]) {
      const { data } = expectedScores(model, images, i);
      const largest = Math.max(1, ...data.map(Math.abs));
      data.forEach((expected, c) => {
        const actual = scores[i * classifier.classes + c] ?? Number.NaN;
        expect(Math.abs(actual - expected)).toBeLessThan(1e-5 * largest);
      });
    }
  });

  test("an image has the same scores alone", async () => {
    using kernels = await createKernels();
    using classifier = createClassifier(model, kernels);
    const all = await classifier.scores(images);
    const length = images.length / count;
    const alone = await classifier.scores(images.slice(65 * length, 66 * length));
    expect(alone).toEqual(all.slice(65 * classifier.classes, 66 * classifier.classes));
  });
});

test.each(refused.map(([network, reason]) => [network.name, network, reason] as const))(
  "%s are refused with the node and the reason",
  async (_, network, reason) => {
    using kernels = await createKernels({ isa: "js" });
    expect(() => createClassifier(randomModel(network, 1), kernels)).toThrow(reason);
  },
);

describe("a classifier", () => {
  const [network] = networks;
  if (network === undefined) throw new Error("there must be networks");
  const model = randomModel(
    { ...network, labels: Array.from({ length: 10 }, (_, c) => `class ${c}`) },
    3,
  );

  test("names the class of the greatest score", async () => {
    using kernels = await createKernels();
    using classifier = createClassifier(model, kernels);
    const images = imagesFor(network, 2);
    const scores = await classifier.scores(images);
    const [first] = await classifier.classify(images);
    const best = Math.max(...scores.subarray(0, 10));
    expect(first).toEqual({
      class: scores.indexOf(best),
      label: `class ${scores.indexOf(best)}`,
      score: best,
    });
  });

  test("of no images has no scores", async () => {
    using kernels = await createKernels();
    using classifier = createClassifier(model, kernels);
    expect(await classifier.classify(new Uint8Array(0))).toEqual([]);
  });

  test.each([
    ["a part of an image", new Uint8Array(38), /must hold 37 numbers each \(1×1×37\), got 38/],
    ["floats", new Float32Array(37), /must be a Uint8Array or Uint8ClampedArray.*got Float32Array/],
    ["signed bytes", new Int8Array(37), /got Int8Array/],
  ])("refuses %s", async (_, images, reason) => {
    using kernels = await createKernels({ isa: "js" });
    using classifier = createClassifier(model, kernels);
    await expect(classifier.scores(images)).rejects.toThrow(reason);
  });

  test("reports progress, and ends when it is told to", async () => {
    using kernels = await createKernels();
    using classifier = createClassifier(model, kernels);
    const done: number[] = [];
    const images = imagesFor(network, 150);
    await classifier.scores(images, { onProgress: (progress) => done.push(progress.done) });
    expect(done).toEqual([64, 128, 150]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(classifier.scores(images, { signal })).rejects.toThrow("enough");
    expect((await classifier.scores(images)).length).toBe(1500);
  });

  test("gives its memory back, and refuses work afterwards", async () => {
    using kernels = await createKernels({ isa: "js" });
    const before = kernels.mark();
    const classifier = createClassifier(model, kernels);
    const running = classifier.scores(imagesFor(network, 1));
    classifier.dispose();
    await running;
    expect(kernels.mark()).toBe(before);
    await expect(classifier.scores(imagesFor(network, 1))).rejects.toThrow(/disposed of/);
  });

  test("a page in the stead of a file is named", async () => {
    const page = new TextEncoder().encode("<!doctype html><title>moved</title>");
    await expect(loadClassifier(page)).rejects.toThrow(/HTML/);
  });
});
