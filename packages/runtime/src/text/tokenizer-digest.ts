/** SHA-256 of a tokenizer.json's text (its UTF-8 bytes) as 64 lower-case hexadecimal digits.
 *  @throws Error where the platform hides `crypto.subtle` (a page that is neither https nor localhost). */
export async function digestTokenizer(json: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new Error(
      "digestTokenizer: the page is neither https nor localhost, so the browser hides crypto.subtle and the tokenizer " +
        'cannot be compared with the model; loadTranslator with checkTokenizer: "vocabulary" compares its size alone',
    );
  }
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(json));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
