import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systems } from "@bnnkit/layers";
import { expect, test } from "vitest";
import { formatSystems } from "../apps/train/src/systems/format-systems.ts";
import { readResults } from "../apps/train/src/systems/results-files.ts";

const page = readFileSync(new URL("../docs/guide/claims-tried.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1, -1);
const data = fileURLToPath(new URL("../docs/claims/", import.meta.url));
const results = await readResults(data, "claims");

/** The arms that the command of a section trains. */
function armsOf(section: string): readonly string[] {
  const [, names = ""] = /--systems (.+?) --/.exec(section) ?? [];
  return names.split(" ");
}

test.each(sections.map((section) => [section.split("\n")[0], section] as const))(
  "%s: names its source, and trains arms that there are",
  (_, section) => {
    expect(section).toMatch(/^Source: .+, 20\d\d, [\s\S]+?<https:\/\/arxiv\.org\/abs\/[\d.]+>/m);
    const arms = armsOf(section);
    expect(arms.length).toBeGreaterThanOrEqual(2);
    const known = Object.entries(systems).flatMap(([system, { presets }]) => [
      system,
      ...Object.keys(presets).map((preset) => `${system}/${preset}`),
    ]);
    expect(known).toEqual(expect.arrayContaining([...arms]));
  },
);

test("every claim of the table has its section", () => {
  const titles = sections.map((section) => section.split("\n")[0] ?? "");
  const anchors = titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, "")
      .replace(/ /g, "-"),
  );
  const links = [...page.matchAll(/^\| .*\]\(#([a-z0-9-]+)\)/gm)].map(([, anchor]) => anchor);
  expect(links).toEqual(anchors);
});

test("the table of outcomes is that of the data, and so are the figures of the claims", () => {
  expect(page).toContain(`\n${formatSystems(results)}\n`);
  const figures = new Set(results.map(({ accuracy }) => (100 * accuracy).toFixed(2)));
  const [claims = ""] = page.split(/^## /m);
  const told = claims.match(/\d\d\.\d\d/g) ?? [];
  expect(told.length).toBeGreaterThan(10);
  expect(told.filter((figure) => !figures.has(figure))).toEqual([]);
});
