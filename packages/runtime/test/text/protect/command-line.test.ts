import { describe, expect, test } from "vitest";
import { findOptions, findVariables } from "../../../src/text/protect/command-line.ts";
import { describeSpans } from "./found.ts";

const options = (text: string) => describeSpans(text, findOptions(text));
const variables = (text: string) => describeSpans(text, findVariables(text));

describe("findOptions", () => {
  test.each<[string, string[]]>([
    ["Use --option.", ["--option"]],
    ["--file=NAME x", ["--file=NAME"]],
    ["--file=a.txt.", ["--file=a.txt"]],
    ['--name="a b" c', ['--name="a b"']],
    ["--name=<NAME>", ["--name=<NAME>"]],
    ["--color[=WHEN]", ["--color[=WHEN]"]],
    ["-v", ["-v"]],
    ["rm -rf x", ["-rf"]],
    ["-O2 -j4", ["-O2", "-j4"]],
    ["-h, --help", ["-h", "--help"]],
    ["[-a|-b]", ["-a", "-b"]],
    ["»-x« “-y” '-z'", ["-x", "-y", "-z"]],
    ['the "-name" test', ["-name"]],
    ["-geometry WxH", ["-geometry"]],
    ["(--dry-run)", ["--dry-run"]],
    ["die --force-Option", ["--force-Option"]],
  ])("%j", (text, contents) => {
    expect(options(text)).toEqual(contents);
  });

  test.each([
    "",
    "well-known",
    "a - b",
    "a -- b",
    "word--another",
    "Dateien und -ordner",
    "Autor/-in",
    "das »X«-Bit",
    "-",
    "--",
    "---",
    "----x",
    "-5",
    "für -Tag",
    "/quiet",
    "e-mail",
    "– a",
  ])("none in %j", (text) => {
    expect(options(text)).toEqual([]);
  });
});

describe("findVariables", () => {
  test.each<[string, string[]]>([
    ["Set $HOME.", ["$HOME"]],
    ["$name/$x_1", ["$name", "$x_1"]],
    ["$\u007bHOME}/x", ["$\u007bHOME}"]],
    ["%PATH% and %appData%", ["%PATH%", "%appData%"]],
    ["Hi @name!", ["@name"]],
    ["»@system«", ["@system"]],
    ['"$PWD"', ["$PWD"]],
    ["$_", ["$_"]],
    ["$(ARG) is missing", ["$(ARG)"]],
    ["%PRODUCT %VERSION Documents", ["%PRODUCT", "%VERSION"]],
    ["die %PRODUCT-Dateien", ["%PRODUCT"]],
  ])("%j", (text, contents) => {
    expect(variables(text)).toEqual(contents);
  });

  test.each([
    "",
    "$5",
    "$5.00",
    "$20",
    "US$",
    "100% of 50%",
    "100%IGE",
    "%Product",
    "50%of%",
    "%s%s",
    "%dx%d",
    "me@example.org",
    "@ 5 MHz",
    "$",
    "%%A%",
  ])("none in %j", (text) => {
    expect(variables(text)).toEqual([]);
  });
});
