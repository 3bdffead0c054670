import { type Code, int32, unsigned } from "@bnnkit/core";
import { type ClassificationDescription, checkModel, type PackedModel } from "@bnnkit/model";
import { evaluateGraph } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import {
  classifier,
  conv,
  dense,
  pool,
  sign,
  square,
} from "../../../../packages/runtime/test/classify/networks.ts";
import { randomModel } from "../../../../packages/runtime/test/random-model.ts";
import { checkScores } from "../../src/classify/check-scores.ts";
import { classifierShape } from "../../src/classify/float/classifier-shape.ts";
import { openOnnxClassifier } from "../../src/classify/float/onnx-classifier.ts";
import { pixelScale } from "../../src/classify/float/pixel-scale.ts";
import { openTfjsClassifier } from "../../src/classify/float/tfjs-classifier.ts";
import { type Images, imageLength, randomImages } from "../../src/classify/images.ts";

const open = {
  "tfjs-wasm": openTfjsClassifier,
  "onnxruntime-web": (model: PackedModel) =>
    openOnnxClassifier(model, { runtime: "onnxruntime-web", threads: 1 }),
};

const int8: Code = [{ digit: "int8" }];
const ternary: Code = [{ digit: "ternary" }];
const levels = { op: "threshold", thresholds: { perFeature: 3 }, flips: true } as const;
const padded = { ...square(3, 2, 1), dilations: [1, 1] } as const;

/** What the networks of the runtime's tests do not have. */
const networks: readonly ClassificationDescription[] = [
  classifier("several levels, of whole numbers and of floats", {}, [
    conv("first", "image", 4, int8, square(3, 1, 1)),
    { ...levels, name: "a", inputs: ["first"], code: unsigned(2) },
    conv("second", "a", 6, ternary, square(3, 1, 0)),
    { op: "affine", name: "norm", inputs: ["second"], scales: true, offsets: true },
    {
      ...levels,
      thresholds: [-0.5, 0.5],
      flips: false,
      name: "b",
      inputs: ["norm"],
      code: ternary,
    },
    pool("mean", "b", padded),
    conv("scores", "mean", 3, [{ digit: "float32" }], { ...square(3), size: [3, 2] }),
  ]),
  classifier("gates, values side by side, a dilated window", { height: 9, width: 8 }, [
    conv("first", "image", 4, int8, { ...square(2, 1, 1, 3), dilations: [2, 3] }),
    conv("gate", "image", 1, int8, { ...square(2, 1, 1, 3), dilations: [2, 3] }),
    { op: "multiply", name: "gated", inputs: ["first", "gate"] },
    { op: "concatenate", name: "both", inputs: ["gated", "first"] },
    sign("bits", "both", true),
    dense("point", "bits", 8, [{ digit: "bipolar", scale: "row" }], true),
    { op: "activation", name: "tanh", inputs: ["point"], function: "tanh", shifts: true },
    { op: "pool", name: "pool", inputs: ["tanh"], take: "mean", window: padded },
    { op: "activation", name: "size", inputs: ["pool"], function: "absolute", shifts: false },
    { op: "activation", name: "clip", inputs: ["size"], function: "clip01", shifts: true },
    pool("all", "clip", "all", "mean"),
    dense("scores", "all", 5, [{ digit: "float32" }], true),
  ]),
];

function expectedScores(model: PackedModel, images: Images): number[] {
  const { input, graph } = classifierShape(model);
  const { height, width, features, name } = input;
  const length = imageLength(input);
  return Array.from({ length: images.length / length }, (_, i) => {
    const data = Float64Array.from(images.subarray(i * length, (i + 1) * length));
    const pixels = { rows: height * width, columns: features, data };
    return [...evaluateGraph(model, graph.graph, new Map([[name, pixels]])).data];
  }).flat();
}

describe.each(Object.entries(open))("%s", (_, openPeer) => {
  test.each(networks.map((network) => [network.name, network] as const))(
    "%s have the scores of the definition",
    async (_, network) => {
      const model = checkModel(randomModel(network, 5));
      const { input, classes } = classifierShape(model);
      const images = randomImages(input, 3);
      const actual = await (await openPeer(model)).scores(images);
      const expected = expectedScores(model, images);
      expect(new Set(expected).size).toBeGreaterThan(classes);
      expect(() => checkScores(actual, expected, classes)).not.toThrow();
    },
  );
});

test("pixels stand for their code's numbers", () => {
  const map = { name: "image", kind: "map", height: 1, width: 1, features: 2 } as const;
  expect(pixelScale({ ...map, code: [{ digit: "uint8", offset: -128 }] })).toEqual({
    scale: 1,
    offset: -128,
  });
  expect(pixelScale({ ...map, code: [{ digit: "float32", scale: 0.5 }] })).toEqual({
    scale: 0.5,
    offset: 0,
  });
  const rows: Code = [{ digit: "int8", scale: "row" }];
  expect(() => pixelScale({ ...map, code: rows })).toThrow(
    'pixels of "image" must have a constant',
  );
  expect(() => pixelScale({ ...map, code: [...int32, ...int32] })).toThrow(RangeError);
});
