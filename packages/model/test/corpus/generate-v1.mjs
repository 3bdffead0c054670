// Wrote v1-small.safetensors, once:  npx tsc -b packages/model && node packages/model/test/corpus/generate-v1.mjs FILE
import { existsSync, writeFileSync } from "node:fs";
import { goldenTensors, tensorsOf, writeModel } from "@bnnkit/model";

const [, , path] = process.argv;
if (path === undefined || existsSync(path)) {
  throw new RangeError(
    "generate-v1: FILE must be given and must not exist: the corpus never changes",
  );
}

const vocabularySize = 13;
const features = 6;
const inner = 37;
const maximumLength = 7;

const embedding = (input) => ({
  op: "embedding",
  name: "embedding",
  inputs: [input],
  vocabularySize,
  features,
  multiplier: Math.sqrt(features),
  table: "table",
  bits: 8,
});
const position = {
  op: "sinusoidal-position",
  name: "position",
  inputs: ["embedding"],
  features,
  maximumLength,
};
const dense = (name, input, inFeatures, outFeatures, weightBits, activationBits, bias) => ({
  op: "dense",
  name,
  inputs: [input],
  inFeatures,
  outFeatures,
  weightBits,
  activationBits,
  bias,
});
const norm = (name, input, groups) => ({
  op: "layer-norm",
  name,
  inputs: [input],
  features,
  groups,
  epsilon: 1e-6,
});
const attention = (name, query, memory, causal, bits) => ({
  op: "attention",
  name,
  inputs: [query, memory, memory],
  heads: 3,
  headFeatures: 2,
  causal,
  bits,
});

const description = {
  name: "v1 small",
  task: "sequence-to-sequence",
  graphs: {
    encoder: {
      inputs: [{ name: "source", kind: "tokens" }],
      nodes: [
        embedding("source"),
        position,
        dense("encoder/in", "position", features, inner, 1, 1, true),
        { op: "relu", name: "encoder/relu", inputs: ["encoder/in"], features: inner },
        dense("encoder/out", "encoder/relu", inner, features, 1, 32, false),
        { op: "add", name: "encoder/sum", inputs: ["encoder/out", "position"], features },
        norm("encoder/norm", "encoder/sum", 1),
      ],
      output: "encoder/norm",
    },
    decoder: {
      inputs: [
        { name: "target", kind: "tokens" },
        { name: "encoded", kind: "features", features },
      ],
      nodes: [
        embedding("target"),
        position,
        attention("decoder/self", "position", "position", true, 32),
        dense("decoder/memory", "encoded", features, features, 32, 32, true),
        norm("decoder/memory-norm", "decoder/memory", 3),
        attention("decoder/cross", "decoder/self", "decoder/memory-norm", false, 1),
        {
          op: "logits",
          name: "logits",
          inputs: ["decoder/cross"],
          features,
          vocabularySize,
          table: "table",
          bits: 8,
        },
      ],
      output: "logits",
    },
  },
  tokens: {
    vocabularySize,
    padding: 0,
    begin: 1,
    end: 2,
    unknown: 3,
    tokenizerSha256: "0123456789abcdef".repeat(4),
  },
  maximumLength,
};

// Knuth, The Art of Computer Programming 2, §3.3.4, table 1, line 16.
let state = 20;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

const columns = new Map([
  ["encoder/in.bits", features],
  ["encoder/out.bits", inner],
]);

const tensors = new Map();
for (const [name, { dtype, shape }] of tensorsOf(description)) {
  const count = shape.reduce((product, size) => product * size, 1);
  if (dtype === "F32") {
    const data = Float32Array.from({ length: count }, () => 2 * random() - 1);
    tensors.set(name, { dtype, shape, data });
  } else if (dtype === "I8") {
    const data = Int8Array.from({ length: count }, () => Math.floor(255 * random()) - 127);
    tensors.set(name, { dtype, shape, data });
  } else {
    const data = new Uint32Array(count);
    for (let row = 0; row < shape[0]; row++) {
      for (let k = 0; k < columns.get(name); k++) {
        if (random() < 0.5) data[row * shape[1] + (k >>> 5)] |= 1 << (k & 31);
      }
    }
    tensors.set(name, { dtype, shape, data });
  }
}
const golden = goldenTensors([
  {
    source: Int32Array.of(4, 5, 12, 2),
    target: Int32Array.of(1, 7, 8, 2),
    logProbabilities: Float32Array.of(-0.5, -1.25, -2),
  },
]);
const metadata = { licence: "CC0-1.0", source: "Seeded random numbers, größer als nichts." };

writeFileSync(
  path,
  writeModel({ description, tensors: new Map([...tensors, ...golden]), metadata }),
);
