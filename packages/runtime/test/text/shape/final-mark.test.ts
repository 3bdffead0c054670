import { describe, expect, test } from "vitest";
import { takeFinalMark } from "../../../src/text/index.ts";

describe("takeFinalMark", () => {
  test.each([
    ["Name:", "Name", "Name.", "Name:"],
    ["Name :", "Name", "Benennung", "Benennung :"],
    ["Loading…", "Loading", "Wird geladen", "Wird geladen…"],
    ["Loading...", "Loading", "Wird geladen …", "Wird geladen ..."],
    ["Really?...", "Really?", "Wirklich", "Wirklich?..."],
    ["Saved.", "Saved.", "Gespeichert", "Gespeichert."],
    ["Are you sure?", "Are you sure?", "Sind Sie sicher.", "Sind Sie sicher?"],
    ["What?!", "What?!", "Was?", "Was?!"],
    ["Save file", "Save file", "Datei speichern.", "Datei speichern"],
    ["Save file", "Save file", "Datei speichern .", "Datei speichern"],
    ["Names and more", "Names and more", "Namen usw.", "Namen usw."],
    ["For example", "For example", "z. B.", "z. B."],
    ["Number", "Number", "Nr.", "Nr."],
    ["3rd", "3rd", "3.", "3."],
    ["Page 3", "Page 3", "Seite 3.", "Seite 3"],
    ["Names and so on.", "Names and so on.", "Namen usw.", "Namen usw."],
    ["And so on!", "And so on!", "Usw.", "Usw.!"],
    ["Names, etc.", "Names, etc.", "Namen und anderes", "Namen und anderes"],
    ["(See below.)", "(See below.)", "(Siehe unten)", "(Siehe unten.)"],
    ["See (below).", "See (below).", "Siehe (unten)", "Siehe (unten)."],
    ["Open “it”", "Open “it”", "Öffne „es“.", "Öffne „es“"],
    ["He said “Go!”", "He said “Go!”", "Er sagte „Geh.“", "Er sagte „Geh!“"],
    ["Copy \uE000:", "Copy \uE000", "\uE000 kopieren", "\uE000 kopieren:"],
    ["你好。", "你好。", "Hallo", "Hallo"],
    ["…", "…", "Wort", "Wort"],
    ["", "", "Wort.", "Wort."],
    ["No", "No", "...", "..."],
  ])("%j: %j, %j becomes %j", (source, text, translation, restored) => {
    const shape = takeFinalMark(source);
    expect(shape.text).toBe(text);
    expect(shape.restore(translation)).toBe(restored);
  });

  test.each([
    ["Save \uE000now\uE001", "Speichern \uE000jetzt.\uE001", "Speichern \uE000jetzt\uE001"],
    [
      "Save \uE000it\uE001 now",
      "Speichern Sie \uE000jetzt.\uE001",
      "Speichern Sie \uE000jetzt\uE001",
    ],
    ["Save \uE000now!\uE001", "Speichern \uE000jetzt\uE001", "Speichern \uE000jetzt!\uE001"],
    ["Save \uE000now\uE001?", "Speichern \uE000jetzt.\uE001", "Speichern \uE000jetzt?\uE001"],
    ["Save \uE000now\uE001!", "Speichern \uE000jetzt\uE001", "Speichern \uE000jetzt\uE001!"],
    ["Save \uE000now\uE001:", "Speichern \uE000jetzt.\uE001", "Speichern \uE000jetzt\uE001:"],
    ["Save now \uE000", "Jetzt speichern. \uE000", "Jetzt speichern. \uE000"],
  ])("a closing tag stands behind a mark: %j, %j becomes %j", (source, translation, restored) => {
    expect(takeFinalMark(source, (slot) => slot === "\uE001").restore(translation)).toBe(restored);
  });
});
