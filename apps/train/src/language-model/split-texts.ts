import { readTokenizer } from "@bnnkit/runtime/text";
import { UsageError } from "../errors.ts";
import { readInput } from "../read-input.ts";
import { trainByteTokenizer } from "./byte-tokenizer.ts";
import { digestOf } from "./run-state.ts";

/** Share of each text, at its end, that is not trained on. */
const heldOutShare = 0.1;

/** Ids of texts. */
export interface SplitTexts {
  readonly trained: Int32Array;
  readonly heldOut: Int32Array;
  /** The text of its file. */
  readonly tokenizer: string;
  readonly vocabularySize: number;
  readonly sha256: string;
}

export interface SplitTextsOptions {
  /** Paths of texts. */
  readonly text: readonly string[];
  /** What is held out of each text needs more tokens than these. */
  readonly length: number;
  /** Of the tokenizer, at most. */
  readonly vocabularySize: number;
}

/** Reads texts, and makes ids of them by a tokenizer of bytes that is trained on what is trained on.
 *  @throws UsageError for a text that cannot be read or whose last tenth is too short. */
export async function readSplitTexts({
  text: paths,
  length,
  vocabularySize,
}: SplitTextsOptions): Promise<SplitTexts> {
  const texts = await Promise.all(paths.map(async (path) => (await readInput(path)).toString()));
  const split = texts.map((text) => Math.floor(text.length * (1 - heldOutShare)));
  const beginnings = texts.map((text, i) => text.slice(0, split[i]));
  const json = trainByteTokenizer(beginnings, vocabularySize);
  const tokenizer = readTokenizer(json);
  const encode = (text: string): Int32Array => Int32Array.from(tokenizer.encode(text));
  const ends = texts.map((text, i) => encode(text.slice(split[i])));
  ends.forEach((ids, i) => {
    if (ids.length > length) return;
    throw new UsageError(
      `${paths[i]}: the last tenth, which is held out, needs more than ${length} tokens, has ${ids.length}`,
    );
  });
  return {
    trained: joined(beginnings.map(encode)),
    heldOut: joined(ends),
    tokenizer: json,
    vocabularySize: tokenizer.vocabularySize,
    sha256: digestOf(texts),
  };
}

/** All ids, one part behind the other. */
export function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
