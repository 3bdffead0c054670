// Wrote v2-small.safetensors, once:  npx tsc -b packages/model && node packages/model/test/corpus/generate-v2.mjs FILE
import { existsSync, writeFileSync } from "node:fs";
import { goldenRunTensors, tensorsOf, writeModel } from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";

const [, , path] = process.argv;
if (path === undefined || existsSync(path)) {
  throw new RangeError(
    "generate-v2: FILE must be given and must not exist: the corpus never changes",
  );
}

const height = 7;
const width = 6;
const bipolar = [{ digit: "bipolar" }];
const window = (size, stride, margin, value) => ({
  size: [size, size],
  strides: [stride, stride],
  dilations: [1, 1],
  padding: { top: margin, bottom: margin, left: margin, right: margin, value },
});
const convolution = (name, x, outFeatures, code, places) => ({
  op: "convolution",
  name,
  inputs: [x],
  outFeatures,
  window: places,
  groups: 1,
  weights: { tensor: name, code },
  bias: false,
});
const threshold = (name, x, code, perFeature, flips) => ({
  op: "threshold",
  name,
  inputs: [x],
  thresholds: { perFeature },
  flips,
  code,
});
const description = {
  name: "v2 small",
  task: "classification",
  graph: {
    inputs: [
      { name: "image", kind: "map", height, width, features: 3, code: [{ digit: "uint8" }] },
    ],
    nodes: [
      convolution("first", "image", 5, [{ digit: "int8" }], window(3, 1, 1, 0)),
      threshold("first/sign", "first", bipolar, 1, true),
      convolution("second", "first/sign", 33, bipolar, window(3, 1, 1, 1)),
      {
        op: "pool",
        name: "second/pool",
        inputs: ["second"],
        take: "maximum",
        window: window(2, 2, 0, 0),
      },
      threshold(
        "second/level",
        "second/pool",
        [{ digit: "unipolar" }, { digit: "unipolar", scale: 2 }],
        3,
        false,
      ),
      convolution("third", "second/level", 7, [{ digit: "ternary" }], window(3, 1, 0, 0)),
      threshold("third/sign", "third", bipolar, 1, false),
      {
        op: "dense",
        name: "scores",
        inputs: ["third/sign"],
        outFeatures: 4,
        weights: { tensor: "scores", code: [{ digit: "bipolar", scale: "row" }] },
        bias: true,
      },
    ],
    output: "scores",
  },
  labels: ["ankle boot", "bag", "coat", "dress"],
};

// Knuth, The Art of Computer Programming 2, §3.3.4, table 1, line 16.
let state = 20;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const tensors = new Map();
for (const [name, { dtype, shape, columns }] of tensorsOf(description)) {
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === "F32") {
    tensors.set(name, {
      dtype,
      shape,
      data: Float32Array.from({ length: count }, () => 2 * random() - 1),
    });
  } else if (dtype === "I8") {
    tensors.set(name, {
      dtype,
      shape,
      data: Int8Array.from({ length: count }, () => Math.floor(255 * random()) - 127),
    });
  } else if (dtype === "I32") {
    const data = Int32Array.from({ length: count }, () => Math.floor(60 * random()) - 30);
    for (let at = 0; at < count; at += shape[1]) data.subarray(at, at + shape[1]).sort();
    tensors.set(name, { dtype, shape, data });
  } else {
    const data = new Uint32Array(count);
    for (let row = 0; row < shape[0]; row++) {
      for (let k = 0; k < columns; k++) {
        if (random() < 0.5) data[row * shape[1] + (k >>> 5)] |= 1 << (k & 31);
      }
    }
    tensors.set(name, { dtype, shape, data });
  }
}

const golden = [1, 2].map(() => {
  const data = Uint8Array.from({ length: height * width * 3 }, () => Math.floor(256 * random()));
  const rows = matrix(height * width, 3, (row, column) => data[row * 3 + column]);
  const { data: scores } = evaluateGraph(
    { tensors },
    description.graph,
    new Map([["image", rows]]),
  );
  return {
    inputs: new Map([["image", { dtype: "U8", shape: [height, width, 3], data }]]),
    output: Float32Array.from(scores),
  };
});
const metadata = { licence: "CC0-1.0", source: "Seeded random numbers, größer als nichts." };

writeFileSync(
  path,
  writeModel({
    description,
    tensors: new Map([...tensors, ...goldenRunTensors(golden, 4)]),
    metadata,
  }),
);
