import { exploreModel } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { exploreCsv } from "../../src/report/explore-report.ts";
import { binarize, classifier, dense, sign } from "../network/networks.ts";

const description = classifier({ height: 1, width: 1, features: 64, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  dense("hidden", "bits", 32),
  sign("signs", "hidden"),
  dense("scores", "signs", 10),
]);
const foldings = exploreModel(description, { part: "xc7z020", clockMHz: 100, points: 10 });

test("no folding of the front is beaten by another in rate, size and energy", () => {
  expect(foldings.length).toBeGreaterThan(3);
  for (const one of foldings) {
    const beats = foldings.filter(
      (other) =>
        other !== one &&
        other.framesPerSecond.value >= one.framesPerSecond.value &&
        other.lut.value <= one.lut.value &&
        other.energyPj.value <= one.energyPj.value,
    );
    expect(beats).toEqual([]);
  }
});

test("the slowest first", () => {
  const rates = foldings.map(({ framesPerSecond }) => framesPerSecond.value);
  expect(rates).toEqual([...rates].sort((a, b) => a - b));
  // From a thousand clocks or so to the two beats of results that all at once need.
  expect(rates[0]).toBeLessThanOrEqual(1e8 / 512);
  expect(rates.at(-1)).toBeGreaterThanOrEqual(1e8 / 4);
});

test("as CSV a line each, whose folding is quoted", () => {
  const lines = exploreCsv(foldings).trimEnd().split("\n");
  expect(lines).toHaveLength(foldings.length + 1);
  expect(lines[0]).toMatch(/^frames_per_second,lut,/);
  expect(lines[1]).toMatch(/^[\d.]+,[\d.]+,.*,true,"\{""hidden"":\{""pe"":\d+,/);
});

test("points are checked", () => {
  const options = { part: "xc7z020", clockMHz: 100, points: 1 };
  expect(() => exploreModel(description, options)).toThrow("exploreModel: points must be");
});
