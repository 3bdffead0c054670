import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("src/vector-module.generated.ts is what assembly/ compiles to", () => {
  const generated = fileURLToPath(new URL("../src/vector-module.generated.ts", import.meta.url));
  const before = readFileSync(generated, "utf8");
  execFileSync(process.execPath, [
    fileURLToPath(new URL("../assembly/generate.mjs", import.meta.url)),
  ]);
  expect(readFileSync(generated, "utf8")).toBe(before);
});
