/** The cells of a line of comma-separated values; two double quotes inside quotes are one.
 *  @param number  of the line, in messages
 *  @throws RangeError for a quote that does not fit, as that of a cell that goes on in the next line. */
export function csvCells(line: string, number: number): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(,|$)/.exec(rest);
    const [all, cell, end] = quoted ?? /^([^",]*)(,|$)/.exec(rest) ?? [];
    if (all === undefined) throw new RangeError(`line ${number} has a quote that does not fit`);
    cells.push(quoted ? cell.replaceAll('""', '"') : cell.trim());
    if (end === "") return cells;
    rest = rest.slice(all.length);
  }
}
