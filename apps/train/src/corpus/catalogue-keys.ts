import type { SentencePair } from "./sentence-pair.ts";

/** `KEY_NAME`, `menu.file.open`, `app:title`, `loginButton`: one word that a programmer made up. */
const key = /^[\p{L}\d]+(?:[_.:/-]+[\p{L}\d]+)*$/u;
const joined = /[\p{L}\d][_.:/][\p{L}\d]|\p{Ll}\p{Lu}|[\p{L}\d]-[\p{L}\d]+-[\p{L}\d]/u;
const fewestMessages = 3;

/** Keys among the messages of a catalogue if most of them are keys rather than English, nothing otherwise. A message
 *  that its translation leaves as it is, such as a file name, is none.
 *  @returns a few of the keys */
export function catalogueKeys(messages: readonly SentencePair[]): string[] | undefined {
  const keys = messages.filter(
    ({ source, target }) => source !== target && isKey(source) && !isKey(target),
  );
  const isKeyed = messages.length >= fewestMessages && keys.length * 2 > messages.length;
  return isKeyed ? keys.slice(0, 3).map(({ source }) => source) : undefined;
}

function isKey(text: string): boolean {
  return text.length <= 200 && key.test(text) && joined.test(text);
}
