import { Tokenizer } from "@huggingface/tokenizers";

/** The part of the library's `Tokenizer` in use (its published types do not resolve under "nodenext"). */
export interface LibraryTokenizer {
  encode(text: string): { readonly ids: number[] };
  decode(ids: number[], options: { clean_up_tokenization_spaces: boolean }): string;
  get_vocab(): Map<string, number>;
  token_to_id(token: string): number | undefined;
}

/** @throws RangeError if the library does not take the file. */
export function createLibraryTokenizer(file: object): LibraryTokenizer {
  try {
    return new Tokenizer(file, {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RangeError(`readTokenizer: json must be a tokenizer.json, but ${reason}`, { cause });
  }
}
