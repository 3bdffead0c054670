import { expect, test } from "vitest";
import { catalogueKeys } from "../../src/corpus/catalogue-keys.ts";

const pairs = (messages: Record<string, string>) =>
  Object.entries(messages).map(([source, target]) => ({ source, target }));

test.each([
  [{ HEN_FEED: "Füttern", HEN_SLEEP: "Schlafen", COW_MILK: "Kuh melken", OK: "OK" }],
  [{ "hen.feed.title": "Füttern", "hen.sleep.title": "Schlafen", hen: "Huhn" }],
  [{ "app:hen": "Huhn", "app:cow": "Kuh", "app:pig": "Schwein" }],
  [{ feedButton: "Füttern", sleepButton: "Schlafen", cowName: "Name der Kuh" }],
  [{ "feed-hen-title": "Füttern", "feed-cow-title": "Melken", "feed-pig-title": "Mästen" }],
])("keys are noticed: %j", (messages) => {
  const keys = catalogueKeys(pairs(messages));
  expect(keys?.length).toBeGreaterThan(1);
  expect(Object.keys(messages)).toEqual(expect.arrayContaining(keys ?? []));
});

test.each([
  [{ Hen: "Huhn", Cow: "Kuh", Pig: "Schwein" }],
  [{ "Wi-Fi": "WLAN", "Feed the hen": "Huhn füttern", file_name: "Dateiname" }],
  [{ "barn.txt": "barn.txt", "hen.txt": "hen.txt", "cow.txt": "cow.txt" }],
  [{ HEN_FEED: "Füttern" }],
  [{}],
])("English is not taken for keys: %j", (messages) => {
  expect(catalogueKeys(pairs(messages))).toBeUndefined();
});
