import { readFileSync } from "node:fs";
import { systems } from "@bnnkit/layers";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../docs/guide/claims-tried.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1);

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
  const links = [...page.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
  expect(links).toEqual(anchors);
});
