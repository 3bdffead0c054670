/** A text as its paragraphs and what stands between them. */
export interface SplitParagraphs {
  readonly paragraphs: readonly string[];
  /** Empty lines: one more than paragraphs, before, between and behind them. */
  readonly separators: readonly string[];
}

/** Divides a text at its empty lines; nothing is lost. Lines of a paragraph stay together, as a sentence may go on in the next one. */
export function splitParagraphs(text: string): SplitParagraphs {
  const paragraphs: string[] = [];
  const separators: string[] = [""];
  let lines: string[] = [];
  const close = (): void => {
    if (lines.length === 0) return;
    const last = lines.pop() ?? "";
    const [content = "", ending = ""] = splitEnding(last);
    paragraphs.push([...lines, content].join(""));
    separators.push(ending);
    lines = [];
  };
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (line.trim() !== "") {
      lines.push(line);
    } else {
      close();
      separators[separators.length - 1] += line;
    }
  }
  close();
  return { paragraphs, separators };
}

/** The text whose paragraphs are these. */
export function joinParagraphs(
  { separators }: SplitParagraphs,
  paragraphs: readonly string[],
): string {
  const [first = "", ...rest] = separators;
  return first + paragraphs.map((paragraph, i) => paragraph + (rest[i] ?? "")).join("");
}

/** A line, and what ends it. */
function splitEnding(line: string): readonly string[] {
  const content = line.replace(/\r?\n$/, "");
  return [content, line.slice(content.length)];
}
