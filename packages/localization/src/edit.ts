/** A part of a text, in UTF-16 code units. */
export interface SourceRange {
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** What is written in the place of a part of a text: new text, and parts of the old one with the edits inside them. */
export interface Edit extends SourceRange {
  readonly content: readonly (string | SourceRange)[];
}

/** A text with its edits made; what no edit covers stays as it is.
 *  @throws RangeError if two edits overlap and neither lies in the other. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return render(text, { start: 0, end: text.length }, edits.toSorted(inOrder));
}

/** By start; at one place insertions come first, then what encloses more. */
function inOrder(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start;
  const isInsertion = Number(b.start === b.end) - Number(a.start === a.end);
  return isInsertion || b.end - a.end;
}

function render(text: string, { start, end }: SourceRange, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = start;
  for (let next = 0; next < edits.length; ) {
    const edit = edits[next++];
    const inner: Edit[] = [];
    while (next < edits.length && edits[next].start < edit.end) inner.push(edits[next++]);
    const crossing = inner.find((other) => other.end > edit.end);
    if (crossing !== undefined) {
      throw new RangeError(
        `applyEdits: the edit at ${crossing.start} must end where the one at ${edit.start} does, or before`,
      );
    }
    parts.push(text.slice(at, edit.start));
    for (const part of edit.content) {
      parts.push(typeof part === "string" ? part : render(text, part, within(inner, part)));
    }
    at = edit.end;
  }
  parts.push(text.slice(at, end));
  return parts.join("");
}

function within(edits: readonly Edit[], { start, end }: SourceRange): readonly Edit[] {
  return edits.filter((edit) => edit.start >= start && edit.end <= end);
}
