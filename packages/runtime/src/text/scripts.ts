/** The scripts of a text's letters: Unicode's names, and "other" for all that are not told apart here. Letters that
 *  many scripts share count for none. */
export function scriptsOf(text: string): ReadonlySet<string> {
  const scripts = new Set<string>();
  const known = new Map<string, string>();
  for (const [letter] of text.matchAll(/(?!\p{Script=Common}|\p{Script=Inherited})\p{L}/gu)) {
    const script = known.get(letter) ?? scriptOf(letter);
    known.set(letter, script);
    scripts.add(script);
  }
  return scripts;
}

function scriptOf(letter: string): string {
  return patterns.find(([, pattern]) => pattern.test(letter))?.[0] ?? "other";
}

const patterns: readonly (readonly [string, RegExp])[] = [
  ["Latin", /\p{Script=Latin}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Georgian", /\p{Script=Georgian}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Devanagari", /\p{Script=Devanagari}/u],
  ["Bengali", /\p{Script=Bengali}/u],
  ["Tamil", /\p{Script=Tamil}/u],
  ["Thai", /\p{Script=Thai}/u],
  ["Han", /\p{Script=Han}/u],
  ["Hiragana", /\p{Script=Hiragana}/u],
  ["Katakana", /\p{Script=Katakana}/u],
  ["Hangul", /\p{Script=Hangul}/u],
];
