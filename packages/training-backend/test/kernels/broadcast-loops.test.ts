import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { broadcastLoops } from "../../src/kernels/broadcast-loops.ts";

/** Elements of a and b that meet in each element of the result, by walking the loops. */
function walk(a: number[], b: number[]): [number, number][] {
  const { loops } = broadcastLoops(a, b);
  let pairs: [number, number][] = [[0, 0]];
  for (const { count, strideA, strideB } of loops) {
    pairs = pairs.flatMap(([atA, atB]) =>
      Array.from({ length: count }, (_, i): [number, number] => [
        atA + i * strideA,
        atB + i * strideB,
      ]),
    );
  }
  return pairs;
}

/** The same by the definition of broadcasting. */
function reference(a: number[], b: number[]): [number, number][] {
  const rank = Math.max(a.length, b.length);
  const pad = (shape: number[]): number[] => [...new Array(rank - shape.length).fill(1), ...shape];
  const [sizesA, sizesB] = [pad(a), pad(b)];
  const sizes = sizesA.map((size, axis) => (size === 1 ? sizesB[axis] : size));
  const count = sizes.reduce((p, size) => p * size, 1);
  return Array.from({ length: count }, (_, element): [number, number] => {
    let [rest, atA, atB, spanA, spanB] = [element, 0, 0, 1, 1];
    for (let axis = rank - 1; axis >= 0; axis--) {
      const index = rest % sizes[axis];
      rest = Math.floor(rest / sizes[axis]);
      if (sizesA[axis] > 1) atA += index * spanA;
      if (sizesB[axis] > 1) atB += index * spanB;
      spanA *= sizesA[axis];
      spanB *= sizesB[axis];
    }
    return [atA, atB];
  });
}

const axis = fc.constantFrom<[number, number]>([2, 2], [3, 3], [3, 1], [1, 2], [1, 1], [5, 5]);

describe("broadcastLoops", () => {
  propertyTest.prop([fc.array(axis, { maxLength: 5 }), fc.nat(5), fc.nat(5)])(
    "walks the elements in the order of the definition",
    (axes, dropA, dropB) => {
      const a = axes.map(([size]) => size);
      const b = axes.map(([, size]) => size);
      // leading axes of size 1 may be left out
      while (dropA-- > 0 && a[0] === 1) a.shift();
      while (dropB-- > 0 && b[0] === 1) b.shift();
      expect(walk(a, b)).toEqual(reference(a, b));
    },
  );

  test.each([
    [[3, 5], [3, 5], 1],
    [[3, 5], [], 1],
    [[3, 5], [5], 2],
    [[3, 5], [3, 1], 2],
    [[2, 3, 5, 7], [5, 7], 2],
    [[2, 3, 5, 7], [2, 1, 1, 7], 3],
  ])("merges the axes of %o and %o to %i loops", (a, b, count) => {
    expect(broadcastLoops(a, b).loops.length).toBe(count);
  });

  test("refuses shapes that do not broadcast", () => {
    expect(() => broadcastLoops([2, 3], [2])).toThrow("shapes [2,3] and [2] do not broadcast");
  });
});
