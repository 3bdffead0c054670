import { expect, test } from "vitest";
import { readLibreOfficeUi } from "../../src/corpus/libreoffice-ui.ts";
import { moFile } from "./mo-file.ts";
import { scratchFolder } from "./scratch-folder.ts";

const catalogue = (name: string) =>
  `usr/lib/libreoffice/program/resource/de/LC_MESSAGES/${name}.mo`;

test("reads messages with context, plurals, lines and mnemonics from every catalogue", async () => {
  const root = scratchFolder({
    [catalogue("b")]: moFile({
      "ctx\u0004_Feed the hen.": "Das Huhn _füttern.",
      "One hen.\0Many hens.": "Ein Huhn.\0Viele Hühner.",
      Same: "Same",
      Untranslated: "",
    }),
    [catalogue("a")]: moFile({
      "Feed %PRODUCTNAME?\n\nIt is late.": "%PRODUCTNAME füttern?\n\nEs ist spät.",
      "One. Two.": "Eins und zwei.",
    }),
  });
  expect(await readLibreOfficeUi(root)).toEqual({
    pairs: [
      { source: "Feed LibreOffice?", target: "LibreOffice füttern?" },
      { source: "It is late.", target: "Es ist spät." },
      { source: "One hen.", target: "Ein Huhn." },
      { source: "Many hens.", target: "Viele Hühner." },
      { source: "Feed the hen.", target: "Das Huhn füttern." },
    ],
    paragraphs: 5,
    unaligned: 1,
  });
});

test("refuses a missing and a damaged catalogue", async () => {
  await expect(readLibreOfficeUi(scratchFolder())).rejects.toThrow(/expected the \.mo files/);
  const good = moFile({ "A hen.": "Ein Huhn." });
  for (const bytes of [Buffer.from("nonsense"), good.subarray(0, 40), Buffer.alloc(0)]) {
    const root = scratchFolder({ [catalogue("a")]: bytes });
    await expect(readLibreOfficeUi(root)).rejects.toThrow(/a\.mo: expected a gettext catalogue/);
  }
});
