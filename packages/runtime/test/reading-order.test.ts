import { expect, test } from "vitest";
import { ReadingOrder, type TextDelta } from "../src/translate/reading-order.ts";

test("a piece waits for the ones before it; separators follow ends", () => {
  const deltas: TextDelta[] = [];
  const pieces = [
    { text: 0, separator: " " },
    { text: 0, separator: "\n" },
    { text: 2, separator: "" },
  ];
  const order = new ReadingOrder((delta) => deltas.push(delta));
  expect(pieces.map((piece) => order.add(piece))).toEqual([0, 1, 2]);
  order.push(1, "later");
  order.push(0, "first");
  order.push(2, "other");
  expect(deltas).toEqual([{ text: 0, delta: "first" }]);
  order.finish(2);
  order.finish(0);
  expect(deltas.slice(1)).toEqual([
    { text: 0, delta: " " },
    { text: 0, delta: "later" },
  ]);
  order.push(1, "!");
  order.push(1, "");
  order.finish(1);
  expect(deltas.slice(3)).toEqual([
    { text: 0, delta: "!" },
    { text: 0, delta: "\n" },
    { text: 2, delta: "other" },
  ]);
});

test("pieces may be added when those before are done", () => {
  const deltas: TextDelta[] = [];
  const order = new ReadingOrder((delta) => deltas.push(delta));
  const first = order.add({ text: 0, separator: " " });
  order.push(first, "one");
  order.finish(first);
  const second = order.add({ text: 0, separator: "" });
  order.push(second, "two");
  expect(deltas.map(({ delta }) => delta)).toEqual(["one", " ", "two"]);
});
