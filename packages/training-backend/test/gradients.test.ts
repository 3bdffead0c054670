import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, test } from "vitest";
import { installTrainingBackend } from "../src/install-training-backend.ts";
import { checkGradient, type GradientCase } from "./gradient-check.ts";

const unary: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  abs: tf.abs,
  asinh: tf.asinh,
  atan: tf.atan,
  atanh: (x) => tf.atanh(tf.mul(x, 0.5)),
  asin: (x) => tf.asin(tf.mul(x, 0.5)),
  acos: (x) => tf.acos(tf.mul(x, 0.5)),
  cosh: tf.cosh,
  ceil: tf.ceil,
  floor: tf.floor,
  round: tf.round,
  sign: tf.sign,
  step: (x) => tf.step(x),
  cos: tf.cos,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  leakyRelu: tf.leakyRelu,
  neg: tf.neg,
  relu: tf.relu,
  relu6: tf.relu6,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sin: tf.sin,
  sinh: tf.sinh,
  softplus: tf.softplus,
  square: tf.square,
  tan: (x) => tf.tan(tf.mul(x, 0.5)),
  tanh: tf.tanh,
  clipByValue: (x) => tf.clipByValue(x, -0.4375, 0.5625),
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
};

const positiveUnary: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  acosh: (x) => tf.acosh(tf.add(x, 1)),
  log: tf.log,
  log1p: tf.log1p,
  reciprocal: tf.reciprocal,
  rsqrt: tf.rsqrt,
  sqrt: tf.sqrt,
};

const binary: Record<string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
};

/** Whose gradients tfjs-core does not sum over broadcast axes. */
const sameShape: typeof binary = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const broadcasts: [number[], number[]][] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [[3, 5], []],
  [
    [2, 1, 3, 1],
    [5, 1, 7],
  ],
  [[2, 3, 1, 5], [1]],
];

const products: GradientCase[] = [
  ...[false, true].flatMap((transposeA) =>
    [false, true].flatMap((transposeB) =>
      [[], [5], [2, 3]].map((batch) => ({
        name: `matMul of ${batch.join("×") || "one"}, transposed ${transposeA}, ${transposeB}`,
        shapes: [
          [...batch, ...(transposeA ? [3, 2] : [2, 3])],
          [...batch, ...(transposeB ? [7, 3] : [3, 7])],
        ],
        f: (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB),
      })),
    ),
  ),
  {
    name: "dot",
    shapes: [[7], [7]],
    f: (a, b) => tf.dot(a, b),
  },
  ...(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const).map((activation) => ({
    name: `fused.matMul with ${activation}`,
    shapes: [[2, 3], [3, 5], [5]],
    f: (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) =>
      tf.fused.matMul({ a, b, bias, activation: activation === "leakyrelu" ? "relu" : activation }),
  })),
];

const reductions: GradientCase[] = [
  ...[undefined, 0, 1, 2, -1, [0, 1], [1, 2], [0, 2]].flatMap((axis) =>
    [false, true].flatMap((keepDims) => [
      {
        name: `sum over ${axis}, keepDims ${keepDims}`,
        shapes: [[2, 3, 5]],
        f: (x: tf.Tensor) => tf.sum(x, axis, keepDims),
      },
      {
        name: `mean over ${axis}, keepDims ${keepDims}`,
        shapes: [[2, 3, 5]],
        f: (x: tf.Tensor) => tf.mean(x, axis, keepDims),
      },
      {
        name: `max over ${axis}, keepDims ${keepDims}`,
        shapes: [[2, 3, 5]],
        f: (x: tf.Tensor) => tf.max(x, axis, keepDims),
      },
    ]),
  ),
  { name: "min", shapes: [[3, 5]], f: (x) => tf.min(x, 1) },
  { name: "prod", shapes: [[3, 5]], f: (x) => tf.prod(x, 1), positive: true, thirdDerivative: 0 },
  { name: "logSumExp", shapes: [[3, 5]], f: (x) => tf.logSumExp(x, 1) },
  {
    name: "moments",
    shapes: [[3, 7]],
    f: (x) => tf.concat(Object.values(tf.moments(x, 1)).map((m) => tf.reshape(m, [3]))),
  },
  { name: "cumsum", shapes: [[3, 5]], f: (x) => tf.cumsum(x, 1) },
];

const shapes: GradientCase[] = [
  { name: "reshape", shapes: [[2, 6]], f: (x) => tf.reshape(x, [3, 4]) },
  { name: "transpose", shapes: [[2, 3, 5]], f: (x) => tf.transpose(x, [2, 0, 1]) },
  {
    name: "transpose of heads",
    shapes: [[2, 3, 5, 7]],
    f: (x) => tf.transpose(x, [0, 2, 1, 3]),
  },
  {
    name: "concat",
    shapes: [
      [2, 3],
      [2, 5],
    ],
    f: (a, b) => tf.concat([a, b], 1),
  },
  { name: "slice", shapes: [[5, 7]], f: (x) => tf.slice(x, [1, 2], [3, 4]) },
  {
    name: "pad",
    shapes: [[2, 3]],
    f: (x) =>
      tf.pad(x, [
        [1, 2],
        [0, 3],
      ]),
  },
  { name: "split", shapes: [[2, 6]], f: (x) => tf.split(x, 3, 1)[1] },
  { name: "stack", shapes: [[3], [3]], f: (a, b) => tf.stack([a, b], 1) },
  { name: "unstack", shapes: [[3, 5]], f: (x) => tf.unstack(x, 0)[2] },
  { name: "tile", shapes: [[2, 3]], f: (x) => tf.tile(x, [2, 3]) },
  { name: "broadcastTo", shapes: [[3, 1]], f: (x) => tf.broadcastTo(x, [3, 5]) },
  { name: "reverse", shapes: [[3, 5]], f: (x) => tf.reverse(x, 1) },
  { name: "expandDims", shapes: [[3]], f: (x) => tf.expandDims(x, 0) },
  { name: "clone", shapes: [[3]], f: (x) => tf.mul(tf.clone(x), 2) },
  {
    name: "gather of rows",
    shapes: [[5, 3]],
    f: (x) => tf.gather(x, tf.tensor2d([4, 0, 4, 2, 4, 0], [2, 3], "int32")),
  },
  {
    name: "gather of columns",
    shapes: [[3, 5]],
    f: (x) => tf.gather(x, tf.tensor1d([4, 0, 4], "int32"), 1),
  },
  {
    name: "unsortedSegmentSum",
    shapes: [[5, 3]],
    f: (x) => tf.unsortedSegmentSum(x, tf.tensor1d([2, 0, 2, 1, 0], "int32"), 4),
  },
  {
    name: "where with a constant condition",
    shapes: [
      [2, 3],
      [2, 3],
    ],
    f: (a, b) => tf.where(tf.tensor2d([1, 0, 1, 1, 0, 0], [2, 3], "bool"), a, b),
  },
  {
    name: "batchToSpaceND",
    shapes: [[6, 2, 3, 1]],
    f: (x) =>
      tf.batchToSpaceND(
        x,
        [2, 3],
        [
          [0, 1],
          [1, 0],
        ],
      ),
  },
  {
    name: "spaceToBatchND",
    shapes: [[1, 3, 5, 2]],
    f: (x) =>
      tf.spaceToBatchND(
        x,
        [2, 3],
        [
          [0, 1],
          [1, 0],
        ],
      ),
  },
  { name: "atan2", shapes: [[3, 5], [5]], f: (a, b) => tf.atan2(a, tf.add(b, 3)) },
  { name: "mod", shapes: [[3, 5]], f: (x) => tf.mod(x, 4) },
  {
    name: "localResponseNormalization",
    shapes: [[1, 2, 3, 5]],
    f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, 2, 1, 0.5, 0.75),
  },
];

const einsums: GradientCase[] = [
  ["ij->ji", [2, 3]],
  ["ij->", [2, 3]],
  ["ijk->ki", [2, 3, 5]],
  ["ij,jk->ik", [2, 3], [3, 5]],
  ["ij,kj->ki", [2, 3], [5, 3]],
  ["ij,jk->", [2, 3], [3, 5]],
  ["i,j->ji", [2], [3]],
  ["ij,ij->ij", [2, 3], [2, 3]],
  ["bhqd,bhkd->bhqk", [2, 3, 5, 7], [2, 3, 4, 7]],
  ["bqhd,bkhd->bhqk", [2, 5, 3, 7], [2, 4, 3, 7]],
  ["abc,cd->abd", [2, 3, 5], [5, 7]],
  ["abx,bcy->ca", [2, 3, 4], [3, 5, 2]],
].map(([equation, ...shapes]) => ({
  name: `einsum ${equation}`,
  shapes: shapes as number[][],
  f: (...xs: tf.Tensor[]) => tf.einsum(String(equation), ...xs),
  withoutCpu: true, // tfjs-core has no gradient of Einsum
}));

const normalizations: GradientCase[] = [
  { name: "softmax", shapes: [[3, 7]], f: (x) => tf.softmax(x), span: 2 },
  { name: "softmax of one element", shapes: [[3, 1]], f: (x) => tf.softmax(x) },
  { name: "logSoftmax", shapes: [[3, 7]], f: (x) => tf.logSoftmax(x), span: 2 },
  {
    name: "softmaxCrossEntropy with smoothed labels",
    shapes: [[3, 5]],
    f: (x) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(tf.tensor1d([1, 4, 0], "int32"), 5),
        x,
        undefined,
        0.1,
      ),
  },
  {
    name: "cross entropy with oneHot of fractions",
    shapes: [[3, 5]],
    f: (x) =>
      tf.mul(
        tf.logSoftmax(x),
        tf.oneHot(tf.tensor1d([1, 4, 0], "int32"), 5, 0.92, 0.02, "float32"),
      ),
  },
  {
    name: "sigmoidCrossEntropy",
    shapes: [[3, 5]],
    f: (x) => tf.losses.sigmoidCrossEntropy(tf.ones([3, 5]), x),
  },
  {
    name: "layer norm from single operations",
    shapes: [[3, 8], [8], [8]],
    f: (x, gamma, beta) => {
      const centred = tf.sub(x, tf.mean(x, -1, true));
      const variance = tf.mean(tf.square(centred), -1, true);
      const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, 0.125)));
      return tf.add(tf.mul(normal, gamma), beta);
    },
  },
  {
    name: "batchNorm",
    shapes: [[2, 3, 3, 2], [2], [2]],
    f: (x, offset, scale) =>
      tf.batchNorm(
        x,
        tf.tensor1d([0.25, -0.5]),
        tf.tensor1d([0.5, 2]),
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        0.125,
      ),
  },
  {
    name: "batchNorm with the moments of its batch",
    shapes: [[3, 2, 2, 2], [2], [2]],
    f: (x, offset, scale) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2]);
      return tf.batchNorm(
        x,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        offset as tf.Tensor1D,
        scale as tf.Tensor1D,
        0.125,
      );
    },
  },
  {
    name: "batchNorm with constants of four axes",
    shapes: [
      [2, 3, 2, 2],
      [1, 1, 1, 2],
      [1, 1, 1, 2],
      [1, 1, 1, 2],
    ],
    f: (x, mean, root, scale) =>
      tf.batchNorm(
        x as tf.Tensor4D,
        mean as tf.Tensor4D,
        tf.square(root) as tf.Tensor4D,
        tf.mul(scale, 2) as tf.Tensor4D,
        scale as tf.Tensor4D,
        0.5,
      ),
  },
  {
    name: "prelu",
    shapes: [[2, 5], [5]],
    f: (x, alpha) => tf.prelu(x, alpha),
  },
];

// With numeric padding tfjs takes every window for a square one.
const paddings = [
  { pad: "same", window: [3, 2] },
  { pad: "valid", window: [3, 2] },
  { pad: 1, window: [3, 3] },
] as const;

const windows: GradientCase[] = [
  ...paddings.flatMap(({ pad, window: [height, width] }) =>
    [1, 2].flatMap((stride) => {
      const rounding = pad === 1 ? "floor" : undefined;
      const images = [2, 5, 7, 3];
      return [
        {
          name: `conv2d, pad ${pad}, stride ${stride}`,
          shapes: [images, [height, width, 3, 2]],
          f: (x: tf.Tensor, w: tf.Tensor) =>
            tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, "NHWC", 1, rounding),
        },
        {
          name: `depthwiseConv2d, pad ${pad}, stride ${stride}`,
          shapes: [images, [height, width, 3, 2]],
          f: (x: tf.Tensor, w: tf.Tensor) =>
            tf.depthwiseConv2d(
              x as tf.Tensor4D,
              w as tf.Tensor4D,
              stride,
              pad,
              "NHWC",
              1,
              rounding,
            ),
        },
        {
          name: `maxPool, pad ${pad}, stride ${stride}`,
          shapes: [images],
          f: (x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, [height, width], stride, pad, rounding),
        },
        {
          name: `avgPool, pad ${pad}, stride ${stride}`,
          shapes: [images],
          f: (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, [height, width], stride, pad, rounding),
          withoutCpu: pad !== "valid", // see AvgPoolGrad
        },
      ];
    }),
  ),
  ...(["same", "valid"] as const).flatMap((pad) =>
    [1, 2].flatMap((stride) => [
      {
        name: `conv3d, pad ${pad}, stride ${stride}`,
        shapes: [
          [2, 3, 5, 4, 2],
          [2, 3, 2, 2, 3],
        ],
        f: (x: tf.Tensor, w: tf.Tensor) =>
          tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, stride, pad),
      },
      {
        name: `maxPool3d, pad ${pad}, stride ${stride}`,
        shapes: [[1, 3, 5, 4, 2]],
        f: (x: tf.Tensor) => tf.maxPool3d(x as tf.Tensor5D, [2, 3, 2], stride, pad),
        withoutCpu: true, // the cpu kernel mistakes the height of a window for its width
      },
      {
        name: `avgPool3d, pad ${pad}, stride ${stride}`,
        shapes: [[1, 3, 5, 4, 2]],
        f: (x: tf.Tensor) => tf.avgPool3d(x as tf.Tensor5D, [2, 3, 2], stride, pad),
        withoutCpu: pad !== "valid",
      },
    ]),
  ),
  {
    name: "conv1d",
    shapes: [
      [2, 7, 3],
      [3, 3, 2],
    ],
    f: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "same"),
  },
  {
    name: "conv2dTranspose",
    shapes: [
      [1, 3, 3, 2],
      [3, 3, 3, 2],
    ],
    f: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [1, 5, 5, 3], 2, "same"),
  },
  {
    name: "fused.conv2d with relu",
    shapes: [[1, 5, 5, 2], [3, 3, 2, 3], [3]],
    f: (x, filter, bias) =>
      tf.fused.conv2d({
        x: x as tf.Tensor4D,
        filter: filter as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias,
        activation: "relu",
      }),
  },
  {
    name: "conv2d of 6 channels",
    shapes: [
      [2, 6, 7, 6],
      [3, 2, 6, 2],
    ],
    f: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"),
  },
  {
    name: "maxPool of 6 channels, windows overlap",
    shapes: [[2, 5, 6, 6]],
    f: (x) => tf.maxPool(x as tf.Tensor4D, 3, 1, "same"),
  },
  {
    name: "maxPool of negative numbers",
    shapes: [[1, 4, 4, 1]],
    f: (x) => tf.maxPool(tf.sub(x as tf.Tensor4D, 8), 2, 2, "valid"),
  },
  {
    name: "separableConv2d",
    shapes: [
      [1, 5, 5, 2],
      [3, 3, 2, 2],
      [1, 1, 4, 3],
    ],
    f: (x, depth, point) =>
      tf.separableConv2d(x as tf.Tensor4D, depth as tf.Tensor4D, point as tf.Tensor4D, 1, "same"),
  },
];

describe.each([false, "auto" as const])("gradients with nativeMatMul %s", (nativeMatMul) => {
  beforeAll(() => installTrainingBackend({ nativeMatMul }));

  test.each(products)("$name", checkGradient);
  test.each(windows)("$name", checkGradient);
  test.each(einsums)("$name", checkGradient);
});

describe("gradients", () => {
  beforeAll(() => installTrainingBackend());

  test.each(Object.entries(unary))("%s", (name, f) =>
    checkGradient({ name, f, shapes: [[3, 7]], span: 1.5 }),
  );
  test.each(Object.entries(positiveUnary))("%s", (name, f) =>
    checkGradient({ name, f, shapes: [[3, 7]], positive: true, thirdDerivative: 100 }),
  );
  test.each(
    Object.entries(binary).flatMap(([name, f]) => broadcasts.map(([a, b]) => ({ name, f, a, b }))),
  )("$name of [$a] and [$b]", ({ name, f, a, b }) => checkGradient({ name, f, shapes: [a, b] }));
  test.each(Object.entries(sameShape))("%s", (name, f) =>
    checkGradient({
      name,
      f,
      shapes: [
        [3, 5],
        [3, 5],
      ],
    }),
  );
  test.each(broadcasts)("div of [%s] and [%s]", (a, b) =>
    checkGradient({
      name: "div",
      f: (x, y) => tf.div(x, tf.add(y, 4)),
      shapes: [a, b],
    }),
  );
  test.each(broadcasts)("pow of [%s] and [%s]", (a, b) =>
    checkGradient({ name: "pow", f: tf.pow, shapes: [a, b], positive: true, thirdDerivative: 100 }),
  );
  test.each(reductions)("$name", checkGradient);
  test.each(shapes)("$name", checkGradient);
  test.each(normalizations)("$name", checkGradient);
});
