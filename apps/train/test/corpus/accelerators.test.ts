import { expect, test } from "vitest";
import { withoutAccelerators } from "../../src/corpus/accelerators.ts";

test.each([
  ["_File", "_Datei", "File", "Datei"],
  ["&Behaviour", "Ver&halten", "Behaviour", "Verhalten"],
  ["~Open", "Ö~ffnen", "Open", "Öffnen"],
  ["Op_en", "Öff_nen", "Open", "Öffnen"],
  ["Op_en", "Öffnen", "Open", "Öffnen"],
  ["_Name", "_Name", "Name", "Name"],
  ["A_daptive filter", "A_daptive Filter", "Adaptive filter", "Adaptive Filter"],
  ["File", "Datei(_F)", "File", "Datei"],
  ["_File...", "Datei (&F) …", "File...", "Datei …"],
  ["_Open %(file_name)s", "%(file_name)s ö_ffnen", "Open %(file_name)s", "%(file_name)s öffnen"],
  ["Copy && &Paste", "Kopieren && &einfügen", "Copy & Paste", "Kopieren & einfügen"],
  ["Hens & cows", "Hühner & Kühe", "Hens & cows", "Hühner & Kühe"],
  ["R&D department", "F&E-Abteilung", "R&D department", "F&E-Abteilung"],
  ["Set file_name", "file_name setzen", "Set file_name", "file_name setzen"],
  ["MY_OLD_HEN", "MEIN_ALTES_HUHN", "MY_OLD_HEN", "MEIN_ALTES_HUHN"],
  ["In ~/barn", "In ~/barn", "In ~/barn", "In ~/barn"],
])("%j · %j reads %j · %j", (source, target, plainSource, plainTarget) => {
  expect(withoutAccelerators({ source, target })).toEqual({
    source: plainSource,
    target: plainTarget,
  });
});
