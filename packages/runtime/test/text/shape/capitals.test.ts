import { describe, expect, test } from "vitest";
import { takeCapitals } from "../../../src/text/index.ts";

describe("takeCapitals", () => {
  test.each([
    ["DID YOU KNOW?", "Did you know?", "Wusstest du?", "WUSSTEST DU?"],
    ["WARNING", "Warning", "Warnung", "WARNUNG"],
    ["I DON'T THINK I'M A FAN", "I don't think I'm a fan", "Straße", "STRASSE"],
    ["OPEN THE URL IN HTML", "Open the URL in HTML", "Öffne die URL", "ÖFFNE DIE URL"],
    ["STOP! GO ON.", "Stop! Go on.", "Halt! Weiter.", "HALT! WEITER."],
    ["DRIVE C", "Drive C", "Laufwerk C", "LAUFWERK C"],
    ["GO", "GO", "Los", "Los"],
    ["GO ON", "Go on", "Weiter", "WEITER"],
    ["\uE000 FILES", "\uE000 files", "\uE000 Dateien", "\uE000 DATEIEN"],
    ["3 NEW FILES", "3 new files", "3 neue", "3 NEUE"],
    ["“NEW” FILES", "“New” files", "„Neue“", "„NEUE“"],
    ["PLAY MP3 FILES", "Play MP3 files", "Abspielen", "ABSPIELEN"],
    ["FOUND TIME_WAIT", "Found TIME_WAIT", "Gefunden", "GEFUNDEN"],
    ["ÉCOLE", "École", "Schule", "SCHULE"],
  ])("%j: %j, %j becomes %j", (source, text, translation, restored) => {
    const shape = takeCapitals(source);
    expect(shape.text).toBe(text);
    expect(shape.restore(translation)).toBe(restored);
  });

  test.each([
    "URL",
    "HTML",
    "OK",
    "JPEG",
    "HTML, XML",
    "A",
    "I",
    "Warning",
    "WARNINGs",
    "日本語",
    "",
    "12",
  ])("%j stays", (source) => {
    expect(takeCapitals(source).text).toBe(source);
    expect(takeCapitals(source).restore("Wort")).toBe("Wort");
  });
});
