import { describe, expect, test } from "vitest";
import { readGlossary, readMemory } from "../src/index.ts";

describe("readMemory", () => {
  const tmx = `<?xml version="1.0"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header/><body>
<tu><tuv xml:lang="en-US"><seg>Water &amp; fire</seg></tuv><tuv xml:lang="de"><seg>Wasser und Feuer</seg></tuv></tu>
<tu><tuv xml:lang="EN"><seg>A
  tree</seg></tuv><tuv xml:lang="de-AT"><seg>Ein Baum</seg></tuv><tuv xml:lang="fr"><seg>Un arbre</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>A <ph>x</ph></seg></tuv><tuv xml:lang="de"><seg>Ein <ph>x</ph></seg></tuv></tu>
</body></tmx>`;

  test("has the pairs of two languages without inline elements", () => {
    expect([...readMemory(tmx)]).toEqual([
      ["Water & fire", "Wasser und Feuer"],
      ["A tree", "Ein Baum"],
    ]);
    expect([...readMemory(tmx, { targetLanguage: "fr" })]).toEqual([["A tree", "Un arbre"]]);
  });

  test("another file is refused with its line", () => {
    expect(() => readMemory("<a/>")).toThrow("line 1: expected <tmx>, got <a>");
    expect(() => readMemory("<tmx>\n</tm>")).toThrow("line 2: not well-formed XML");
  });
});

describe("readGlossary", () => {
  test.each([
    ["tabs", "screen\tBildschirm\nlight\tLicht\n"],
    ["commas and a heading", "en,de\nscreen,Bildschirm\nlight,Licht\nscreen,Schirm\n"],
    ["semicolons and a comment", '# terms\nscreen;"Bildschirm"\n\nlight;Licht'],
    [
      "TBX 3",
      `<tbx type="TBX-Basic" style="dct"><text><body>
      <conceptEntry><langSec xml:lang="en"><termSec><term>screen</term></termSec></langSec>
        <langSec xml:lang="de"><termSec><term>Bildschirm</term></termSec></langSec></conceptEntry>
      <conceptEntry><langSec xml:lang="en"><termSec><term>light</term></termSec></langSec>
        <langSec xml:lang="de"><termSec><term>Licht</term></termSec></langSec></conceptEntry>
      <conceptEntry><langSec xml:lang="en"><termSec><term>alone</term></termSec></langSec></conceptEntry>
    </body></text></tbx>`,
    ],
    [
      "TBX 2",
      `<martif type="TBX"><text><body>
      <termEntry><langSet xml:lang="en-GB"><tig><term>screen</term></tig></langSet><langSet xml:lang="de"><tig><term>Bildschirm</term></tig></langSet></termEntry>
      <termEntry><langSet xml:lang="de"><tig><term>Licht</term></tig></langSet><langSet xml:lang="en"><tig><term>light</term></tig></langSet></termEntry>
    </body></text></martif>`,
    ],
  ])("%s", (_, text) => {
    expect(readGlossary(text)).toEqual({ screen: "Bildschirm", light: "Licht" });
  });

  test("a row without a translation is refused with its line", () => {
    expect(() => readGlossary("a\tb\nc\n")).toThrow("line 2: expected a term and its translation");
  });
});
