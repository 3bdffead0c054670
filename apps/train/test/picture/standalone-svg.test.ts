import * as Plot from "@observablehq/plot";
import { expect, test } from "vitest";
import { standaloneSvg } from "../../src/picture/standalone-svg.ts";

test("a plot becomes a file with a title, a look of its own and short numbers", () => {
  const svg = standaloneSvg("a < b", (document) =>
    Plot.plot({ document, axis: null, marks: [Plot.dot([[1 / 3, 2 / 3]]), Plot.frame()] }),
  );
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain("<title>a &lt; b</title>");
  expect(svg.match(/<style>/g)).toHaveLength(1);
  expect(svg).not.toMatch(/\.\d{3}/);
  expect(svg).toMatch(/<\/svg>\n$/);
});

test("what is no SVG element is refused", () => {
  expect(() => standaloneSvg("table", (document) => document.createElement("table"))).toThrow(
    "standaloneSvg: draw must return an <svg>, got <table>",
  );
});
