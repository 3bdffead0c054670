import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { examplesOf } from "./readme-example.ts";
import { runExample } from "./run-example.ts";

const root = new URL("..", import.meta.url);
const libraries = readdirSync(new URL("packages", root)).map((name) => `packages/${name}`);

const models = readdirSync(new URL("models", root)).map((name) => `models/${name}`);

describe.each([...libraries.sort(), ...models, "apps/train"])("README of %s", (folder) => {
  const path = `${folder}/README.md`;
  const readme = readFileSync(new URL(path, root), "utf8");

  test.each(examplesOf(readme, path).map((example, index) => ({ example, index })))(
    "example $index runs and prints what it promises",
    {
      timeout: 60_000,
    },
    async ({ example, index }) => {
      await runExample(example, `${folder.replaceAll("/", "-")}-${index}`);
    },
  );

  test("starts with an example of ten lines or so", () => {
    const [first] = examplesOf(readme, path);
    expect(first?.trim().split("\n").length).toBeLessThanOrEqual(16);
  });

  test("installs what its examples import", () => {
    const installed = [...readme.matchAll(/npm (?:install|i) (.*)/g)].flatMap(([, line = ""]) =>
      line.split(/\s+/),
    );
    const imported = [...readme.matchAll(/ from "((?:@[\w-]+\/)?[\w-]+)/g)].map(([, name]) => name);
    // A command of this repository is not installed.
    const known = [...installed, "node", "@bnnkit/train"];
    const lacking = imported.filter((name) => !known.includes(name ?? ""));
    expect(lacking).toEqual([]);
  });

  test("names its parts: install, exports, limits", () => {
    expect(readme).toMatch(/npm (install|i) |npx /);
    expect(readme).toMatch(/^## .*exports/im);
    expect(readme).toMatch(/^## .*limits/im);
  });
});
