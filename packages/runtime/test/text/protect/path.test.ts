import { describe, expect, test } from "vitest";
import { findPaths } from "../../../src/text/protect/path.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findPaths(text));

describe("findPaths", () => {
  test.each<[string, string[]]>([
    ["Edit /etc/fstab.", ["/etc/fstab"]],
    ["(~/.config/app)", ["~/.config/app"]],
    ["./run ../up/x", ["./run", "../up/x"]],
    ["C:\\Users\\x", ["C:\\Users\\x"]],
    ["\\\\server\\share", ["\\\\server\\share"]],
    ["src/main.c and stdio.h", ["src/main.c", "stdio.h"]],
    ["Open foo.txt, then config.yaml.", ["foo.txt", "config.yaml"]],
    ["*.odt *.*.png", ["*.odt", "*.*.png"]],
    [".bashrc .config/app .NET", [".bashrc", ".config/app", ".NET"]],
    ["/usr/share/doc/*", ["/usr/share/doc/*"]],
    ["/tmp", ["/tmp"]],
    ["libm.so.6", ["libm.so.6"]],
    ["backup.tar.gz", ["backup.tar.gz"]],
    ["README.TXT", ["README.TXT"]],
    ["/home/Jürgen/Übung.pdf", ["/home/Jürgen/Übung.pdf"]],
    ["die README.md-Datei", ["README.md"]],
    ["das /dev/null-Gerät", ["/dev/null"]],
    ["eine .ics-Datei", [".ics"]],
    ["<b>C:\\a.txt</b>", ["C:\\a.txt"]],
    ['<i class="x">report.pdf</i>, <br/>/etc/fstab', ["report.pdf", "/etc/fstab"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "and/or",
    "he/she",
    "km/h",
    "24/7",
    "input/output",
    "TCP/IP",
    "N/A",
    "/help",
    "/",
    "...",
    "e.g. i.e. d.h. z.B.",
    "word .Then",
    "a.m.",
    "the end.The",
    "1.5",
    "Autor/-in",
    "a\\nb",
    "and/or/not",
    "-.-",
    "a > b.> c",
    "%s>.x",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
