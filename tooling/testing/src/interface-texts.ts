import fc from "fast-check";

/** Things that a translation keeps as they are, of every kind. */
const items = [
  "%s",
  "%d",
  "%1$s",
  "%(name)s",
  "%1",
  "%n",
  "{0}",
  "{name}",
  "{{x}}",
  "$\u007bx}",
  "$1",
  "<br/>",
  "&amp;",
  "https://example.org/a?b=1#c",
  "www.example.org",
  "someone@example.org",
  "/usr/share/doc",
  "C:\\Temp\\a.txt",
  "report.pdf",
  "--dry-run",
  "--file=NAME",
  "-v",
  "$HOME",
  "%PATH%",
  "`make all`",
  "[X7X]",
  "😀",
  "👩‍🚀",
  "7",
  "1,234.5",
  "12:30",
  "2024-05-17",
  "1.2.3",
  "{n, plural, one {# file} other {# open files}}",
] as const;

const words = fc.constantFrom(
  ..."the file folder window open close new name of and to save all page user with for is not".split(
    " ",
  ),
);

const item = fc.constantFrom(...items);
const end = fc.constantFrom("", ".", "?", "!", ":", "…");

/** Words with things to keep between them, some of them inside of a tag. */
const sentence = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: words }, item), { minLength: 2, maxLength: 9 }),
    fc.constantFrom("", "", "b", "em"),
    fc.nat(),
    end,
  )
  .map(([parts, tag, place, mark]) => {
    const first = place % parts.length;
    const last = Math.min(parts.length - 1, first + 2);
    const tagged = parts.map((part, i) => {
      if (tag === "") return part;
      return `${i === first ? `<${tag}>` : ""}${part}${i === last ? `</${tag}>` : ""}`;
    });
    return `Then ${tagged.join(" ")} now${mark}`;
  });

/** A short label with a letter to press. */
const label = fc
  .tuple(
    fc.array(words, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("_", "&"),
    fc.nat(),
    fc.constantFrom("", "…", ":"),
  )
  .map(([parts, sign, place, mark]) => {
    const at = place % parts.length;
    const marked = parts.map((part, i) => (i === at ? sign : "") + capitalized(part));
    return marked.join(" ") + mark;
  });

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Texts as interfaces have them: English words, with placeholders, tags, numbers, addresses and the like at random places,
 *  and labels with a mnemonic. */
export function interfaceTexts(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: sentence },
    { weight: 1, arbitrary: label },
    { weight: 1, arbitrary: fc.tuple(sentence, sentence).map((pair) => pair.join(" ")) },
  );
}
