import { test as property } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitSlotSpacing } from "../../src/text/slot-spacing.ts";

const [a, b, c] = ["\uE000", "\uE001", "\uE002"];
const values = () => "value" as const;
/** a opens, b closes. */
const tags = (slot: string) => (slot === a ? "open" : slot === b ? "close" : "value");

describe("fitSlotSpacing", () => {
  test.each([
    ["%s files", `${a} files`, `${a}Dateien`, `${a} Dateien`],
    ["File %s", `File ${a}`, `Datei${a}`, `Datei ${a}`],
    ["behind a bracket", `all (${a})`, `alle${a}`, `alle ${a}`],
    ["a compound", `${a} file`, `${a}-Datei`, `${a}-Datei`],
    ["glued in the source", `v${a}`, `V${a}`, `V${a}`],
    ["a unit", `${a}px wide`, `${a}px breit`, `${a}px breit`],
    ["touching slots", `to ${a}${b}.`, `nach ${a} ${b}.`, `nach ${a}${b}.`],
    ["slots apart", `${a} ${b}`, `${a}${b}`, `${a} ${b}`],
    ["slots in another order", `${a} of ${b}`, `${b}: ${a}`, `${b}: ${a}`],
    ["new neighbours", `${a} and ${b}`, `Wort ${b}${a}`, `Wort ${b} ${a}`],
    ["letters between touching slots", `${a}${b}`, `${b}und${a}`, `${b} und ${a}`],
    ["quotes", `the "${a}"`, `die "${a}"`, `die "${a}"`],
  ])("%s", (_, source, target, expected) => {
    expect(fitSlotSpacing(source, target, values)).toBe(expected);
  });

  test.each([
    [`Open ${a}it${b} now`, `${a} es ${b} jetzt öffnen`, `${a}es${b} jetzt öffnen`],
    [`Open ${a}it${b} now`, `Jetzt${a}es${b}öffnen`, `Jetzt ${a}es${b} öffnen`],
    [`Open ${a} it ${b} now`, `Jetzt ${a} es ${b} öffnen`, `Jetzt ${a} es ${b} öffnen`],
    [`Open ${a}x ${c} it${b}`, `Es ${a}${c}${b}`, `Es ${a}${c}${b}`],
    [`Open ${a}${c} it${b}`, `Es ${a}der${c}${b}`, `Es ${a}der ${c}${b}`],
    [`Open ${c} ${a}it${b}`, `Es ${c}${a}auf${b}`, `Es ${c} ${a}auf${b}`],
    [`${a}${c}${b} files`, `${a} ${c} ${b}Dateien`, `${a}${c}${b} Dateien`],
  ])("tags: %j", (source, target, expected) => {
    expect(fitSlotSpacing(source, target, tags)).toBe(expected);
  });

  const text = fc.array(fc.constantFrom("a", "B ", " ", ".", "(", ")", "-"), { maxLength: 8 });
  property.prop([text, text, text])("a text is fitted to itself already", (x, y, z) => {
    const source = [...x, a, ...y, b, ...z].join("");
    expect(fitSlotSpacing(source, source, values)).toBe(source);
    expect(fitSlotSpacing(source, source, tags)).toBe(source);
  });

  property.prop([text, text])("only white space changes", (x, y) => {
    const source = [...x, a, ...y, b].join("");
    const target = [b, ...y, a, ...x].join("");
    const bare = (value: string) => value.replace(/\s/g, "");
    expect(bare(fitSlotSpacing(source, target, tags))).toBe(bare(target));
  });
});
