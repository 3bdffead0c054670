import type { TokenDescription } from "@bnnkit/model";
import { readTokenizer, type TextTokenizer } from "./text/tokenizer.ts";
import { digestTokenizer } from "./text/tokenizer-digest.ts";

/** What of a tokenizer must agree with a model: "sha256" its text, where the model names its digest, and the vocabulary size;
 *  "vocabulary" the size alone. */
export type TokenizerCheck = "sha256" | "vocabulary";

/** @throws RangeError for another word. */
export function checkTokenizerCheck(where: string, check: string): void {
  if (["sha256", "vocabulary"].includes(check)) return;
  throw new RangeError(`${where}: checkTokenizer must be "sha256" or "vocabulary", got ${check}`);
}

/** The tokenizer of a model.
 *  @param json  text of its file, or the parsed object, which has no bytes to digest
 *  @throws RangeError if it is not the model's. */
export async function readModelTokenizer(
  where: string,
  json: string | object,
  { tokens, check }: { readonly tokens: TokenDescription; readonly check: TokenizerCheck },
): Promise<TextTokenizer> {
  const tokenizer = readTokenizer(json);
  checkVocabulary(where, tokenizer, tokens);
  if (check === "sha256") await checkTokenizerDigest(where, json, tokens);
  return tokenizer;
}

function checkVocabulary(
  where: string,
  { vocabularySize }: TextTokenizer,
  tokens: TokenDescription,
): void {
  if (vocabularySize === tokens.vocabularySize) return;
  throw new RangeError(
    `${where}: the tokenizer's vocabulary size (${vocabularySize}) must equal the model's (${tokens.vocabularySize}); ` +
      "give the tokenizer.json that belongs to the model",
  );
}

/** Compares the digest of a tokenizer's text with the one that a model names, if both are there.
 *  @throws RangeError if they differ. */
export async function checkTokenizerDigest(
  where: string,
  json: string | object,
  { tokenizerSha256 }: TokenDescription,
): Promise<void> {
  if (tokenizerSha256 === undefined || typeof json !== "string") return;
  const digest = await digestTokenizer(json);
  if (digest === tokenizerSha256) return;
  throw new RangeError(
    `${where}: the tokenizer's SHA-256 (${digest}) must equal the one in the model (${tokenizerSha256}); ` +
      "give the tokenizer.json that belongs to the model, unchanged",
  );
}
