import { createRandom } from "@bnnkit/testing";
import { expect, test } from "vitest";
import {
  checkModel,
  inferTypes,
  type ModelDescription,
  readModel,
  type Tensor,
  writeModel,
} from "../src/index.ts";
import { imageSystems } from "./image-systems.ts";
import { modelTensors, smallDescription, smallModel, withTensor } from "./small-model.ts";

test("a model is checked once: what was read or checked is returned as it is", () => {
  const checked = checkModel(smallModel());
  expect(checkModel(checked)).toBe(checked);
  const read = readModel(writeModel(checked));
  expect(checkModel(read)).toBe(read);
});

test("a changed copy is checked again", () => {
  const checked = checkModel(smallModel());
  expect(checkModel({ ...checked })).not.toBe(checked);
  expect(() => checkModel(withTensor(checked, "words.codes"))).toThrow(
    /^checkModel: tensor "words.codes" \(I8 \[11, 6\]\) must be there/,
  );
});

test("tensors that are taken away from the original afterwards stay", () => {
  const model = smallModel();
  const tensors = new Map(model.tensors);
  const checked = checkModel({ ...model, tensors });
  tensors.clear();
  expect(checked.tensors.size).toBe(model.tensors.size);
});

test("knows the types of its graphs", () => {
  const [encoder, decoder] = checkModel(smallModel()).graphs;
  expect([encoder.name, decoder.name]).toEqual(["encoder", "decoder"]);
  expect(encoder.types).toEqual(inferTypes(smallDescription.graphs.encoder));
  expect(decoder.output.features).toBe(11);
});

const [bnn] = imageSystems.filter(({ name }) => name.includes("(DoReFa)"));
const [lightNn] = imageSystems.filter(({ name }) => name.includes("(LightNN)"));
const [weightless] = imageSystems.filter(({ name }) => name.includes("(weightless)"));

test.each<[string, ModelDescription, Tensor, string]>([
  [
    "q1.thresholds",
    bnn,
    { dtype: "I32", shape: [5, 3], data: Int32Array.from({ length: 15 }, (_, i) => -(i % 3)) },
    'tensor "q1.thresholds"[1] must be at least the one before it, got -1',
  ],
  [
    "q1.flips",
    bnn,
    { dtype: "U32", shape: [1, 4], data: Uint32Array.of(32, 0, 0, 0) },
    'tensor "q1.flips"',
  ],
  [
    "hidden.0.codes",
    lightNn,
    { dtype: "U8", shape: [6, 48], data: new Uint8Array(6 * 48).fill(128) },
    'tensor "hidden.0.codes"[0] must be 0 or, but for its sign, in 1 … 3, got 128',
  ],
  [
    "bloom.mapping",
    weightless,
    { dtype: "I32", shape: [1, 15], data: new Int32Array(15).fill(96) },
    'tensor "bloom.mapping"[0] must be in −1 … 95, got 96',
  ],
  [
    "bloom.hashes",
    weightless,
    { dtype: "U32", shape: [2, 5], data: new Uint32Array(10).fill(16) },
    'tensor "bloom.hashes"[0] must be in 0 … 15, got 16',
  ],
])("a wrong %s is refused", (name, description, tensor, message) => {
  const tensors = new Map(modelTensors(description, createRandom(1)));
  expect(() => checkModel({ description, tensors, metadata: {} })).not.toThrow();
  tensors.set(name, tensor);
  expect(() => checkModel({ description, tensors, metadata: {} })).toThrow(message);
});
