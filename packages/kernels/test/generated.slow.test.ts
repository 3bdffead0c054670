import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the inlined modules are what the AssemblyScript sources compile to", () => {
  const generate = fileURLToPath(new URL("../tooling/generate.mjs", import.meta.url));
  expect(() => execFileSync(process.execPath, [generate, "--check"])).not.toThrow();
});
