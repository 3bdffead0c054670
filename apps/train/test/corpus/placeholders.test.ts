import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { placeholdersOf, textBetweenPlaceholders } from "../../src/corpus/placeholders.ts";

test.each([
  ["%s of %1$d, %-5.2lf, %'d, %*d, %@", ["%s", "%1$d", "%-5.2lf", "%'d", "%*d", "%@"]],
  ["%(name)s and %(count)d", ["%(name)s", "%(count)d"]],
  ["%1 of %L2", ["%1", "%L2"]],
  ["{0}, {name}, {}, {{ hen }}, { -brand }", ["{0}", "{name}", "{}", "{{ hen }}", "{ -brand }"]],
  ["$1 and $name and $(ARG1)", ["$1", "$name", "$(ARG1)"]],
  [`$${"{hen}"} and %{hen}`, [`$${"{hen}"}`, "%{hen}"]],
  [
    "%PRODUCTNAME in %DIR%, $name$, #page#, @0@",
    ["%PRODUCTNAME", "%DIR%", "$name$", "#page#", "@0@"],
  ],
  ["%qD of %<%s%>, 100 %%", ["%qD", "%<", "%s", "%>", "%%"]],
  ["%<PRIu64> hens, ~a cows", ["%<PRIu64>", "~a"]],
  ["100 % of 5% hens for $100 or $9.50", []],
  ["R&D, a@example.org, #1, { open", []],
])("finds the placeholders of %j", (text, placeholders) => {
  expect(placeholdersOf(text)).toEqual(placeholders);
});

test.prop([
  fc.array(fc.constantFrom("%s", "{0}", "hen", " ", "%", "{", "}", "$1", "\ud83d\ude00")),
])("placeholders and what is between them are the text", (parts) => {
  const text = parts.join("");
  const placeholders = placeholdersOf(text);
  const between = textBetweenPlaceholders(text);
  expect(between).toHaveLength(placeholders.length + 1);
  expect(between.map((piece, index) => piece + (placeholders[index] ?? "")).join("")).toBe(text);
});
