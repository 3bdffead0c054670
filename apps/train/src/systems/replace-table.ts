const begin = "<!-- results: made by `train results --readme` -->";
const end = "<!-- end of results -->";

/** A Markdown text with another table between the lines that mark where one is.
 *  @throws RangeError if it has no such lines. */
export function replaceTable(markdown: string, table: string): string {
  const from = markdown.indexOf(begin);
  const to = markdown.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new RangeError(`needs a line "${begin}" and behind it a line "${end}"`);
  }
  return `${markdown.slice(0, from + begin.length)}\n\n${table}\n${markdown.slice(to)}`;
}
