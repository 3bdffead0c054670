import { describe, expect, test } from "vitest";
import { findFormatDirectives } from "../../../src/text/protect/format-directive.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findFormatDirectives(text));

describe("findFormatDirectives", () => {
  test.each([
    ["Cannot open %s", ["%s !"]],
    ["%1$s replaces %2$s", ["%1$s", "%2$s"]],
    ["[%-5.2f]", ["number %-5.2f !"]],
    ["%lld of %zu, %'d", ["number %lld !", "number %zu !", "number %'d !"]],
    ["%*d%%", ["number %*d !", "%%"]],
    ["%wd of %wu", ["number %wd !", "number %wu !"]],
    ["use {literal}{$x}{/literal}", ["{literal}", "{$x}", "{/literal}"]],
    ["%<PRIu64> bytes", ["number %<PRIu64> !"]],
    ["%.*s", ["%.*s !"]],
    ["0x%08x", ["%08x !"]],
    ["% d", ["number % d !"]],
    ["%dx%d px", ["number %d !", "number %d !"]],
    ["%ds, %dpx, %sText", ["number %d !", "number %d !", "%s !"]],
    ["100%%", ["%%"]],
    ["Hello %(name)s, %(count)d", ["%(name)s", "number %(count)d"]],
    ["%1 of %L2 (%n)", ["%1", "%L2", "number %n !"]],
    ["%1h %2min", ["%1", "%2"]],
    ["Remove %1 of %2.Are you sure?", ["%1", "%2"]],
    ["Help$1", ["$1"]],
    ["%H:%M", ["%H", "%M"]],
    ["{0} {name} {0:.2f} {}", ["{0}", "{name}", "number {0:.2f}", "{} !"]],
    ["{name!r} {user.name} {items[0]}", ["{name!r}", "{user.name}", "{items[0]}"]],
    ["{ $name } uses { -brand-name }", ["{ $name }", "{ -brand-name }"]],
    ['{ DATETIME($date, month: "long") }', ['{ DATETIME($date, month: "long") }']],
    ["{{x}} {{ user.name }} {{{html}}}", ["{{x}}", "{{ user.name }}", "{{{html}}}"]],
    ["#{x} %{name}", ["#{x}", "%{name}"]],
    ["$\u007bx}", ["$\u007bx}"]],
    ["$1 and $2, $NAME$, @name@", ["$1", "$2", "$NAME$", "@name@"]],
    ['"%year", %month, %min, %sec and %day', ["%year", "%month", "%min", "%sec", "%day"]],
    ["%shere%s, %snow%s, %sor%s", ["%s !", "%s !", "%s !", "%s !", "%s !", "%s !"]],
    ["%dpx, %dpx, %dpx", ["number %d !", "number %d !", "number %d !"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "100% sure",
    "20% discount",
    "50 % der Leute",
    "50\u00a0% d",
    "100%ig sicher, zu 100%ige Sicherheit",
    "%discount",
    "%less",
    "%less and %more",
    "5 %-iger",
    "100 %",
    "%",
    "$5.00, $20, $1,000, US$5",
    "{some words}",
    "{a|b}",
    "{",
    "a } b {",
    "me@example.org",
    "(10%)",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
