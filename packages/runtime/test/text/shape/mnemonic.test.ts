import { describe, expect, test } from "vitest";
import { takeMnemonic } from "../../../src/text/index.ts";

describe("takeMnemonic", () => {
  test.each([
    ["_File", "File", "Datei", "Datei(_F)"],
    ["_File", "File", "Filter", "_Filter"],
    ["_Edit", "Edit", "Bearbeiten", "B_earbeiten"],
    ["Save _As…", "Save As…", "Speichern unter…", "Speichern unter(_A)…"],
    ["Save _As…", "Save As…", "Als Datei speichern…", "_Als Datei speichern…"],
    ["&File", "File", "Ordner", "Ordner(&F)"],
    ["E&xit", "Exit", "Beenden", "Beenden(&X)"],
    ["Cu_t", "Cut", "Ausschneiden", "Ausschneiden(_T)"],
    ["_New folder:", "New folder:", "Neuer Ordner:", "_Neuer Ordner:"],
    ["_Bold", "Bold", "das Band", "das _Band"],
    ["_List", "List", "Alle ELemente", "Alle E_Lemente"],
    ["Open (_O)…", "Open…", "Öffnen…", "Öffnen (_O)…"],
    ["Open(&O)", "Open", "Öffnen", "Öffnen(&O)"],
    ["_Delete \uE000", "Delete \uE000", "\uE000 löschen", "\uE000 löschen(_D)"],
    ["Copy && _paste", "Copy && paste", "Kopieren && einfügen", "Ko_pieren && einfügen"],
    ["_1 item", "1 item", "1 Eintrag", "_1 Eintrag"],
    ["_Quit", "Quit", "_Beenden", "_Beenden"],
    ["_File", "File", "File", "_File"],
  ])("%j: %j, %j becomes %j", (source, text, translation, restored) => {
    const shape = takeMnemonic(source);
    expect(shape.text).toBe(text);
    expect(shape.restore(translation)).toBe(restored);
  });

  test.each([
    "AT&T",
    "R&D",
    "Q & A",
    "Tom &amp; Jerry",
    "&#38; and",
    "file_name",
    "size_t overflow",
    "INT_MAX",
    "_GNU_SOURCE",
    "__init__",
    "_italic_",
    "Servers _and _clients",
    "Salt && pepper",
    "Call g_unlink() first",
    "a_1",
    "",
    "_",
    "&",
    "Plain",
    "_First line\nsecond line",
    `_Long ${"text ".repeat(30)}`,
  ])("%j has none", (source) => {
    const shape = takeMnemonic(source);
    expect(shape.text).toBe(source);
    expect(shape.restore("Übersetzt")).toBe("Übersetzt");
  });
});
