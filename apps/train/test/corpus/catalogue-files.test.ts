import { symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { findCatalogues } from "../../src/corpus/catalogue-files.ts";
import { scratchFolder } from "./scratch-folder.ts";

test("finds the catalogues of a language in a tree, sorted, and follows no link", async () => {
  const wanted = [
    "po/de.po",
    "src/barn.de.po",
    "usr/share/locale/de/LC_MESSAGES/barn.mo",
    "usr/share/locale/de/LC_MESSAGES/hen.po",
    "usr/share/locale/de_DE/LC_MESSAGES/cow.mo",
    "wp/admin-de_DE.mo",
    "wp/de_DE.mo",
  ];
  const others = [
    "po/fr.po",
    "po/ode.po",
    "po/de.pot",
    "usr/share/locale/de/LC_TIME/barn.mo",
    "usr/share/locale/de/LC_MESSAGES/barn.txt",
    "usr/share/locale/de_AT/LC_MESSAGES/barn.mo",
    "usr/share/locale/fr/LC_MESSAGES/barn.mo",
  ];
  const root = scratchFolder(Object.fromEntries([...wanted, ...others].map((name) => [name, ""])));
  symlinkSync(join(root, "po/de.po"), join(root, "linked.de.po"));
  symlinkSync(join(root, "usr"), join(root, "linked"));
  const found = await findCatalogues(root, "de");
  expect(found.map((path) => relative(root, path))).toEqual(wanted);
  expect(await findCatalogues(root, "it")).toEqual([]);
});

test("a file is itself, whatever its name", async () => {
  const root = scratchFolder({ "hen.po": "", "hen.mo": "", "hen.txt": "" });
  expect(await findCatalogues(join(root, "hen.po"), "de")).toEqual([join(root, "hen.po")]);
  expect(await findCatalogues(join(root, "hen.mo"), "de")).toEqual([join(root, "hen.mo")]);
  await expect(findCatalogues(join(root, "hen.txt"), "de")).rejects.toThrow(/hen\.txt: expected a/);
  await expect(findCatalogues(join(root, "none"), "de")).rejects.toThrow(/none: no such file/);
});
