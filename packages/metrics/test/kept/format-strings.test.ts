// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are format arguments
import { describe, expect, test } from "vitest";
import { differences, itemsOf } from "./differences.ts";

describe("format arguments", () => {
  test.each([
    ["%s of %d: %5.2f, %-8lu, %c", ["%s", "%d", "%5.2f", "%-8lu", "%c"]],
    ["%1$s and %2$d, %*d, %.*s", ["%1$s", "%2$d", "%*d", "%.*s"]],
    ["%<PRIu64> bytes, %@", ["%<PRIu64>", "%@"]],
    ["%(name)s has %(count)d", ["%(name)s", "%(count)d"]],
    [
      "{0}, {name}, {}, {0:.2f}, {user.name!r}",
      ["{0}", "{name}", "{}", "{0:.2f}", "{user.name!r}"],
    ],
    ["%1 of %2, %n, %L1", ["%1", "%2", "%n", "%L1"]],
    ["%1d %2h", ["%1d", "%2"]],
    ["Day %1: %2d", ["%1", "%2"]],
    ["{{x}} {{ user }} ${x} #{x} %{x}", ["{{x}}", "{{ user }}", "${x}", "#{x}", "%{x}"]],
    ["$1 and $2prefix", ["$1", "$2"]],
    ["$1 in $2$3, $12$4", ["$1", "$2", "$3", "$12", "$4"]],
    [
      "{ $x } { -brand } {$y} { -brand(case: 1) }",
      ["{ $x }", "{ -brand }", "{$y}", "{ -brand(case: 1) }"],
    ],
    ["$NAME$ and $Count$", ["$NAME$", "$Count$"]],
    ["{0,number,#.#} {1, date}", ["{0,number,#.#}", "{1, date}"]],
    ["{{plural:$1|page|pages}}", ["{{plural:$1|"]],
    ["%d%% done", ["%d", "%%"]],
    ["%Y-%m-%d", ["%Y", "%m", "%d"]],
  ])("of %j", (text, items) => {
    expect(itemsOf("format", text)).toEqual(items);
  });

  test.each([
    "100% sure",
    "50 % off",
    "100%ig sicher",
    "100%-ige Lösung",
    "5%, 6% und 7%.",
    "for $5,000 or $1.50 or US$ 3",
    "{ two words }",
    "a & b < c",
    "#1",
  ])("none in %j", (text) => {
    expect(itemsOf("format", text)).toEqual([]);
  });
});

describe("format arguments are kept", () => {
  test.each([
    ["%s of %d", "%s von %d"],
    ["%s of %d", "%2$d von %1$s"],
    ["%1$s of %2$d", "%2$d von %1$s"],
    ["%5d files", "%i Dateien"],
    ["%x", "%X"],
    ["%.*f %s", "%3$s %2$.*1$f"],
    ["%s is 100% sure", "%s ist 100 % sicher"],
    ["%(a)s %(b)d", "%(b)d %(a)s"],
    ["%1 of %2", "%2 von %1"],
    ["%1 %2d", "%1, noch %2 T"],
    ["Show { $x }", "{$x} zeigen"],
    ["About { -brand }", 'Über { -brand(case: "dative") }'],
    ["%m/%d/%Y", "%d.%m.%Y"],
    ["Costs $5,000", "Kostet 5.000 $"],
  ])("%j → %j", (source, target) => {
    expect(differences(source, target)).toEqual([]);
  });

  test.each([
    ["%s of %d", "%d von %s", ["format -%s", "format -%d", "format +%d", "format +%s"]],
    ["%s of %s", "%s", ["format -%s"]],
    ["%d files", "%ld Dateien", ["format -%d", "format +%ld"]],
    ["%d files", "%u Dateien", ["format -%d", "format +%u"]],
    ["%d files", "%s Dateien", ["format -%d", "format +%s"]],
    ["%*d", "%2$*3$d", ["format -%*d", "format +%2$*3$d"]],
    ["%(a)s", "%(b)s", ["format -%(a)s", "format +%(b)s"]],
    ["%(a)s", "%(a)d", ["format -%(a)s", "format +%(a)d"]],
    ["%(a)s", "%(a)", ["format -%(a)s"]],
    ["%d%% done", "%d % fertig", ["format -%%"]],
    ["$1 in $2", "$1 in 2", ["format -$2", "number +2"]],
    ["{0} and {1}", "{0} und {0}", ["format -{1}", "format +{0}"]],
    ["Hi", "Hallo %s", ["format +%s"]],
  ])("%j → %j is noticed", (source, target, expected) => {
    expect(differences(source, target)).toEqual(expected);
  });

  test("numbered and unnumbered conversions must not be mixed", () => {
    expect(differences("%s %d", "%1$s %d")).toContain(
      "format !numbered and unnumbered conversions are mixed",
    );
    expect(differences("%1$s %d", "%1$s %d")).toEqual([]);
  });

  test("arguments within tags count in order with those around them", () => {
    const source = '%s <a href="%d">x</a>';
    expect(differences(source, '%1$s <a href="%2$d">x</a>')).toEqual([]);
    expect(differences(source, '<a href="%d">x</a> %s')).not.toEqual([]);
  });
});
