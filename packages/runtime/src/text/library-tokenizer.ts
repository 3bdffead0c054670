import { Tokenizer } from "@huggingface/tokenizers";
import { fieldOf } from "./tokenizer-json.ts";

/** The part of the library's `Tokenizer` in use (its published types do not resolve under "nodenext"). */
export interface LibraryTokenizer {
  encode(text: string): { readonly ids: number[] };
  decode(ids: number[], options: { clean_up_tokenization_spaces: boolean }): string;
  token_to_id(token: string): number | undefined;
}

/** The library's tokenizer of a parsed tokenizer.json.
 *  @throws RangeError if the library does not take the file. */
export function createLibraryTokenizer(file: object): LibraryTokenizer {
  const model = fieldOf(file, "model");
  // Of this type alone the library looks for the unknown token's name elsewhere.
  const unknown = fieldOf(model, "type") === "WordLevel" ? fieldOf(model, "unk_token") : undefined;
  try {
    return new Tokenizer(file, { unk_token: unknown });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`readTokenizer: json must be a tokenizer.json, but ${reason}`, { cause });
  }
}
