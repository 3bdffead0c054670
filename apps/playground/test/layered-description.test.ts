import { summarize } from "@bnnkit/model";
import { expect, test } from "vitest";
import { layeredDescription, sizesIn } from "../page/hardware/layered-description.ts";

test("a network has a product for each size behind the first, and weights of one bit", () => {
  const description = layeredDescription([784, 256, 10]);
  expect(description.graph.nodes.map(({ op }) => op)).toEqual([
    ...["threshold", "dense", "threshold", "dense"],
  ]);
  expect(summarize(description).parameters.bipolar).toBe(784 * 256 + 256 * 10);
});

test.each([[[]], [[784]]])("%j is too short", (sizes) => {
  expect(() => layeredDescription(sizes)).toThrow("sizes must be two at least");
});

test.each([0, 65_537, Number.NaN])("a size of %d is refused", (size) => {
  expect(() => layeredDescription([784, size])).toThrow("layeredDescription: sizes[1]");
});

test("sizes are the numbers of a text", () => {
  expect(sizesIn(" 784, 256-10\n")).toEqual([784, 256, 10]);
  expect(sizesIn("none")).toEqual([]);
});
