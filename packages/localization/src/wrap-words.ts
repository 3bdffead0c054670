/** Breaks a text behind spaces into lines of at most so many columns, spaces at their ends not counted; a longer word has a line
 *  of its own. Joined, the lines are the text.
 *  @param columnsOf  how many columns a part of the text takes; default its UTF-16 code units */
export function wrapWords(
  text: string,
  columns: number,
  columnsOf: (part: string) => number = ({ length }) => length,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const [word] of text.matchAll(/[^ ]+ *| +/g)) {
    const letters = word.trimEnd();
    const own = columnsOf(letters);
    if (line !== "" && width + own > columns) {
      lines.push(line);
      line = "";
      width = 0;
    }
    line += word;
    width += own + word.length - letters.length;
  }
  if (line !== "") lines.push(line);
  return lines;
}
