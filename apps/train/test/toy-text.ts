import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "@bnnkit/testing";

const subjects = [
  ["The dog", "Der Hund"],
  ["The cat", "Die Katze"],
  ["A child", "Ein Kind"],
  ["My friend", "Mein Freund"],
  ["The teacher", "Die Lehrerin"],
] as const;
const verbs = [
  ["sees", "sieht"],
  ["finds", "findet"],
  ["likes", "mag"],
  ["buys", "kauft"],
] as const;
const objects = [
  ["a house", "ein Haus"],
  ["the red car", "das rote Auto"],
  ["an apple", "einen Apfel"],
  ["two books", "zwei Bücher"],
  ["the river", "den Fluss"],
] as const;

/** All 100 sentences that the words give, in a seeded order, with their translations. */
export function toyPairs(seed = 1): [source: string, target: string][] {
  const pairs = subjects.flatMap(([who, wer]) =>
    verbs.flatMap(([does, tut]) =>
      objects.map(([what, was]): [string, string] => [
        `${who} ${does} ${what}.`,
        `${wer} ${tut} ${was}.`,
      ]),
    ),
  );
  const random = createRandom(seed);
  for (let i = pairs.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [pairs[i], pairs[j]] = [pairs[j], pairs[i]];
  }
  return pairs;
}

/** Writes train.tsv (80 pairs) and toy-val.tsv (20) into a folder. */
export async function writeToyText(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lines = toyPairs().map((pair) => `${pair.join("\t")}\n`);
  await writeFile(join(folder, "train.tsv"), lines.slice(0, 80).join(""));
  await writeFile(join(folder, "toy-val.tsv"), lines.slice(80).join(""));
}
