/** The character that stands for each byte in a byte-level vocabulary: printable Latin-1 for itself, others from U+0100 on. */
export function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    return String.fromCodePoint(isPrintable ? byte : next++);
  });
}

export const special = { padding: 0, begin: 1, end: 2 };

/** A byte-level BPE tokenizer.json with three special tokens, 256 bytes and the given merges ("Ġ" is the space). */
export function tinyTokenizer(
  merges: readonly (readonly [string, string])[] = [
    ["h", "e"],
    ["l", "l"],
    ["he", "ll"],
    ["hell", "o"],
    ["Ġ", "hello"],
    ["t", "h"],
    ["Ġ", "th"],
  ],
  appendEnd = true,
): Record<string, unknown> {
  const tokens = ["<pad>", "<s>", "</s>", ...byteCharacters(), ...merges.map(([a, b]) => a + b)];
  const ends = [
    { Sequence: { id: "A", type_id: 0 } },
    { SpecialToken: { id: "</s>", type_id: 0 } },
  ];
  return {
    version: "1.0",
    added_tokens: ["<pad>", "<s>", "</s>"].map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, use_regex: true },
    post_processor: appendEnd
      ? {
          type: "TemplateProcessing",
          single: ends,
          pair: ends,
          special_tokens: { "</s>": { id: "</s>", ids: [2], tokens: ["</s>"] } },
        }
      : null,
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: merges.map((merge) => merge.join(" ")),
    },
  };
}
