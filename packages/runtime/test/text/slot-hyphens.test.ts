import { expect, test } from "vitest";
import { slotOf } from "../../src/text/slot.ts";
import { freeSlotsOfHyphens } from "../../src/text/slot-hyphens.ts";

const [a, b, open, close] = [slotOf(0), slotOf(1), slotOf(2), slotOf(3)];

test.each([
  ["a word behind an address", "address", `the ${a} folder`, `der ${a}-Ordner`, `der ${a} Ordner`],
  ["a word before a path", "path", `files in ${a}`, `Dateien-${a}`, `Dateien ${a}`],
  ["two words", "option", `the ${a} window`, `das ${a}-Fenster-Bild`, `das ${a} Fenster-Bild`],
  ["a hyphen of the source", "address", `${a}-like`, `${a}-artig`, `${a}-artig`],
  ["a placeholder", "format", `the ${a} file`, `die ${a}-Datei`, `die ${a}-Datei`],
  ["a dash", "address", `${a}: x`, `${a} - x`, `${a} - x`],
  ["another slot", "address", `${a} ${b}`, `${a}-${b}`, `${a} ${b}`],
  ["a number", "path", `${a} now`, `${a}-5`, `${a} 5`],
  ["the end", "option", `the ${a} now`, `das ${a}-`, `das ${a}`],
  ["a gap", "option", `${a} page and`, `${a}- und`, `${a} und`],
  ["a mark", "address", `the ${a} page.`, `die ${a}-.`, `die ${a}.`],
  ["a quotation", "path", `the ${a} file`, `die ${a}-„Datei“`, `die ${a} „Datei“`],
  [
    "a tag",
    "address",
    `${a} ${open}page${close}`,
    `${a}-${open}Seite${close}`,
    `${a} ${open}Seite${close}`,
  ],
  [
    "a tag's end",
    "address",
    `${open}${a} x${close} y`,
    `${open}${a}-${close} y`,
    `${open}${a}${close} y`,
  ],
  [
    "a tag before",
    "path",
    `${open}x${close} ${a}`,
    `${open}x${close}-${a}`,
    `${open}x${close} ${a}`,
  ],
  ["a minus", "option", `${open}${a}${close}`, `${open}-${a}${close}`, `${open}-${a}${close}`],
] as const)("%s", (_, kind, source, target, expected) => {
  const spans = new Map([
    [a, { kind, role: "value" }],
    [b, { kind, role: "value" }],
    [open, { kind: "markup", role: "open" }],
    [close, { kind: "markup", role: "close" }],
  ] as const);
  expect(freeSlotsOfHyphens(source, target, (slot) => spans.get(slot))).toBe(expected);
});
