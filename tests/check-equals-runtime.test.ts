import {
  binaryAlexNet,
  binaryNet,
  biRealNet18,
  check,
  ebnn,
  imageNetwork,
  lbcnn,
  locallyBinaryConv2d,
  packClassifier,
  quantConv1d,
  quantDense,
  quantDepthwiseConv2d,
  quantSeparableConv2d,
  quickNet,
  reActNetA,
  systems,
  xnorAlexNet,
} from "@bnnkit/layers";
import { check as checkDescription } from "@bnnkit/model";
import { support } from "@bnnkit/runtime";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const sizes = { inputShape: [6, 6, 2], filters: [4], units: [8], classes: 3 } as const;
const small = { inputShape: [32, 32, 3], classes: 5, width: 1 / 32 } as const;
const binary = { inputQuantizer: "clipped-sign", kernelQuantizer: "clipped-sign" } as const;

const recipes = Object.entries(systems).flatMap(([system, { presets }]) =>
  Object.entries(presets).map(
    ([preset, recipe]) => [`${system}, ${preset}`, () => imageNetwork(recipe, sizes)] as const,
  ),
);

const rows = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      quantConv1d({
        filters: 5,
        kernelSize: 3,
        kernelQuantizer: "clipped-sign",
        inputShape: [9, 2],
      }),
      tf.layers.maxPooling1d({ poolSize: 2, strides: 1 }),
      quantConv1d({ filters: 4, kernelSize: 3, padding: "same", padValue: 1, ...binary }),
      tf.layers.flatten(),
      quantDense({ units: 3, ...binary }),
    ],
  });

const separable = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.rescaling({ scale: 1, offset: -128, inputShape: [6, 6, 3] }),
      locallyBinaryConv2d({ filters: 4, kernelSize: 3 }),
      quantDepthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, ...binary }),
      quantSeparableConv2d({
        filters: 4,
        kernelSize: 2,
        inputQuantizer: "clipped-sign",
        depthwiseQuantizer: "clipped-sign",
        intermediateQuantizer: "clipped-sign",
        pointwiseQuantizer: "clipped-sign",
      }),
      tf.layers.flatten(),
      quantDense({ units: 3, ...binary }),
    ],
  });

test.each([
  ...recipes,
  ["binaryNet", () => binaryNet({ ...small, inputShape: [16, 16, 3] })],
  ["xnorAlexNet", () => xnorAlexNet({ ...small, inputShape: [67, 67, 3] })],
  ["binaryAlexNet", () => binaryAlexNet({ ...small, inputShape: [67, 67, 3] })],
  ["biRealNet18", () => biRealNet18(small)],
  ["quickNet", () => quickNet({ ...small, width: 1 / 8 })],
  ["reActNetA", () => reActNetA(small)],
  ["ebnn", () => ebnn("alex")],
  ["lbcnn", () => lbcnn("svhn", { ...small, inputShape: [10, 10, 3] })],
  ["convolutions over a sequence", rows],
  ["convolutions of single channels", separable],
] as const)("%s: the runtime runs it, which can be asked before training", (_, create) => {
  const model = create();
  expect(check(model, support)).toEqual([]);
  expect(checkDescription(packClassifier(model, { name: "m" }).description, support)).toEqual([]);
});
