import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";

const root = new URL("..", import.meta.url);
const scratch = new URL("./.readme-examples/", import.meta.url);

/** The first ```ts block of a README. */
function exampleOf(readme: string): string | undefined {
  return /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
}

/** The outputs that an example promises, in order: `console.log(x); // output`. */
function promisedOutputs(example: string): string[] {
  return [...example.matchAll(/^\s*console\.log\(.*\);?\s*\/\/\s*(.+)$/gm)].map(([, text]) =>
    (text ?? "").trim(),
  );
}

const printed = (values: readonly unknown[]): string =>
  values
    .map((value) => (typeof value === "string" ? value : inspect(value)))
    .join(" ")
    .trim();

const packages = readdirSync(new URL("packages", root)).sort();

describe.each(packages)("README of %s", (name) => {
  const readme = readFileSync(new URL(`packages/${name}/README.md`, root), "utf8");
  const example = exampleOf(readme);

  test("its example runs and prints what it promises", { timeout: 60_000 }, async () => {
    if (example === undefined) throw new Error(`packages/${name}/README.md has no ts block`);
    mkdirSync(scratch, { recursive: true });
    const file = new URL(`${name}.ts`, scratch);
    writeFileSync(file, example);
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    try {
      await import(file.href);
      const outputs = log.mock.calls.map(printed);
      expect(outputs.filter((_, index) => index < promisedOutputs(example).length)).toEqual(
        promisedOutputs(example),
      );
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
