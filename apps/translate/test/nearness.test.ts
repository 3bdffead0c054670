import { readCatalogue, translateFile } from "@bnnkit/localization";
import { expect, test } from "vitest";
import { nearnessTo } from "../src/file/nearness.ts";

/** What a model is made to say. */
const machine = new Map([
  ["ab", "ab"],
  ["Open %s", "Öffnen"],
  ["3 files", "4 Dateien"],
]);
const translator = {
  translate: async (texts: readonly string[]) =>
    texts.map((text) => ({
      text: machine.get(text) ?? text,
      isReliable: machine.has(text),
      pieces: [{ faults: [] }],
    })),
};

test("chrF of what both translated, and what differs of each kind", async () => {
  const english = '{"a":"ab","b":"3 files","c":"loop"}';
  const people = readCatalogue('{"a":"ac","c":"Schleife"}', "json");
  const { outcomes } = await translateFile(english, { format: "json", translator });
  const { kept, ...others } = nearnessTo(people, outcomes);
  // "ab" against "ac": 1 of 2 letters, 0 of 1 pair; P = R = (1/2 + 0)/2.
  expect(others).toEqual({
    entries: 3,
    translated: 2,
    locked: 0,
    untranslated: 1,
    comparedTexts: 1,
    chrf: 25,
  });
  // The 3 is missing, the 4 is added.
  expect(kept.number).toEqual({ items: 1, differing: 2 });
});

test("a placeholder that is lost is counted; without people's texts there is no chrF", async () => {
  const [entry] = readCatalogue('["Open %s"]', "json").entries;
  const outcome = { entry, kind: "machine", targets: ["Öffnen"], reasons: [] } as const;
  const { kept, chrf } = nearnessTo(readCatalogue("[]", "json"), [outcome]);
  expect(kept.format).toEqual({ items: 1, differing: 1 });
  expect(chrf).toBeNull();
});
