import { describe, expect, test } from "vitest";
import { differences, itemsOf } from "./differences.ts";

describe("mnemonics", () => {
  test.each([
    ["_File", ["_File"]],
    ["E_xit", ["E_xit"]],
    ["Save _As…", ["_As"]],
    ["&File", ["&"]],
    ["Sa&ve", ["&"]],
    ["&Find && Replace", ["&"]],
    ["AT&T", []],
    ["R&D", []],
    ["file_name", []],
    ["LC_ALL", []],
    ["__init__", []],
    ["_one_", []],
    ["_File _Edit", []],
    ["A & B", []],
    ["A &amp; B", []],
    ["Open _it. Then close it.", []],
  ])("of %j", (text, items) => {
    expect(itemsOf("mnemonic", text)).toEqual(items);
  });

  test.each([
    ["_File", "_Datei"],
    ["_File", "Da_tei"],
    ["_File", "Datei (_F)"],
    ["_Save…", "Speichern (_S)…"],
    ["_Save…", "Speichern… (_S)"],
    ["&Find && Replace", "&Suchen && Ersetzen"],
    ["_Use file", "file_name _verwenden"],
    ["AT&T", "AT und T"],
  ])("%j → %j is kept", (source, target) => {
    expect(differences(source, target)).toEqual([]);
  });

  test.each([
    ["_File", "Datei", ["mnemonic -_File"]],
    ["_File", "_Datei _neu", ["mnemonic +_n"]],
    ["&File", "Datei", ["mnemonic -&"]],
    ["&File", "Datei &", ["mnemonic -&"]],
    ["&File", "&&Datei", ["mnemonic -&"]],
    ["&File", "&D&atei", ["mnemonic +&a"]],
  ])("%j → %j is noticed", (source, target, expected) => {
    expect(differences(source, target)).toEqual(expected);
  });
});
