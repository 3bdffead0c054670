import { expect, test } from "vitest";
import { differences } from "./differences.ts";

test.each([
  [" Name: ", " Name: "],
  ["a\nb\n", "c\nd\n"],
  ["a\r\nb", "a\nb"],
  ["Open...", "Öffnen…"],
  ["Open…", "Öffnen..."],
  ['He said "no".', "Er sagte „nein“."],
  ["(See below.)", "„Siehe unten.“"],
  ["<b>Done.</b>", "<b>Fertig</b>."],
  ["May 3", "am 3."],
  ["", ""],
])("%j → %j is kept", (source, target) => {
  expect(differences(source, target)).toEqual([]);
});

test.each([
  ["Name: ", "Name:", ["space - "]],
  ["Name", " Name", ["space + "]],
  ["Name  ", "Name ", ["space -  ", "space + "]],
  ["a\nb", "a b", ["space -\n"]],
  ["a\n", "a", ["space -\n"]],
  ["a b", "a\n\nb", ["space +\n", "space +\n"]],
  ["Name:", "Name", ["mark-at-end -:"]],
  ["Name", "Name.", ["mark-at-end +."]],
  ["Really?", "Wirklich!", ["mark-at-end -?", "mark-at-end +!"]],
  ["Open…", "Öffnen.", ["mark-at-end -…", "mark-at-end +."]],
])("%j → %j is noticed", (source, target, expected) => {
  expect(differences(source, target)).toEqual(expected);
});
