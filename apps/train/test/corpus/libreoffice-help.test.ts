import { expect, test } from "vitest";
import { readLibreOfficeHelp } from "../../src/corpus/libreoffice-help.ts";
import { scratchFolder } from "./scratch-folder.ts";

const page = (language: string, name: string) =>
  `usr/share/libreoffice/help/${language}/text/${name}.html`;

test("pairs the paragraphs of a page by their ids and splits them into sentences", async () => {
  const root = scratchFolder({
    [page("en-US", "farm/a")]:
      '<p id="par_id1">A hen sleeps. It snores.</p><p id="par_id2">Same</p><p id="par_id3">One. Two.</p>',
    [page("de", "farm/a")]:
      '<p id="par_id3">Eins und zwei.</p><p id="par_id1">Ein Huhn schläft. Es schnarcht.</p><p id="par_id2">Same</p>',
    [page("en-US", "only-english")]: '<p id="par_id1">Nobody translated it.</p>',
  });
  expect(await readLibreOfficeHelp(root)).toEqual({
    pairs: [
      { source: "A hen sleeps.", target: "Ein Huhn schläft." },
      { source: "It snores.", target: "Es schnarcht." },
    ],
    paragraphs: 2,
    unaligned: 1,
  });
});

test("says where the pages of a language are missing", async () => {
  const root = scratchFolder({ [page("en-US", "a")]: "" });
  await expect(readLibreOfficeHelp(root)).rejects.toThrow(
    /help\/de\/text: expected the html pages of a libreoffice-help package/,
  );
});
