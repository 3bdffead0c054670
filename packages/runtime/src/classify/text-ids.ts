import type { TextDescription } from "@bnnkit/model";
import type { TextTokenizer } from "../text/tokenizer.ts";

/** The ids of a text as a model of whole texts reads them: begin, tokens, end, of which the tokenizer may have put some there
 *  already; of a longer text as many tokens as fit before the end. */
export function textIds(
  tokenizer: TextTokenizer,
  text: string,
  description: TextDescription,
): number[] {
  return framedIds(tokenizer.encode(text), description);
}

/** The same of tokens. */
export function framedIds(
  encoded: readonly number[],
  { tokens: { begin, end }, maximumLength }: TextDescription,
): number[] {
  const from = encoded[0] === begin ? 1 : 0;
  const to = encoded.length > from && encoded.at(-1) === end ? encoded.length - 1 : encoded.length;
  return [begin, ...encoded.slice(from, Math.min(to, from + maximumLength - 2)), end];
}

/** @throws RangeError naming the text and token that a model cannot read. */
export function checkTextIds(
  where: string,
  texts: readonly (readonly number[])[],
  { tokens: { vocabularySize }, maximumLength }: TextDescription,
): void {
  for (const [t, ids] of texts.entries()) {
    if (ids.length < 1 || ids.length > maximumLength) {
      throw new RangeError(
        `${where}: texts[${t}] must have 1 to ${maximumLength} tokens, got ${ids.length}`,
      );
    }
    const wrong = ids.findIndex((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize));
    if (wrong < 0) continue;
    throw new RangeError(
      `${where}: texts[${t}][${wrong}] must be a token id below ${vocabularySize}, got ${ids[wrong]}`,
    );
  }
}
