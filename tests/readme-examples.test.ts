import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { exampleOf, printed, promisedOutputs } from "./readme-example.ts";

const root = new URL("..", import.meta.url);
const scratch = new URL("./.readme-examples/", import.meta.url);
const packages = readdirSync(new URL("packages", root)).sort();

describe.each(packages)("README of %s", (name) => {
  const path = `packages/${name}/README.md`;
  const readme = readFileSync(new URL(path, root), "utf8");

  test("its example runs and prints what it promises", { timeout: 60_000 }, async () => {
    const example = exampleOf(readme, path);
    mkdirSync(scratch, { recursive: true });
    const file = new URL(`${name}.ts`, scratch);
    writeFileSync(file, example);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      await import(file.href);
      const promised = promisedOutputs(example);
      expect(log.mock.calls.slice(0, promised.length).map(printed)).toEqual(promised);
    } finally {
      log.mockRestore();
    }
  });

  test("names its parts: install, exports, limits", () => {
    expect(readme).toMatch(/npm (install|i) /);
    expect(readme).toMatch(/^## .*exports/im);
    expect(readme).toMatch(/^## .*limits/im);
  });
});
