import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../program-fixture.ts";
import { reportOf, rowOf } from "../report/report-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "bnnkit-benchmark-"));
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  const report = (ratio: number) => reportOf([rowOf("ours", [1]), rowOf("peer", [ratio])]);
  writeFileSync(path("ten.json"), JSON.stringify(report(10)));
  writeFileSync(path("eight.json"), JSON.stringify(report(8)));
  writeFileSync(path("none.json"), JSON.stringify(reportOf([rowOf("ours", [1])])));
  writeFileSync(path("other.json"), JSON.stringify({ format: "something" }));
  writeFileSync(path("broken.json"), "{");
});
afterAll(() => rmSync(folder, { recursive: true }));

const compare = (before: string, after: string, ...options: string[]) =>
  run(["compare", path(before), path(after), ...options]);

/** Each report twice, as two runs that say the same. */
const compareTwice = (before: string, after: string, ...options: string[]) => {
  const [base, head] = [path(before), path(after)];
  return run(["compare", "--base", base, base, "--head", head, head, ...options]);
};

describe("compare", () => {
  test("ends with 0 where no ratio has lost more than allowed", async () => {
    const { code, output, error } = await compare(
      "ten.json",
      "eight.json",
      "--max-regression",
      "25%",
    );
    expect(error).toBe("");
    expect(code).toBe(0);
    expect(output.split("\n").slice(0, 4)).toEqual([
      "1 ratios compared, 0 regressed",
      "",
      "                         against   threads   before   after    change",
      "  w1a1-gemm 2x3x5 ours      peer         1     10.0    8.00   −20.0 %",
    ]);
  });

  test("ends with 1 and shows which ratio has", async () => {
    const { code, output, error } = await compareTwice("ten.json", "eight.json");
    expect(code).toBe(1);
    expect(output).toContain("regressed");
    expect(error).toBe("error: 1 ratios lost more than 10.0 %\n");
  });

  test("two single reports decide nothing, and say what would", async () => {
    const { code, output } = await compare("ten.json", "eight.json");
    expect(code).toBe(0);
    expect(output).toContain(
      "1 ratios compared, 0 regressed, 1 undecided: measure again, two reports a side\n",
    );
  });

  test("--help shows the default as it is given", async () => {
    const { output } = await run(["compare", "--help"]);
    expect(output).toContain("(default: 10 %)");
  });

  test("speaks Markdown and JSON", async () => {
    const { output } = await compareTwice("ten.json", "eight.json", "--format", "markdown");
    expect(output).toContain(
      "| w1a1-gemm 2x3x5 ours | peer | 1 | 10.0 | 8.00 | −20.0 % | regressed |",
    );
    const { output: json } = await compareTwice("eight.json", "ten.json", "--format", "json");
    expect(JSON.parse(json).changes[0].verdict).toBe("improved");
  });

  test.each([
    [["ten.json", "none.json"], "no ratio in common"],
    [["ten.json", "other.json"], 'no report of format "bnnkit-benchmark"'],
    [["ten.json", "broken.json"], "broken.json: "],
    [["ten.json", "absent.json"], "ENOENT"],
    [
      ["ten.json", "ten.json", "--peer", "nobody"],
      '--peer: no ratio is to "nobody"; there are: peer',
    ],
    [["ten.json", "ten.json", "--base", "x"], "give two reports, or --base FILE… and --head FILE…"],
    [["ten.json", "ten.json", "--max-regression", "x"], "expected a percentage"],
    [["ten.json", "ten.json", "--max-regression", "100"], "expected a percentage"],
  ])("%j ends with 2", async ([before = "", after = "", ...options], message) => {
    const { code, output, error } = await compare(before, after, ...options);
    expect(error).toContain(message);
    expect(output).toBe("");
    expect(code).toBe(2);
  });
});
