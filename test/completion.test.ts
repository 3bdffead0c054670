import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const source = (app: string, file: string): string =>
  readFileSync(new URL(`../apps/${app}/src/${file}`, import.meta.url), "utf8");

test.each(["completion.ts", "reason-of.ts"])("%s is the same in every app", (file) => {
  const [first, ...others] = ["translate", "train", "benchmark"].map((app) => source(app, file));
  for (const other of others) expect(other).toBe(first);
});
