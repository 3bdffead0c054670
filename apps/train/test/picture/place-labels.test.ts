import { expect, test } from "vitest";
import { placeLabels } from "../../src/picture/place-labels.ts";

const space = { right: 200, bottom: 100, height: 10, gap: 6 };

test("a label stands right of its dot, left of it at the border", () => {
  const places = placeLabels(
    [
      { x: 50, y: 20, width: 30 },
      { x: 180, y: 60, width: 30 },
    ],
    space,
  );
  expect(places).toEqual([
    { x: 56, y: 20, anchor: "start" },
    { x: 174, y: 60, anchor: "end" },
  ]);
});

test("labels of dots in one place lie on no other", () => {
  const dots = Array.from({ length: 9 }, () => ({ x: 100, y: 50, width: 40 }));
  const places = placeLabels(dots, space);
  expect(places.slice(0, 4)).toEqual([
    { x: 106, y: 50, anchor: "start" },
    { x: 94, y: 50, anchor: "end" },
    { x: 106, y: 40, anchor: "start" },
    { x: 94, y: 40, anchor: "end" },
  ]);
  expect(new Set(places.map(({ y, anchor }) => `${y} ${anchor}`)).size).toBe(9);
});

test("where nothing is free a label stands beside its dot nevertheless", () => {
  const narrow = { ...space, right: 20, bottom: 10 };
  expect(placeLabels([{ x: 10, y: 5, width: 400 }], narrow)).toEqual([
    { x: 16, y: 5, anchor: "start" },
  ]);
});
