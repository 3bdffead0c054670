import { expect, test } from "vitest";
import { slotOf } from "../../src/text/slot.ts";
import { freeSlotsOfHyphens } from "../../src/text/slot-hyphens.ts";

const [a, b] = [slotOf(0), slotOf(1)];

test.each([
  ["a word behind an address", "address", `the ${a} folder`, `der ${a}-Ordner`, `der ${a} Ordner`],
  ["a word before a path", "path", `files in ${a}`, `Dateien-${a}`, `Dateien ${a}`],
  ["two words", "option", `the ${a} window`, `das ${a}-Fenster-Bild`, `das ${a} Fenster-Bild`],
  ["a hyphen of the source", "address", `${a}-like`, `${a}-artig`, `${a}-artig`],
  ["a placeholder", "format", `the ${a} file`, `die ${a}-Datei`, `die ${a}-Datei`],
  ["a dash", "address", `${a}: x`, `${a} - x`, `${a} - x`],
  ["another slot", "address", `${a} ${b}`, `${a}-${b}`, `${a}-${b}`],
] as const)("%s", (_, kind, source, target, expected) => {
  expect(freeSlotsOfHyphens(source, target, () => kind)).toBe(expected);
});
