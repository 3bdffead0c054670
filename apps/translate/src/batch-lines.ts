/**
 * Groups lines for batched translation: at most `maximumLines` lines and about `maximumCharacters` characters a group,
 * in order, so that output starts before the whole input is read.
 */
export async function* batchLines(
  lines: AsyncIterable<string>,
  maximumLines = 64,
  maximumCharacters = 16_384,
): AsyncGenerator<string[]> {
  let group: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    group.push(line);
    characters += line.length;
    if (group.length < maximumLines && characters < maximumCharacters) continue;
    yield group;
    group = [];
    characters = 0;
  }
  if (group.length > 0) yield group;
}
