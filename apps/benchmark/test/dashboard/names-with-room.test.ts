import { expect, test } from "vitest";
import { namesWithRoom } from "../../src/dashboard/plot/names-with-room.ts";

const area = { left: 0, right: 200, top: 0, bottom: 100 };
const dot = (name: string, x: number, y: number) => ({ name, x, y });

test("a name stands above its dot and ends there, at the left border it begins there", () => {
  const dots = [dot("middle", 100, 50), dot("border", 5, 50)];
  expect(namesWithRoom(dots, dots, area)).toEqual([
    { dot: dots[0], dx: 4, dy: -12, anchor: "end" },
    { dot: dots[1], dx: -4, dy: -12, anchor: "start" },
  ]);
});

test("names lie on no dot and on no other name: four dots in one place have theirs around it, the others none", () => {
  const dots = Array.from({ length: 7 }, (_, i) => dot(`name ${i}`, 100, 50));
  const found = namesWithRoom(dots, dots, area);
  expect(found.map(({ dx, dy }) => [dx, dy])).toEqual([
    [4, -12],
    [-8, 0],
    [8, 0],
    [4, 12],
  ]);
  // A dot to the left of the second takes its place, too.
  const crowded = [...dots, dot("other", 80, 50)];
  expect(namesWithRoom(dots, crowded, area).map(({ dx }) => dx)).not.toContain(-8);
});

test("a name that would stick out has no room, and none is there for a name wider than the area", () => {
  const top = [dot("top", 100, 7)];
  expect(namesWithRoom(top, top, area)).toMatchObject([{ dx: -8, dy: 0 }]);
  const wide = [dot("x".repeat(40), 100, 50)];
  expect(namesWithRoom(wide, wide, area)).toEqual([]);
  expect(namesWithRoom([], [], area)).toEqual([]);
});
