import { describe, expect, test } from "vitest";
import { formatLossCsv, formatValidationCsv, type LossRow } from "../../src/fit/curve.ts";
import { drawLossCurve } from "../../src/fit/curve-picture.ts";

const row = (step: number): LossRow => ({
  step,
  epoch: 0,
  tokens: 100 * step,
  learningRate: 0.001,
  loss: 9 / step,
  gradientNorm: 0.5,
});

describe("formatLossCsv", () => {
  test("one line per step under a header", () => {
    expect(formatLossCsv([row(1), row(2)])).toBe(
      "step,epoch,tokens,learning_rate,loss,gradient_norm\n" +
        "1,0,100,1.0000e-3,9.000000,0.500000\n" +
        "2,0,200,1.0000e-3,4.500000,0.500000\n",
    );
  });
});

describe("formatValidationCsv", () => {
  test.each([
    ["plain-name", "plain-name"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
  ])("writes the name %j as %j", (name, field) => {
    const csv = formatValidationCsv([{ step: 1, tokens: 2, name, loss: 3, bleu: 4 }]);
    expect(csv).toBe(`step,tokens,name,loss,bleu\n1,2,${field},3.000000,4.00\n`);
  });

  test("leaves BLEU empty where nothing was translated", () => {
    const rows = [
      { step: 2, tokens: 200, name: "a", loss: 1.5, bleu: 20.125 },
      { step: 2, tokens: 200, name: "b", loss: 2, bleu: undefined },
    ];
    expect(formatValidationCsv(rows)).toBe(
      "step,tokens,name,loss,bleu\n2,200,a,1.500000,20.13\n2,200,b,2.000000,\n",
    );
  });
});

describe("drawLossCurve", () => {
  const validation = { tokens: 0, bleu: undefined, name: "a<b&c" };
  const rows = Array.from({ length: 601 }, (_, i) => row(i + 1));

  test("draws at most 300 training points and one line per held-out file inside the picture", () => {
    const held = [
      { ...validation, step: 1, loss: 9 },
      { ...validation, step: 601, loss: 1 },
    ];
    const svg = drawLossCurve(rows, held, 300);
    const lines = [...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points.split(" "));
    expect(lines.map((line) => line.length)).toEqual([201, 2]);
    for (const [x, y] of lines.flat().map((point) => point.split(",").map(Number))) {
      expect(x).toBeGreaterThanOrEqual(64);
      expect(x).toBeLessThanOrEqual(960 - 24);
      expect(y).toBeGreaterThanOrEqual(40);
      expect(y).toBeLessThanOrEqual(540 - 48);
    }
    expect(svg).toContain("a&lt;b&amp;c");
    expect(svg).toContain("binarized from here");
  });

  test("no point, one point and a loss of NaN give a picture without NaN", () => {
    expect(drawLossCurve([], [], undefined)).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
    expect(drawLossCurve([row(1)], [], undefined)).not.toContain("NaN");
    expect(drawLossCurve([row(1), { ...row(2), loss: Number.NaN }], [], 1)).not.toContain("NaN");
  });
});
