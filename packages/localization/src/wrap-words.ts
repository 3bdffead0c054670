/** Breaks a text behind spaces into lines of at most so many UTF-16 code units, spaces at their ends not counted; a longer
 *  word has a line of its own. Joined, the lines are the text. */
export function wrapWords(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const [word] of text.matchAll(/[^ ]+ *| +/g)) {
    if (line !== "" && line.length + word.trimEnd().length > columns) {
      lines.push(line);
      line = "";
    }
    line += word;
  }
  if (line !== "") lines.push(line);
  return lines;
}
