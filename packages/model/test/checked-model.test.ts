import { expect, test } from "vitest";
import { checkModel, inferShapes, readModel, writeModel } from "../src/index.ts";
import { smallDescription, smallModel, withTensor } from "./small-model.ts";

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

test("knows the shapes of its own graphs, and of no other", () => {
  const checked = checkModel(smallModel());
  const { encoder, decoder } = checked.description.graphs;
  expect(checked.shapesOf(encoder)).toEqual(inferShapes(encoder));
  expect(checked.shapesOf(decoder).get("logits")?.kind).toBe("logits");
  expect(() => checked.shapesOf(smallDescription.graphs.encoder)).toThrow(RangeError);
});
