/** How a line of plain text is laid out. */
export interface LineLayout {
  /** `paragraph`: words, perhaps with a list marker in front; `other`: quoted, tabular, ruled, headed or blank. */
  readonly kind: "paragraph" | "other";
  /** Whether a list item or a field ("Name: value") begins here, which never goes on with the line before. */
  readonly startsItem: boolean;
  /** White space, and list marker if there is one, before the first word. */
  readonly indentation: string;
}

/** Reads the layout of one line (no line break in it). */
export function layoutOf(line: string): LineLayout {
  const marker =
    /^[ \t]*(?:(?:[-*•·+–]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))[ \t]+)?/.exec(line)?.[0] ?? "";
  const content = line.slice(marker.length);
  const isOther =
    content.trim() === "" ||
    /^(?:[>|#]|```|~~~|\+-)/.test(content) ||
    /^[^\p{L}\p{N}\uE000-\uF8FF]+$/u.test(content) ||
    /\S(?:\t| {3})/.test(content.trimEnd()) ||
    / \| /.test(content);
  return {
    kind: isOther ? "other" : "paragraph",
    startsItem: marker.trim() !== "" || /^\p{Lu}[\p{L}-]*:\s/u.test(content),
    indentation: marker,
  };
}

/** Characters (code points) of a line, which are its columns where every character is as wide. */
export function columnsOf(text: string): number {
  return text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
}
