import { describe, expect, test } from "vitest";
import { differences } from "./differences.ts";

describe("numbers", () => {
  test.each([
    ["1,234.5 m", "1.234,5 m"],
    ["1,234.5 m", "1,234.5 m"],
    ["1,234,567", "1\u00a0234\u202f567"],
    ["1,234", "1234"],
    [".5 s", "0,5 s"],
    ["the 3rd of May", "der 3. Mai"],
    ["on 12/31/2020 at 10:30", "am 31.12.2020 um 10.30 Uhr"],
    ["version 1.2.3 takes 1.5 s", "Version 1.2.3 braucht 1,5 s"],
    ["3 of 3", "3 von 3"],
    ["UTF-8, MP3, x86_64", "UTF-8, MP3, x86_64"],
    ["5GB", "5 GB"],
    ["٣ files", "٣ Dateien"],
  ])("%j → %j is kept", (source, target) => {
    expect(differences(source, target)).toEqual([]);
  });

  test.each([
    ["5 files", "6 Dateien", ["number -5", "number +6"]],
    ["5 files", "Dateien", ["number -5"]],
    ["files", "2 Dateien", ["number +2"]],
    ["5 of 5", "5 von", ["number -5"]],
    ["1,234.5", "1.234.5", ["number -1,234.5", "number +1", "number +234", "number +5"]],
    ["1000000", "100000", ["number -1000000", "number +100000"]],
    ["2.50", "2,5", ["number -2.50", "number +2,5"]],
  ])("%j → %j is noticed", (source, target, expected) => {
    expect(differences(source, target)).toEqual(expected);
  });

  test("the form is a choice", () => {
    const [english, german] = ["1,234.5 m", "1.234,5 m"];
    expect(differences(english, german, { numbers: "same" })).not.toEqual([]);
    expect(differences(english, english, { numbers: "same" })).toEqual([]);
    expect(differences(english, german, { numbers: "localised" })).toEqual([]);
    expect(differences(english, english, { numbers: "localised" })).not.toEqual([]);
    expect(differences("1.2.3 of 7", "1.2.3 von 7", { numbers: "localised" })).toEqual([]);
  });
});
