/** Tags at which a line of text ends, as on the screen. */
const breaking = "br|p|li|ul|ol|nl|hr|h[1-6]|div|tr|td|table|para|item|list|title|note|warning";
const breakingTag = new RegExp(`</?(?:${breaking})(?:\\s[^<>]{0,400})?/?>`, "gi");
const attributes = /<[a-z][\w:-]{0,40}\s[^<>]{0,4000}>/gi;
const closingTag = /<\/[a-z][\w:-]{0,40}\s?>|<[a-z][\w:-]{0,40}\s?\/>/gi;
const closingName = /<\/([a-z][\w:-]{0,40})\s?>/gi;
const openingTag = /<([a-z][\w:-]{0,40})>/gi;
const comment = /<![^<>]{0,2000}>/g;
const entity = /&(?:amp|lt|gt|quot|apos|nbsp|shy|hellip|ndash|mdash|#\d{1,6}|#x[\da-f]{1,5});/gi;
const named: Readonly<Record<string, string>> = {
  ...{ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", shy: "" },
  ...{ hellip: "…", ndash: "–", mdash: "—" },
};

/** A message without the tags of HTML and the like, entities decoded. Paragraphs, line ends and list items become empty
 *  lines; what other tags enclose stays. `<file>` without its end is a name to fill in, no tag, and stays. */
export function withoutTags(text: string): string {
  if (!text.includes("<")) return text.replace(entity, decodeEntity);
  const closed = new Set(Array.from(text.matchAll(closingName), ([, name]) => name?.toLowerCase()));
  return text
    .replace(comment, "")
    .replace(breakingTag, "\n\n")
    .replace(attributes, (tag) => (tag.includes("=") ? "" : tag))
    .replace(closingTag, "")
    .replace(openingTag, (tag, name: string) => (closed.has(name.toLowerCase()) ? "" : tag))
    .replace(entity, decodeEntity);
}

function decodeEntity(written: string): string {
  const name = written.slice(1, -1).toLowerCase();
  if (!name.startsWith("#")) return named[name] ?? written;
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written;
}
