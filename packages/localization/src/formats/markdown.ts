import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import type { SourceRange } from "../edit.ts";
import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { type CodedText, CodedTextBuilder, decodeText, writtenLength } from "../inline-codes.ts";
import { LineIndex } from "../line-index.ts";
import { wrapWords } from "../wrap-words.ts";

type Root = ReturnType<typeof fromMarkdown>;
type Block = Root["children"][number];
type PhrasingContent = Extract<Block, { readonly type: "paragraph" }>["children"][number];
type Parent = Root | Extract<Block, { readonly children: readonly unknown[] }>;

/** Markdown of GitHub's flavour: paragraphs, headings, list items, cells of tables and the texts of images are entries.
 *  Front matter, code, HTML, addresses and the definitions of links stay. */
export const markdown: Format = {
  name: "markdown",
  extensions: [".md", ".markdown"],
  isKeyed: false,
  read: readMarkdown,
};

const frontMatter =
  /^---[ \t]*(?:\r\n|[\r\n])(?:[\s\S]*?(?:\r\n|[\r\n]))?---[ \t]*(?:\r\n|[\r\n]|$)/;

function readMarkdown(text: string): ReadFile {
  const offset = frontMatter.exec(text)?.[0].length ?? 0;
  const body = text.slice(offset);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const reader = new MarkdownReader(text, offset);
  reader.readBlocks(tree);
  return { entries: reader.entries, heading: [] };
}

class MarkdownReader {
  readonly entries: Entry[] = [];
  readonly #text: string;
  readonly #offset: number;
  readonly #lines: LineIndex;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#offset = offset;
    this.#lines = new LineIndex(text);
  }

  readBlocks(parent: Parent): void {
    for (const node of parent.children) {
      if (node.type === "paragraph" || node.type === "heading" || node.type === "tableCell") {
        this.#readText(node.children, node.type);
      } else if ("children" in node) this.readBlocks(node);
    }
  }

  #rangeOf({ position }: PhrasingContent): SourceRange {
    const start = position?.start.offset ?? 0;
    const end = position?.end.offset ?? start;
    return { start: start + this.#offset, end: end + this.#offset };
  }

  #readText(nodes: readonly PhrasingContent[], context: string): void {
    const [first] = nodes;
    const last = nodes.at(-1);
    if (first === undefined || last === undefined) return;
    const range = { start: this.#rangeOf(first).start, end: this.#rangeOf(last).end };
    const builder = new CodedTextBuilder();
    this.#addNodes(nodes, builder);
    const coded = builder.build();
    if (!/\p{L}/u.test(coded.text.replaceAll(/<[^<>]*>/g, ""))) return;
    const raw = this.#text.slice(range.start, range.end);
    const write = textWriter(coded, raw, context);
    this.#add(range.start, context, coded.text, (target) => {
      const content = write(target);
      return content && [{ ...range, content }];
    });
  }

  #add(
    offset: number,
    context: string,
    source: string,
    write: (target: string) => ReturnType<Entry["write"]>,
  ): void {
    this.entries.push({
      id: `${this.entries.length + 1}`,
      line: this.#lines.lineAt(offset),
      context,
      sources: [source],
      targets: [],
      write: ([target]) => write(target),
    });
  }

  #addNodes(nodes: readonly PhrasingContent[], builder: CodedTextBuilder): void {
    const open: { readonly name: string; readonly pair: ReturnType<CodedTextBuilder["open"]> }[] =
      [];
    nodes.forEach((node, i) => {
      const range = this.#rangeOf(node);
      if (node.type === "text") {
        this.#addWords(node.value, range, builder);
      } else if (node.type === "html") {
        const name = /^<([a-z]+)[^>]*>$/i.exec(node.value)?.[1];
        const closed = /^<\/([a-z]+)\s*>$/i.exec(node.value)?.[1];
        const isClosed = nodes
          .slice(i + 1)
          .some((one) => one.type === "html" && one.value === `</${name}>`);
        const last = open.at(-1);
        if (name !== undefined && isClosed) open.push({ name, pair: builder.open("h", range) });
        else if (last !== undefined && last.name === closed) {
          builder.close(last.pair, range);
          open.pop();
        } else builder.addAlone(range);
      } else if (isMarkedUp(node) && node.children.length > 0 && !isAddress(node)) {
        const [first] = node.children;
        const last = node.children.at(-1) ?? first;
        const inner = { start: this.#rangeOf(first).start, end: this.#rangeOf(last).end };
        const pair = builder.open(node.type.startsWith("link") ? "a" : "b", {
          start: range.start,
          end: inner.start,
        });
        this.#addNodes(node.children, builder);
        builder.close(pair, { start: inner.end, end: range.end });
      } else {
        builder.addAlone(range);
        if (node.type === "image" && node.alt) this.#readAlternative(node.alt, range);
      }
    });
  }

  /** Words, and attributes in braces (`{#name .class}`), which some readers know. */
  #addWords(words: string, { start, end }: SourceRange, builder: CodedTextBuilder): void {
    const isPlain = this.#text.slice(start, end) === words;
    let at = 0;
    for (const { index, 0: match } of isPlain ? words.matchAll(attributes) : []) {
      builder.addText(inOneLine(words.slice(at, index)));
      at = index + match.length;
      builder.addAlone({ start: start + index, end: start + at });
    }
    builder.addText(inOneLine(words.slice(at)));
  }

  /** The text of an image is an entry of its own. */
  #readAlternative(alternative: string, { start }: SourceRange): void {
    const inner = { start: start + "![".length, end: start + "![".length + alternative.length };
    const isPlain = this.#text.slice(inner.start, inner.end) === alternative;
    if (!isPlain || !/\p{L}/u.test(alternative) || /[\r\n]/.test(alternative)) return;
    this.#add(inner.start, "image", alternative, (target) =>
      /[[\]\\\r\n]/.test(target) ? undefined : [{ ...inner, content: [target] }],
    );
  }
}

const attributes = /\{:?[ ]*[#.][^{}\r\n]*\}/g;

function inOneLine(words: string): string {
  return words.replaceAll(/(?<![ \t])[ \t]*(?:\r\n|[\r\n])[ \t]*/g, " ");
}

type MarkedUp = Extract<PhrasingContent, { readonly children: PhrasingContent[] }>;

function isMarkedUp(node: PhrasingContent): node is MarkedUp {
  return "children" in node && (node.type !== "linkReference" || node.referenceType === "full");
}

/** Whether the text of a link is its address. */
function isAddress(node: MarkedUp): boolean {
  if (node.type !== "link" || node.children.length !== 1) return false;
  const [child] = node.children;
  return (
    child.type === "text" &&
    node.url.replace(/^mailto:|^http:\/\//, "").startsWith(child.value.replace(/^http:\/\//, ""))
  );
}

/** Writes translations of a paragraph as it is written: wrapped where it is, with backslashes before the characters that
 *  have one in it. */
function textWriter(coded: CodedText, raw: string, context: string) {
  const escaped = new Set(
    Array.from(raw.matchAll(/\\([!-/:-@[-`{-~])/g), ([, character]) => character),
  );
  if (context === "tableCell") escaped.add("|");
  const escapeSigns = (text: string): string =>
    text.replaceAll(/[!-/:-@[-`{-~]/g, (sign) => (escaped.has(sign) ? `\\${sign}` : sign));
  const [prefix] = /(?:\r\n|[\r\n])[ \t>]*/.exec(raw) ?? [];
  const columns = Math.max(...raw.split(/\r\n|[\r\n]/).map(({ length }) => length));
  const columnsOf = (part: string): number => writtenLength(coded, part);
  return (target: string) => {
    const lines = prefix === undefined ? [target] : wrapWords(target, columns, columnsOf);
    const parts = lines.map((line, i) => {
      const separator = i === 0 ? "" : beginsBlock.test(line) ? " " : (prefix ?? "");
      return separator + line.trimEnd();
    });
    const text = parts.join("");
    return decodeText(coded, text, escapeSigns);
  };
}

/** What would begin a list, a heading, a quotation, a table or an underline at a line's start. */
const beginsBlock = /^(?:[-+*#>|=~:`]|\d+[.)])/;
