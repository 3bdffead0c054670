import { slotTokenNames, type TextTokenizer } from "../src/text/index.ts";

const alphabet = Array.from("etaoinshrdlucmfwypvbgkqjxzäöü  ");

/** A tokenizer that writes letters and spaces only: whatever a model makes, no number, tag or placeholder comes of it but by
 *  a reserved token. A sign of a text that is no letter is one all the same.
 *  @param hasSlots  whether there are reserved tokens for protected spans */
export function letterTokenizer(hasSlots: boolean): TextTokenizer {
  const reserved = ["<pad>", "<s>", "</s>", ...(hasSlots ? slotTokenNames : [])];
  const idOfLetter = (letter: string): number => {
    const at = alphabet.indexOf(letter.toLowerCase());
    return reserved.length + (at < 0 ? letter.charCodeAt(0) % alphabet.length : at);
  };
  return {
    vocabularySize: reserved.length + alphabet.length,
    encode: (text, slots) => {
      if (text === "") return [];
      return [...Array.from(text, (sign) => slots?.get(sign) ?? idOfLetter(sign)), 2];
    },
    decode: (ids, slots) =>
      ids.map((id) => slots?.get(id) ?? alphabet[id - reserved.length] ?? "").join(""),
    idOf: (token) => {
      const id = reserved.indexOf(token);
      return id < 0 ? undefined : id;
    },
    spellingOf: (id) => reserved[id] ?? alphabet[id - reserved.length],
  };
}
