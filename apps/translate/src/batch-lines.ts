import { setTimeout } from "node:timers/promises";

/** How long a group waits for a further line, in milliseconds: lines of a file come at once, a person's do not. */
const patience = 10;

/**
 * Groups lines for batched translation: at most `maximumLines` lines and about `maximumCharacters` characters a group,
 * in order. A group ends early where the next line is not there yet, so that whoever writes it sees the lines before
 * translated; lines before one that cannot be read come first, too.
 */
export async function* batchLines(
  lines: AsyncIterable<string>,
  maximumLines = 64,
  maximumCharacters = 16_384,
): AsyncGenerator<string[]> {
  const iterator = lines[Symbol.asyncIterator]();
  let group: string[] = [];
  let characters = 0;
  try {
    for (;;) {
      const next = iterator.next();
      if (group.length > 0 && !(await isThereSoon(next))) {
        yield group;
        group = [];
        characters = 0;
      }
      const { value, done } = await next;
      if (done) return;
      group.push(value);
      characters += value.length;
      if (group.length < maximumLines && characters < maximumCharacters) continue;
      yield group;
      group = [];
      characters = 0;
    }
  } finally {
    // Not waited for: a line that has been asked for may never come.
    iterator.return?.().catch(() => undefined);
  }
}

/** Whether a line comes before the patience ends; no: the end, an error, or nothing yet. */
async function isThereSoon(next: Promise<IteratorResult<string>>): Promise<boolean> {
  const stop = new AbortController();
  const line = next.then(
    ({ done }) => done !== true,
    () => false,
  );
  const nothing = setTimeout(patience, false, { signal: stop.signal }).catch(() => false);
  const isThere = await Promise.race([line, nothing]);
  stop.abort();
  return isThere;
}
