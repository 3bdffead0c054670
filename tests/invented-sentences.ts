import { createRandom } from "@bnnkit/testing";

const subjects = [
  "I",
  "we",
  "you",
  "they",
  "Tom and Mary",
  "my parents",
  "the children",
  "your friends",
];
const verbs = ["see", "want", "need", "like", "buy", "know", "find", "forget", "sell", "remember"];
const objects = [
  "a house",
  "the new car",
  "this book",
  "some water",
  "your letter",
  "the cells",
  "an old dog",
];
const times = [
  "",
  " today",
  " tomorrow",
  " every day",
  " now",
  " in the morning",
  " with me",
  " in Boston",
];
const forms = [
  (s: string, v: string, o: string, t: string) => `${s} ${v} ${o}${t}.`,
  (s: string, v: string, o: string, t: string) => `do ${s} ${v} ${o}${t}?`,
  (s: string, v: string, o: string, t: string) => `${s} do not ${v} ${o}${t}.`,
  (s: string, v: string, o: string, t: string) => `I think that ${s} ${v} ${o}${t}.`,
];

/** Simple English sentences put together by a seeded draw; no corpus needed. */
export function inventedSentences(count: number, seed: number): string[] {
  const random = createRandom(seed);
  const pick = <T>(choices: readonly [T, ...T[]] | readonly T[]): T => {
    const choice = choices[Math.floor(random.uniform() * choices.length)];
    if (choice === undefined) throw new RangeError("inventedSentences: nothing to choose from");
    return choice;
  };
  return Array.from({ length: count }, () => {
    const words = pick(forms)(pick(subjects), pick(verbs), pick(objects), pick(times));
    return words.charAt(0).toUpperCase() + words.slice(1);
  });
}
