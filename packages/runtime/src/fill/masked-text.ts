import type { TextDescription } from "@bnnkit/model";
import { framedIds } from "../classify/text-ids.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";

/** The ids of a text with masks, and where those are. */
export interface MaskedText {
  readonly ids: readonly number[];
  readonly places: readonly number[];
}

export interface MaskedTextOptions {
  readonly text: string;
  /** How the text spells a mask. */
  readonly spelling: string;
  /** The token of one. */
  readonly mask: number;
}

/** Reads a text with masks. A word is a token with the space in front of it, so that of a mask is taken off.
 *  @throws RangeError naming a text without a mask, or with one behind the tokens that are read. */
export function maskedText(
  where: string,
  tokenizer: TextTokenizer,
  { text, spelling, mask }: MaskedTextOptions,
  description: TextDescription,
): MaskedText {
  const parts = text.split(spelling);
  if (parts.length === 1) {
    throw new RangeError(
      `${where}: text must have a ${JSON.stringify(spelling)}, got ${JSON.stringify(text)}`,
    );
  }
  const slot = unusedCharacter(text);
  const marked = parts.map((part, i) => (i < parts.length - 1 ? part.trimEnd() : part)).join(slot);
  const ids = framedIds(tokenizer.encode(marked, new Map([[slot, mask]])), description);
  const places = ids.flatMap((id, i) => (id === mask && 0 < i && i < ids.length - 1 ? [i] : []));
  if (places.length === parts.length - 1) return { ids, places };
  throw new RangeError(
    `${where}: text must have its ${parts.length - 1} masks among the ${description.maximumLength - 2} tokens that the model reads, got ${places.length} there`,
  );
}

/** A private-use character that a text has not. */
function unusedCharacter(text: string): string {
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const character = String.fromCharCode(code);
    if (!text.includes(character)) return character;
  }
  throw new RangeError("fill: text has every character of private use");
}
