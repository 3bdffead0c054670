import { describe, expect, test } from "vitest";
import {
  type TakeShape,
  takeCapitals,
  takeEdges,
  takeEnclosure,
  takeFinalMark,
  takeInitial,
  takeMnemonic,
  takeOuterSpace,
  takeQuotes,
  takeShapes,
} from "../../../src/text/index.ts";

const shapes: readonly TakeShape[] = [
  takeOuterSpace,
  (text) => takeEdges(text),
  takeEnclosure,
  takeMnemonic,
  takeFinalMark,
  takeCapitals,
  takeQuotes,
  takeInitial,
];

describe("takeShapes", () => {
  test.each([
    [" • _New folder…\n", "New folder", "neuer Ordner.", " • _Neuer Ordner…\n"],
    ["Save _As...", "Save As", "Speichern unter", "Speichern unter(_A)..."],
    ["DID YOU KNOW?", "Did you know?", "wusstest du das", "WUSSTEST DU DAS?"],
    ["3. Open “\uE000”.", "Open “\uE000”.", '"\uE000" öffnen', "3. „\uE000“ öffnen."],
    ["(see below)", "see below", "siehe unten.", "(siehe unten)"],
    ["🎉 Done!", "Done!", "fertig", "🎉 Fertig!"],
    ["&Don't ask again", "Don't ask again", "Nicht mehr fragen.", "Nicht mehr fragen(&D)"],
    ["WARNING:", "Warning", "Warnung:", "WARNUNG:"],
    ["", "", "", ""],
  ])("%j: %j, %j becomes %j", (source, text, translation, restored) => {
    const shape = takeShapes(source, shapes);
    expect(shape.text).toBe(text);
    expect(shape.restore(translation)).toBe(restored);
  });

  test("without shapes leaves everything", () => {
    expect(takeShapes(" a ", []).text).toBe(" a ");
    expect(takeShapes(" a ", []).restore("b")).toBe("b");
  });
});
