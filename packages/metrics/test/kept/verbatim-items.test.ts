import { describe, expect, test } from "vitest";
import type { KeptKind } from "../../src/index.ts";
import { differences, itemsOf } from "./differences.ts";

const items: readonly (readonly [KeptKind, string, readonly string[]])[] = [
  ["address", "See https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]],
  ["address", "(see http://example.org/x_(y))", ["http://example.org/x_(y))"]],
  ["address", "(http://example.org/x)", ["http://example.org/x"]],
  [
    "address",
    "ask a.b+c@example.org, or www.example.net!",
    ["a.b+c@example.org", "www.example.net"],
  ],
  ["address", "example.com-Adresse", ["example.com"]],
  ["address", "at the office, 3.5 and e.g. this", []],
  ["path", "in /etc/fstab, ~/.config/x.conf or ./run", ["/etc/fstab", "~/.config/x.conf", "./run"]],
  ["path", "C:\\Temp\\x and $HOME/bin", ["C:\\Temp\\x", "$HOME/bin"]],
  ["path", "Open C:\\Temp\\a.txt…", ["C:\\Temp\\a.txt"]],
  ["path", "open README.txt or src/main.ts.", ["README.txt", "src/main.ts"]],
  ["path", "die /etc/fstab-Datei und .htaccess-Dateien", ["/etc/fstab", ".htaccess"]],
  ["path", "and/or, d.h. km/h, 1/2, z.B. TCP/IP, Ein‐/Ausgabe", []],
  ["option", "use --no-color=always, -x or --a", ["--no-color", "-x", "--a"]],
  ["option", "<b>-v</b> or (<i>-x</i>)", ["-v", "-x"]],
  ["path", "<b>/usr/share</b>/x", ["/usr/share"]],
  ["option", "die --force-Option, die -S-Option", ["--force", "-S"]],
  ["option", "Ein- und -ausgabe, Datei(-en), a - b, well-known -- so", []],
  ["variable", "set $HOME, $my_var, $(X) or %PATH%", ["$HOME", "$my_var", "$(X)", "%PATH%"]],
  ["code", "run `ls -l` or ``a b`` now", ["`ls -l`", "``a b``"]],
  ["code", "line\\nline", ["\\n"]],
  ["code", "`quoted' and `again'", []],
  ["mark", "[X7X] in [[1]] and __PH_0__", ["[X7X]", "[[1]]", "__PH_0__"]],
  ["emoji", "Hi 👋🏽 👩‍👩‍👧 🇩🇪 1️⃣ ❤️ ©", ["👋🏽", "👩‍👩‍👧", "🇩🇪", "1️⃣", "❤️"]],
];

test.each(items)("%s in %j", (kind, text, expected) => {
  expect(itemsOf(kind, text)).toEqual(expected);
});

describe("each character belongs to one item", () => {
  test.each([
    "https://example.org/2024/v1.2",
    "/usr/lib64/file2.txt",
    "`a 3`",
    "<h1>",
    "%5d",
    "[X7X]",
    "$1",
    "&#160;",
    "{0}",
    "1️⃣",
  ])("the digits of %j are no number", (text) => {
    expect(itemsOf("number", text)).toEqual([]);
  });

  test("an argument within an address or code is an argument", () => {
    const text = "http://example.org/%s and `%d`";
    expect(itemsOf("format", text)).toEqual(["%s", "%d"]);
    expect(differences(text, "http://example.org/%1$s und `%2$d`")).toEqual([]);
    expect(differences(text, "http://example.net/%s und `%d`")).toEqual([
      "address -http://example.org/%s",
      "address +http://example.net/%s",
    ]);
  });
});

test.each([
  ["Mail a@example.org", "Mail an a@example.de", "address -a@example.org"],
  ["Edit /etc/hosts", "/etc/Wirte bearbeiten", "path -/etc/hosts"],
  ["Try --help", "Versuchen Sie --hilfe", "option ---help"],
  ["Set $HOME", "$HEIM setzen", "variable -$HOME"],
  ["Run `make`", "`mache` ausführen", "code -`make`"],
  ["Done 🎉", "Fertig", "emoji -🎉"],
])("%j → %j is noticed", (source, target, expected) => {
  expect(differences(source, target)).toContain(expected);
});
