/** SHA-256 of a tokenizer.json's text (its UTF-8 bytes) as 64 lower-case hexadecimal digits.
 *  @throws Error where the platform hides `crypto.subtle` (a page that is neither https nor localhost). */
export async function digestTokenizer(json: string): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new Error(
      "digestTokenizer: crypto.subtle is missing (the page is neither https nor localhost), " +
        "so the tokenizer cannot be compared with the model's SHA-256",
    );
  }
  const digest = await subtle.digest("SHA-256", new TextEncoder().encode(json));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
