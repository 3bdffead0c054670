import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const apps = ["apps/translate/src", "apps/train/src", "apps/benchmark/src"];

test.each([
  ["completion.ts", [...apps, "packages/hardware/src/command"]],
  ["reason-of.ts", apps],
])("%s is the same in every command", (file, folders) => {
  const [first, ...others] = folders.map((folder) =>
    readFileSync(new URL(`../${folder}/${file}`, import.meta.url), "utf8"),
  );
  for (const other of others) expect(other).toBe(first);
});
