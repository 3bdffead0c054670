import { copyFileSync, mkdirSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { guidePrograms } from "./guide-programs.ts";
import { promisedOutputs } from "./readme-example.ts";
import { runExample, scratchFolder } from "./run-example.ts";

const programs = [...guidePrograms()].map(([name, program]) => ({ name, program }));

beforeAll(() => {
  mkdirSync(scratchFolder, { recursive: true });
  copyFileSync(
    new URL("../docs/public/digits.txt", import.meta.url),
    new URL("digits.txt", scratchFolder),
  );
});

test("guides with programs are found", () => {
  expect(programs.map(({ name }) => name)).toContain("train-pack-run-price");
});

test.each(programs)(
  "the program of $name runs and prints what it promises",
  {
    timeout: 240_000,
  },
  async ({ name, program }) => {
    expect(promisedOutputs(program)).not.toEqual([]);
    await runExample(program, `guide-${name}`);
  },
);
