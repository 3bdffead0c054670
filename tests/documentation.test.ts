import { existsSync, readdirSync, readFileSync } from "node:fs";
import { systems } from "@bnnkit/layers";
import { expect, test } from "vitest";
import { languageModelIndex } from "../docs/language-model-files.ts";
import { fileOf, navigation, textOf } from "../docs/navigation.ts";
import { systemClaims, withSystemResults } from "../docs/system-results.ts";

const root = new URL("../", import.meta.url);
const links = navigation.flatMap(({ items }) => items.map(({ link }) => link));

/** Quantizers of a system's recipes, but for the one of first and last layers that stay real in their papers. */
function quantizersOf(system: object): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(system, (key, value) => {
    if (/quantizer$/i.test(key) && value !== null) {
      found.add(typeof value === "string" ? value : String(value.name));
    }
    return value;
  });
  found.delete("int8-rows");
  return found;
}

test("the navigation has every page once, and no other", () => {
  const pages = ["guide", "systems"].flatMap((folder) =>
    readdirSync(new URL(`docs/${folder}/`, root))
      .filter((file) => file.endsWith(".md"))
      .map((file) => `docs/${folder}/${file}`),
  );
  const readmes = ["packages", "apps", "models"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root))
      .map((name) => `${folder}/${name}/README.md`)
      .filter((path) => existsSync(new URL(path, root))),
  );
  expect(links.map(fileOf).sort()).toEqual([...pages, ...readmes, "README.md"].sort());
});

test("llms.txt says something about every page", () => {
  const lines = languageModelIndex().split("\n");
  const pages = lines.filter((line) => line.startsWith("- "));
  expect(pages).toHaveLength(links.length);
  for (const line of pages) expect(line).toMatch(/^- \[.+\]\(.+\.md\): .{10,}$/);
});

test.each(Object.entries(systems))("%s has a page with its presets and results", (name, system) => {
  const link = `/systems/${name}`;
  expect(links).toContain(link);
  const text = textOf(link);
  for (const preset of Object.keys(system.presets)) expect(text).toContain(`\`${preset}\``);
  const [first] = Object.keys(system.presets);
  expect(text).toContain(`train image --system ${name} --preset ${first} `);
  const page = withSystemResults(text, fileOf(link));
  expect(page).not.toContain("<!--");
  const [, pictured = ""] = /<!-- quantizers: (.+) -->/.exec(text) ?? [];
  expect(pictured.split(" ").filter(Boolean).sort()).toEqual([...quantizersOf(system)].sort());
  const claims = systemClaims().filter((claim) => claim.system === name);
  for (const { claim } of claims) expect(page).toContain(claim);
});

test("what was measured stands on the pages of its systems", () => {
  const folder = new URL("packages/layers/results/", root);
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  for (const file of files) {
    const runs: readonly { system: string; seed: number; modelBytes: number }[] = JSON.parse(
      readFileSync(new URL(file, folder), "utf8"),
    );
    // Of several seeds the file is that of the first.
    for (const { system, seed, modelBytes } of runs) {
      if (seed !== 1) continue;
      const link = `/systems/${system}`;
      const page = withSystemResults(textOf(link), fileOf(link));
      expect(page).toContain(`| ${Math.round(modelBytes / 1000)} kB |`);
    }
  }
});

test("claims are about systems and presets that there are, and name where they were read", () => {
  for (const { system, preset, readIn } of systemClaims()) {
    const known = new Map<string, object>(Object.entries(systems)).get(system);
    expect(known, system).toBeDefined();
    const presets = Object.entries(systems).flatMap(([name, { presets: of }]) =>
      name === system ? ["", ...Object.keys(of)] : [],
    );
    expect(presets).toContain(preset);
    expect(readIn).toMatch(/^https:\/\/(arxiv\.org\/abs|github\.com)\/\S+$/);
  }
});
