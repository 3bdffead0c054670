import {
  FluentParser,
  Junk,
  Message,
  type Pattern,
  Placeable,
  SelectExpression,
  type SyntaxNode,
  Term,
  TextElement,
} from "@fluent/syntax";
import type { Edit } from "../edit.ts";
import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { type CodedText, CodedTextBuilder, decodeText } from "../inline-codes.ts";
import { indentationAt, LineIndex, newlineOf } from "../line-index.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";

/** Fluent's messages and their attributes; of a selection each variant is an entry. Terms, such as `-brand`, stay. */
export const fluent: Format = {
  name: "fluent",
  extensions: [".ftl"],
  isKeyed: true,
  read: readFluent,
};

function readFluent(text: string): ReadFile {
  const lines = new LineIndex(text);
  const { body } = new FluentParser({ withSpans: true }).parse(text);
  const entries = body.flatMap((node): readonly Entry[] => {
    if (node instanceof Junk) {
      const [annotation] = node.annotations;
      const at = annotation?.span?.start ?? startOf(node);
      throw new MalformedCatalogueError(
        lines.lineAt(at),
        `not Fluent: ${annotation?.message ?? ""}`,
      );
    }
    if (!(node instanceof Message || node instanceof Term)) return [];
    const reader = new PatternReader(text, lines, {
      ...(node.comment !== null && { comment: node.comment.content }),
      ...(node instanceof Term && { locked: "a term" }),
    });
    const id = node instanceof Term ? `-${node.id.name}` : node.id.name;
    if (node.value !== null) reader.read(id, node.value);
    for (const attribute of node.attributes) {
      reader.read(`${id}.${attribute.id.name}`, attribute.value);
    }
    return reader.entries;
  });
  return { entries, heading: [] };
}

function startOf({ span }: SyntaxNode): number {
  return span?.start ?? 0;
}

class PatternReader {
  readonly entries: Entry[] = [];
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #shared: Pick<Entry, "comment" | "locked">;

  constructor(text: string, lines: LineIndex, shared: Pick<Entry, "comment" | "locked">) {
    this.#text = text;
    this.#lines = lines;
    this.#shared = shared;
  }

  /** Adds the entry of a pattern, and those of the selections in it. */
  read(id: string, pattern: Pattern): void {
    const { elements } = pattern;
    const isText = elements.some((one) => one instanceof TextElement && /\S/.test(one.value));
    if (isText) this.entries.push(this.#entryOf(id, pattern));
    for (const element of elements) {
      if (!(element instanceof Placeable && element.expression instanceof SelectExpression))
        continue;
      for (const { key, value } of element.expression.variants) {
        this.read(`${id}[${"name" in key ? key.name : key.value}]`, value);
      }
    }
  }

  #entryOf(id: string, { elements }: Pattern): Entry {
    const coded = codedPattern(elements);
    const text = this.#text;
    const first = startOf(elements[0]);
    const end = elements.at(-1)?.span?.end ?? first;
    const start = first + (/^\s+/.exec(text.slice(first, end))?.[0].length ?? 0);
    const lineBreak = newlineOf(text) + (indentationAt(text, start) || "    ");
    return {
      id,
      line: this.#lines.lineAt(start),
      ...this.#shared,
      sources: [coded.text],
      targets: [],
      write: ([target]): readonly Edit[] | undefined => {
        const content = decodeText(coded, target, (words) => escapeText(words, lineBreak));
        return content && [{ start, end, content }];
      },
    };
  }
}

function codedPattern(elements: Pattern["elements"]): CodedText {
  const builder = new CodedTextBuilder();
  for (const element of elements) {
    if (element instanceof TextElement) builder.addText(element.value);
    else if (element.span !== undefined) builder.addAlone(element.span);
  }
  return builder.build();
}

/** Braces, and what has a meaning at a line's start, are placeables. */
function escapeText(text: string, lineBreak: string): string {
  return text
    .replace(/[{}]|(?<=\n)[[*.]/g, (character) => `{ "${character}" }`)
    .replaceAll("\n", lineBreak);
}
