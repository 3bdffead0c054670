import { describe, expect, test } from "vitest";
import { findIdentifiers } from "../../../src/text/protect/identifier.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findIdentifiers(text));

describe("findIdentifiers", () => {
  test.each<[string, string[]]>([
    ["UTF-8 ISO-8859-1", ["UTF-8", "ISO-8859-1"]],
    ["MP3-Datei", ["MP3"]],
    ["x86_64 x86-64", ["x86_64", "x86-64"]],
    ["the file_name here", ["file_name"]],
    ["Set file_name to a path.", ["file_name"]],
    ["libfoo2", ["libfoo2"]],
    ["getElementById()", ["getElementById()"]],
    ["3D and i18n", ["3D", "i18n"]],
    ["JavaScript-Code", ["JavaScript"]],
    ["printf(3) main()", ["printf(3)", "main()"]],
    ["std::string", ["std::string"]],
    ["org.example.app", ["org.example.app"]],
    ["MAX_SIZE", ["MAX_SIZE"]],
    ["__init__ my_long_name", ["__init__", "my_long_name"]],
    ["0x1F", ["0x1F"]],
    ["iPhone", ["iPhone"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "1st 22nd",
    "1980s 80s",
    "10px 5GB 20mm 3x",
    "Sa_ve",
    "E_xit",
    "_File",
    "Prefere_nces",
    "HTML",
    "e.g. this",
    "file(s)",
    "AUßER",
    "Well-known",
    "12",
    "_",
    "end.The",
    "naïve Über",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
