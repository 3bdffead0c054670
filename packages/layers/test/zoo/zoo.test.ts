import { planEmbeddedBlock, type Window } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/check/check.ts";
import { packClassifier } from "../../src/export/pack-classifier.ts";
import { KernelLayer } from "../../src/kernel-layer.ts";
import { summary } from "../../src/summary/summary.ts";
import { hwgq } from "../../src/systems/hwgq.ts";
import { binaryAlexNet, binaryNet, xnorAlexNet } from "../../src/zoo/chains.ts";
import { type EbnnName, ebnn } from "../../src/zoo/ebnn.ts";
import { type LbcnnName, lbcnn } from "../../src/zoo/lbcnn.ts";
import { type PaperMlpName, paperMlp } from "../../src/zoo/paper-mlp.ts";
import { quickNet } from "../../src/zoo/quicknet.ts";
import { reActNetA } from "../../src/zoo/reactnet-a.ts";
import { biRealNet18, reActNet18 } from "../../src/zoo/residual-net18.ts";

beforeAll(() => tf.setBackend("cpu"));

const product = (sizes: readonly (number | null)[]): number =>
  sizes.reduce<number>((result, size) => result * Number(size), 1);

/** What a network of full size holds and multiplies. */
interface Counts {
  /** All numbers. */
  weights: number;
  /** Numbers of kernels. */
  kernels: number;
  /** Those of kernels of ±1 whose inputs are ±1. */
  binary: number;
  /** Multiply-accumulates with these, and with the other kernels. */
  binaryMacs: number;
  otherMacs: number;
}

function builtBy(create: () => tf.LayersModel, finish: () => void): readonly tf.layers.Layer[] {
  try {
    return create().layers;
  } finally {
    finish();
  }
}

/** Counts a network from the shapes of its weights, which are not made: those of AlexNet take a quarter of a gigabyte. */
function countsOf(create: () => tf.LayersModel): Counts {
  const shapes = new Map<tf.layers.Layer, [name: string, shape: tf.Shape][]>();
  // `addWeight` is for subclasses alone.
  const prototype: { addWeight: unknown } = Object(tf.layers.Layer.prototype);
  const { addWeight } = prototype;
  prototype.addWeight = function (this: tf.layers.Layer, name: string, shape: tf.Shape) {
    shapes.set(this, [...(shapes.get(this) ?? []), [name, shape]]);
    const variable = new tf.LayerVariable(tf.zeros(shape.map(() => 1)));
    // Fixed filters are written as soon as they are there.
    return Object.assign(variable, { write: () => {} });
  };
  const layers = builtBy(create, () => {
    prototype.addWeight = addWeight;
  });
  const counts: Counts = { weights: 0, kernels: 0, binary: 0, binaryMacs: 0, otherMacs: 0 };
  for (const layer of layers) {
    for (const [name, shape] of shapes.get(layer) ?? []) {
      const size = product(shape);
      counts.weights += size;
      if (name !== "kernel") continue;
      counts.kernels += size;
      const [output] = [layer.output].flat();
      const macs = size * product(output!.shape.slice(1, -1));
      const isBinary = layer instanceof KernelLayer && layer.inputQuantizer !== undefined;
      if (isBinary) counts.binary += size;
      counts[isBinary ? "binaryMacs" : "otherMacs"] += macs;
    }
  }
  return counts;
}

test("binaryNet has the 14.0 million weights of BNN for CIFAR-10 and 1.23·10⁹ operations", () => {
  const { kernels, binary, weights, binaryMacs, otherMacs } = countsOf(() => binaryNet());
  expect(kernels).toBe(14_022_016);
  expect(kernels - binary).toBe(3 * 9 * 128);
  expect(weights - kernels).toBe(4 * (2 * (128 + 256 + 512 + 1024) + 10));
  expect(otherMacs).toBe(32 * 32 * 3 * 9 * 128);
  expect(((2 * (binaryMacs + otherMacs)) / 1e9).toFixed(2)).toBe("1.23");
});

test("xnorAlexNet has the 62,378,344 weights of AlexNet in one tower, biases left out", () => {
  const { kernels, binary, binaryMacs, otherMacs } = countsOf(() => xnorAlexNet());
  const outputs = 96 + 256 + 384 + 384 + 256 + 4096 + 4096 + 1000;
  expect(kernels).toBe(62_378_344 - outputs);
  expect(kernels - binary).toBe(11 * 11 * 3 * 96 + 4096 * 1000);
  expect(binaryMacs + otherMacs).toBe(1_135_256_096);
});

test("binaryAlexNet has the 61,859,192 numbers of larq-zoo's, with a γ for each feature on top", () => {
  const { kernels, binary, weights } = countsOf(() => binaryAlexNet());
  const features = 64 + 192 + 384 + 384 + 256 + 4096 + 4096 + 1000;
  expect(kernels).toBe(61_827_776);
  expect(kernels - binary).toBe(11 * 11 * 3 * 64);
  expect(weights - features).toBe(61_859_192);
});

test("biRealNet18 has the 11,699,112 numbers and 1.63·10⁸ operations of Bi-Real Net", () => {
  const { weights, binary, binaryMacs, otherMacs } = countsOf(() => biRealNet18());
  expect(weights).toBe(11_699_112);
  expect(binary).toBe(10_985_472);
  expect(binaryMacs).toBe(1_676_279_808);
  expect(binaryMacs / 64 + otherMacs).toBeCloseTo(1.64e8, -6);
});

test("reActNet18 has a threshold for each input and three numbers for each output on top", () => {
  const { weights, binary } = countsOf(() => reActNet18());
  const inputs = 4 * 64 + (64 + 3 * 128) + (128 + 3 * 256) + (256 + 3 * 512);
  const outputs = 4 * (64 + 128 + 256 + 512);
  expect(binary).toBe(10_985_472);
  expect(weights).toBe(11_699_112 + inputs + 3 * outputs);
});

test("reActNetA has 4.82·10⁹ binary and 0.12·10⁸ other multiply-accumulates: 0.87·10⁸ operations", () => {
  const { binary, binaryMacs, otherMacs } = countsOf(() => reActNetA());
  expect(binary).toBe(28_253_184);
  expect(binaryMacs).toBe(4_816_896_000);
  expect(otherMacs).toBe(112 * 112 * 3 * 9 * 32 + 1024 * 1000);
  expect(((binaryMacs / 64 + otherMacs) / 1e8).toFixed(2)).toBe("0.87");
});

test("quickNet has the 10,518,528 numbers of larq-zoo's first one", () => {
  const { weights, binary, binaryMacs } = countsOf(() => quickNet());
  expect(weights).toBe(10_518_528);
  expect(binary).toBe(9_990_144);
  expect(binaryMacs).toBe(1_242_759_168);
});

test.each<[PaperMlpName, number]>([
  ["binary-connect", 10_014_720],
  ["bnn-theano", 36_806_656],
  ["finn-sfc", 334_336],
  ["finn-lfc", 2_910_208],
])("paperMlp %s has %d weights", (name, weights) => {
  expect(countsOf(() => paperMlp(name)).kernels).toBe(weights);
});

/** No source has these numbers: they are those of the sizes in the code's training commands.
 *  [blocks, features, fixed filters, weights of the first layer, of the dense ones, places of a map] */
const lbcnnSizes = {
  mnist: [75, 16, 512, 9 * 16, 16 * 25 * 128 + 128 * 10, 28 * 28],
  svhn: [40, 16, 512, 9 * 3 * 16, 16 * 36 * 512 + 512 * 10, 32 * 32],
  "cifar-10": [50, 384, 704, 9 * 3 * 384, 384 * 36 * 512 + 512 * 10, 32 * 32],
} as const;

test.each<[LbcnnName, learned: number, units: number]>([
  ["mnist", 667_024, 128],
  ["svhn", 628_144, 512],
  ["cifar-10", 20_610_176, 512],
])("lbcnn %s learns %d weights; fixed filters of its blocks are nine times as many", (...row) => {
  const [name, learned, units] = row;
  const [blocks, features, filters, first, dense, places] = lbcnnSizes[name];
  const { kernels, binary, weights, binaryMacs, otherMacs } = countsOf(() => lbcnn(name));
  const mixing = blocks * features * filters;
  expect(first + mixing + dense).toBe(learned);
  expect(kernels - learned).toBe(9 * mixing);
  const normalizations = 4 * features * (blocks + 1);
  expect(weights - kernels).toBe(normalizations + blocks * features + units + 10);
  expect([binary, binaryMacs]).toEqual([0, 0]);
  expect(otherMacs).toBe(places * (first + 10 * mixing) + dense);
});

const windowOf = (kernelSize: number, strides: number, padding = 0): Window => ({
  size: [kernelSize, kernelSize],
  strides: [strides, strides],
  dilations: [1, 1],
  padding: { top: padding, bottom: padding, left: padding, right: padding, value: 0 },
});

/** Bytes of the weights of each layer, those of the examples' programs in C, which the repository of eBNN has: a filter's bits of a
 *  channel begin with a byte, those of an output of the dense layer, too. */
function weightBytes(model: tf.LayersModel): number[] {
  const products = model.layers.filter((layer) => layer instanceof KernelLayer);
  return products.map((layer, index) => {
    const [kernel] = layer.getWeights();
    const [rows = 1, , channels = 1, filters = 1] = kernel!.shape;
    if (kernel!.shape.length === 2) return Math.ceil(rows / 8) * Number(kernel!.shape[1]);
    const map = [27, 27] as const;
    const convolution = windowOf(rows, 1);
    const input = index === 0 ? "reals" : "signs";
    return planEmbeddedBlock({ map, channels, filters, convolution, input }).weightBytes;
  });
}

test.each<[EbnnName, readonly number[], Counts]>([
  [
    "simple",
    [20, 450],
    {
      ...{ kernels: 90 + 3600, weights: 3690 + 4 * 20 },
      ...{ binary: 3600, binaryMacs: 3600, otherMacs: 13 * 13 * 90 },
    },
  ],
  [
    "alex",
    [40, 400, 200, 200, 200, 50],
    {
      ...{ kernels: 250 + 2500 + 3 * 900 + 400, weights: 5850 + 4 * 60, binary: 5600 },
      ...{ binaryMacs: 121 * 2500 + 25 * 3 * 900 + 400, otherMacs: 24 * 24 * 250 },
    },
  ],
])("ebnn %s has weights in as many bytes as the example's program: %j", (name, bytes, counts) => {
  expect(countsOf(() => ebnn(name))).toEqual(counts);
  expect(weightBytes(ebnn(name))).toEqual(bytes);
});

test("ebnn's block in the simple network gives 45 bytes, where a map of floats takes 6,760", () => {
  const [convolution, pool] = [windowOf(3, 2), windowOf(3, 2)];
  const block = { map: [28, 28], channels: 1, filters: 10, convolution, pool } as const;
  const plan = planEmbeddedBlock({ ...block, input: "reals" });
  const { outputBytes, unfusedBytes, convolved, pooled } = plan;
  expect({ outputBytes, unfusedBytes }).toEqual({ outputBytes: 45, unfusedBytes: 6760 });
  const shapes = ebnn("simple").layers.map(({ outputShape }) => outputShape);
  expect(shapes).toContainEqual([null, ...convolved, 10]);
  expect(shapes).toContainEqual([null, ...pooled, 10]);
});

const small = { inputShape: [64, 64, 3], classes: 5, width: 1 / 32 } as const;

describe.each([
  ["binaryNet", () => binaryNet({ ...small, inputShape: [16, 16, 3] })],
  ["xnorAlexNet", () => xnorAlexNet({ ...small, inputShape: [67, 67, 3] })],
  ["binaryAlexNet", () => binaryAlexNet(small)],
  ["biRealNet18", () => biRealNet18({ ...small, inputShape: [32, 32, 3] })],
  ["reActNet18", () => reActNet18({ ...small, inputShape: [32, 32, 3] })],
  ["reActNetA", () => reActNetA({ ...small, inputShape: [32, 32, 3] })],
  ["quickNet", () => quickNet({ ...small, width: 1 / 8 })],
  ["lbcnn", () => lbcnn("svhn", { ...small, inputShape: [10, 10, 3], width: 1 / 16 })],
  ["ebnn", () => ebnn("alex", { classes: 5 })],
  ["paperMlp", () => paperMlp("finn-sfc", { classes: 5, width: 1 / 16 })],
  ["binaryNet of HWGQ", () => binaryNet({ ...small, recipe: Object.values(hwgq.presets)[0]! })],
] as const)("a small %s", (_, create) => {
  test("can be packed, has a score for each class, and is as large as its summary says", () => {
    const model = create();
    expect(check(model)).toEqual([]);
    const scores = model.predict(tf.ones([1, ...model.inputs[0]!.shape.slice(1).map(Number)]));
    expect(scores).toMatchObject({ shape: [1, 5] });
    const packed = packClassifier(model, { name: "small" });
    const bytes = [...packed.tensors]
      .filter(([name]) => !name.startsWith("golden/"))
      .reduce((sum, [, { data }]) => sum + data.byteLength, 0);
    expect(summary(model).total.sizeBytes).toBe(bytes);
  });
});

test("what is none is refused", () => {
  expect(() => binaryNet({ width: 0 })).toThrow("binaryNet: width must be positive and finite");
  expect(() => biRealNet18({ classes: 0 })).toThrow("biRealNet18: classes must be");
  expect(() => paperMlp(JSON.parse('"deep"'))).toThrow(
    'paperMlp: name must be one of binary-connect, bnn-theano, finn-sfc, finn-lfc, got "deep"',
  );
  expect(() => lbcnn(JSON.parse('"deep"'))).toThrow(
    "lbcnn: name must be one of mnist, svhn, cifar-10",
  );
  expect(() => lbcnn("mnist", { classes: 0 })).toThrow("lbcnn: classes must be");
  expect(() => ebnn(JSON.parse('"deep"'))).toThrow(
    'ebnn: name must be one of simple, alex, got "deep"',
  );
});
