import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("src/vector-module.generated.ts is what assembly/ compiles to", () => {
  const generate = fileURLToPath(new URL("../assembly/generate.mjs", import.meta.url));
  expect(() => execFileSync(process.execPath, [generate, "--check"])).not.toThrow();
});
