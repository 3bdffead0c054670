import { describe, expect, test } from "vitest";
import { differences, itemsOf } from "./differences.ts";

const files = "{n, plural, =0 {No files} one {One file} other {# files in {folder}}}";

describe("ICU messages", () => {
  test("parts are arguments, types and keywords, each once", () => {
    expect(itemsOf("icu", `${files}, {who, select, a {x} other {{who}}}`)).toEqual([
      ...["n, plural", "n, plural, =0", "n, plural, one", "n, plural, other", "#", "folder"],
      ...["who, select", "who, select, a", "who, select, other", "who"],
    ]);
    expect(itemsOf("number", files)).toEqual([]);
  });

  test.each([
    [files, "{n, plural, =0{Keine Dateien}one{Eine Datei} other {# Dateien in {folder}}}"],
    [
      "{g, select, f {{n, plural, one {her file} other {her files}}} other {files}}",
      "{g, select, f {{n, plural, one {ihre Datei} other {ihre Dateien}}} other {Dateien}}",
    ],
    ["{n, plural, offset:1 other {it's '{'#'}'}}", "{n, plural, offset:1 other {'{'#'}' ist's}}"],
  ])("%j → %j is kept", (source, target) => {
    expect(differences(source, target)).toEqual([]);
  });

  const broken = "icu !a message is not well-formed";
  test.each([
    ["{n, plural, other {x}}", "{m, plural, other {x}}", ["-n, plural", "-n, plural, other"]],
    ["{n, plural, one {x} other {y}}", "{n, plural, other {y}}", ["-n, plural, one"]],
    ["{n, plural, one {x} other {y}}", "{n, plural, ein {x} other {y}}", ["-n, plural, one"]],
    ["{n, plural, other {# x}}", "{n, plural, other {x}}", ["-#"]],
    ["{n, plural, other {x}}", "{n, plural, other {x}", [broken]],
    ["{n, plural, other {x}}", "{n, plural, andere {x}}", [broken]],
    ["{n, plural, other {x {y}}}", "{n, plural, other {x y}}", ["-y"]],
    [files, `${files} ${files}`, ["+folder"]],
    [files, "Dateien", ["-folder"]],
  ])("%j → %j is noticed", (source, target, expected) => {
    const found = differences(source, target);
    for (const difference of expected) {
      expect(found).toContain(difference.startsWith("icu") ? difference : `icu ${difference}`);
    }
  });
});
