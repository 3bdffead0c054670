import { expect, test } from "vitest";
import { formatSystems } from "../../src/systems/format-systems.ts";
import { mergeResults } from "../../src/systems/system-result.ts";
import { floatResult, inventedResult, inventedSpeed } from "./invented-result.ts";

const rowsOf = (table: string): readonly string[] => table.split("\n").slice(2, -1);

test("the table has the mean of the seeds and their sample standard deviation", () => {
  const table = formatSystems([
    inventedResult({ accuracy: 0.87 }),
    inventedResult({ seed: 2, accuracy: 0.872 }),
    inventedResult({ seed: 3, accuracy: 0.874 }),
    { ...floatResult, sameClass: 9999 },
  ]);
  expect(rowsOf(table)).toEqual([
    "| mlp | bnn | bnn-theano | 87.20 % ± 0.20 (3 seeds) | 443600 | 5.25 | 39.8 % | all |",
    "| mlp | float | float | 90.00 % | 2687848 | 32.00 | 0.0 % | 9999 of 10000 |",
  ]);
});

test.each([
  [0, "9999 of 10000, 0 no tie"],
  [1, "9999 of 10000, 1 no tie"],
  [undefined, "9999 of 10000"],
])("of images of another class, %s that are no ties", (otherClass, cell) => {
  const [row] = rowsOf(
    formatSystems([
      inventedResult({ sameClass: 9999, ...(otherClass !== undefined && { otherClass }) }),
    ]),
  );
  expect(row?.split(" | ").at(-1)).toBe(`${cell} |`);
});

test("runs with learned scales of weights stand beside those without", () => {
  const own = { system: "bivit", preset: "one-bit", network: "vit" } as const;
  const learned = inventedResult({ ...own, weightScales: "learned", accuracy: 0.8 });
  const merged = mergeResults([learned], [inventedResult(own)]);
  expect(rowsOf(formatSystems(merged)).map((row) => row.split(" | ").slice(1, 4))).toEqual([
    ["bivit", "one-bit", "87.00 %"],
    ["bivit", "one-bit, learned scales", "80.00 %"],
  ]);
});

test("speeds of the largest batches follow where there are any", () => {
  const speeds = [inventedSpeed(1, 900), inventedSpeed(64, 38561.1)];
  const table = formatSystems([inventedResult({ speeds }), floatResult]);
  expect(table.split("\n")[0]).toMatch(
    /\| same class \| images\/s in batches of 64 \| × tfjs-wasm \| × onnxruntime-web \|$/,
  );
  expect(rowsOf(table).map((row) => row.split(" all ")[1])).toEqual([
    "| 38561 | 12.3 | 4.6 |",
    "|  |  |  |",
  ]);
});

test("no results make a table without rows", () => {
  expect(rowsOf(formatSystems([]))).toEqual([]);
});

test("results stand in the order of networks, recipes and seeds, a later one in the place of an earlier", () => {
  const cnn = inventedResult({ network: "cnn" });
  const second = inventedResult({ seed: 2 });
  const again = inventedResult({ accuracy: 0.9 });
  expect(mergeResults([cnn, second, inventedResult()], [floatResult, again])).toEqual([
    floatResult,
    again,
    second,
    cnn,
  ]);
});

test("a network keeps its speed as long as its file is as large", () => {
  const before = [inventedResult({ speeds: [inventedSpeed(1, 900)] })];
  const faster = [inventedSpeed(1, 1000)];
  expect(mergeResults(before, [inventedResult({ accuracy: 0.9 })])[0]?.speeds).toEqual(
    before[0]?.speeds,
  );
  expect(mergeResults(before, [inventedResult({ speeds: faster })])[0]?.speeds).toEqual(faster);
  expect(mergeResults(before, [inventedResult({ modelBytes: 1 })])[0]?.speeds).toBeUndefined();
});
