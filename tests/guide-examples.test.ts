import { expect, test } from "vitest";
import { guidePrograms } from "./guide-programs.ts";
import { promisedOutputs } from "./readme-example.ts";
import { runExample } from "./run-example.ts";

const programs = [...guidePrograms()].map(([name, program]) => ({ name, program }));

test("guides with programs are found", () => {
  expect(programs.map(({ name }) => name)).toContain("a-bnn-in-ten-minutes");
});

test.each(programs)(
  "the program of $name runs and prints what it promises",
  {
    timeout: 120_000,
  },
  async ({ name, program }) => {
    expect(promisedOutputs(program)).not.toEqual([]);
    await runExample(program, `guide-${name}`);
  },
);
