import { createLibraryTokenizer, type LibraryTokenizer } from "./library-tokenizer.ts";

/** A tokenizer for texts in which some characters, the slots, stand for a token each. */
export interface SlottedTokenizer {
  encode(text: string, slots: ReadonlyMap<string, number>): number[];
  decode(ids: readonly number[], slots: ReadonlyMap<number, string>): string;
}

/** Makes the tokenizer of a file take slots: the text between them is encoded in parts, of which only the first begins
 *  as a text does (with the space that the normalizer puts there), and what the post-processor adds stands around all.
 *  @param library  the file's own tokenizer
 *  @param file  the parsed tokenizer.json */
export function slottedTokenizer(library: LibraryTokenizer, file: object): SlottedTokenizer {
  const first = createLibraryTokenizer({ ...file, post_processor: null });
  const inner = createLibraryTokenizer({
    ...file,
    normalizer: withoutParts(Reflect.get(file, "normalizer"), "normalizers", "Prepend"),
    post_processor: null,
    decoder: withoutParts(Reflect.get(file, "decoder"), "decoders", "Strip"),
  });
  const { before, after } = addedAround(library, first);
  return {
    encode(text, slots) {
      const ids = [...before];
      let start = 0;
      const addText = (end: number): void => {
        if (end === start) return;
        const part = start === 0 ? first : inner;
        ids.push(...part.encode(text.slice(start, end)).ids);
      };
      for (let at = 0; at < text.length; at++) {
        const slot = slots.get(text[at]);
        if (slot === undefined) continue;
        addText(at);
        ids.push(slot);
        start = at + 1;
      }
      addText(text.length);
      return [...ids, ...after];
    },
    decode(ids, slots) {
      const characters = new Set(slots.values());
      let text = "";
      let part: number[] = [];
      let isFirst = true;
      const addPart = (): void => {
        if (part.length > 0) {
          const decoded = (isFirst ? first : inner).decode(part, asWritten);
          text += decoded.replace(privateUse, (c) => (characters.has(c) ? "\uFFFD" : c));
        }
        part = [];
        isFirst = false;
      };
      for (const id of ids) {
        const slot = slots.get(id);
        if (slot === undefined) {
          part.push(id);
        } else {
          addPart();
          text += slot;
        }
      }
      addPart();
      return text;
    },
  };
}

const privateUse = /[\uE000-\uF8FF]/g;
const asWritten = { clean_up_tokenization_spaces: false };

/** A normalizer or decoder, perhaps a sequence of some, without those of a type; null if nothing is left. */
function withoutParts(part: unknown, list: string, type: string): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (Reflect.get(part, "type") === type) return null;
  const parts: unknown = Reflect.get(part, list);
  if (!Array.isArray(parts)) return part;
  const left = parts.filter((inner) => withoutParts(inner, list, type) !== null);
  return left.length === 0 ? null : { ...part, [list]: left };
}

/** The ids that a tokenizer puts before and behind every text. */
function addedAround(
  library: LibraryTokenizer,
  bare: LibraryTokenizer,
): { readonly before: readonly number[]; readonly after: readonly number[] } {
  const all = library.encode("a").ids;
  const own = bare.encode("a").ids;
  const start = all.findIndex((_, at) => own.every((id, i) => all[at + i] === id));
  return { before: all.slice(0, start), after: all.slice(start + own.length) };
}
