import { type DefaultTreeAdapterTypes, parse } from "parse5";
import type { Edit, SourceRange } from "../edit.ts";
import type { Entry } from "../entry.ts";
import type { CheckedReadOptions, Format, ReadFile } from "../format.ts";
import { type CodedText, CodedTextBuilder, decodeText } from "../inline-codes.ts";
import { LineIndex } from "../line-index.ts";
import { isOfLanguage } from "../memory.ts";

type Element = DefaultTreeAdapterTypes.Element;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;
type TextNode = DefaultTreeAdapterTypes.TextNode;

/** Pages: the text of each block is an entry, in which elements such as links are tags. Attributes that are read (`alt`,
 *  `title`, …) are entries. `translate="no"`, the class `notranslate` and other languages are heeded; scripts, styles and
 *  preformatted text stay. */
export const html: Format = {
  name: "html",
  extensions: [".html", ".htm", ".xhtml"],
  isKeyed: false,
  read: readHtml,
};

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

const inlineElements = words(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q ruby s samp small span strike " +
    "strong sub sup svg time tt u var wbr",
);
/** Elements whose text is no language. */
const keptElements = words(
  "code kbd math pre samp script style svg template textarea tt var noscript iframe object",
);
const readAttributes = words("alt title placeholder aria-label label summary");

function readHtml(text: string, { sourceLanguage, targetLanguage }: CheckedReadOptions): ReadFile {
  const reader = new HtmlReader(text, sourceLanguage);
  const document = parse(text, { sourceCodeLocationInfo: true });
  reader.readBlock(document.childNodes);
  const root = document.childNodes.find(isElement);
  const language = root?.sourceCodeLocation?.attrs?.lang;
  const heading: readonly Edit[] =
    language === undefined
      ? []
      : [
          {
            start: language.startOffset,
            end: language.endOffset,
            content: [`lang="${targetLanguage}"`],
          },
        ];
  return { entries: reader.entries.toSorted((a, b) => a.line - b.line), heading };
}

function isElement(node: ChildNode): node is Element {
  return "tagName" in node;
}

function isText(node: ChildNode): node is TextNode {
  return node.nodeName === "#text";
}

class HtmlReader {
  readonly entries: Entry[] = [];
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #language: string;
  #count = 0;

  constructor(text: string, language: string) {
    this.#text = text;
    this.#lines = new LineIndex(text);
    this.#language = language;
  }

  /** Reads what is in a block: runs of text and inline elements, and the blocks between them. */
  readBlock(nodes: readonly ChildNode[]): void {
    let run: ChildNode[] = [];
    for (const node of nodes) {
      if (isText(node) || (isElement(node) && this.#isInline(node))) {
        run.push(node);
        continue;
      }
      this.#readRun(run);
      run = [];
      if (!isElement(node) || this.#isKept(node)) continue;
      this.#readAttributes(node);
      this.readBlock(node.childNodes);
    }
    this.#readRun(run);
  }

  #isKept({ tagName, attrs }: Element): boolean {
    const attributes = new Map(attrs.map(({ name, value }) => [name, value]));
    const language = attributes.get("lang");
    return (
      keptElements.has(tagName) ||
      attributes.get("translate") === "no" ||
      /(?:^|\s)notranslate(?:\s|$)/.test(attributes.get("class") ?? "") ||
      (language !== undefined && tagName !== "html" && !isOfLanguage(language, this.#language))
    );
  }

  #isInline(element: Element): boolean {
    if (!inlineElements.has(element.tagName)) return false;
    return (
      this.#isKept(element) ||
      element.childNodes.every((child) => !isElement(child) || this.#isInline(child))
    );
  }

  #readAttributes({ tagName, attrs, sourceCodeLocation }: Element): void {
    const isDescription =
      tagName === "meta" &&
      attrs.some(({ name, value }) => name === "name" && /^(?:description|keywords)$/i.test(value));
    for (const { name, value } of attrs) {
      if (!(readAttributes.has(name) || (isDescription && name === "content"))) continue;
      const place = sourceCodeLocation?.attrs?.[name];
      if (place === undefined || !/\p{L}/u.test(value)) continue;
      this.#add(place.startOffset, {
        context: `${tagName} ${name}`,
        sources: [value],
        write: ([target]) => [
          {
            start: place.startOffset,
            end: place.endOffset,
            content: [`${name}="${escapeAttribute(target)}"`],
          },
        ],
      });
    }
  }

  #readRun(run: readonly ChildNode[]): void {
    const first = run.findIndex(hasContent);
    if (first < 0) return;
    const nodes = run.slice(first, run.findLastIndex(hasContent) + 1);
    const builder = new CodedTextBuilder();
    const isWhole = nodes.map((node) => this.#addNode(node, builder)).every((isPlaced) => isPlaced);
    const coded = builder.build();
    const places = nodes.map(({ sourceCodeLocation }) => sourceCodeLocation);
    const start = places[0]?.startOffset;
    const end = places.at(-1)?.endOffset;
    const isInOrder = places.every((place, i) => {
      return i === 0 || place?.startOffset === places[i - 1]?.endOffset;
    });
    if (start === undefined || end === undefined || !/\p{L}/u.test(withoutTags(coded))) return;
    const raw = this.#text.slice(start, end);
    const leading = raw.length - raw.trimStart().length;
    const trailing = raw.length - raw.trimEnd().length;
    const source = { ...coded, text: coded.text.replaceAll(/[ \t\n\r\f]+/g, " ").trim() };
    const range = { start: start + leading, end: end - trailing };
    this.#add(range.start, {
      sources: [source.text],
      ...(!(isWhole && isInOrder) && { locked: "its tags are not nested" }),
      write: ([target]) => {
        const content = decodeText(source, target, escapeHtml);
        return content && [{ ...range, content }];
      },
    });
  }

  /** @returns whether all of it is where the file has it: tags that are not nested are put in anew. */
  #addNode(node: ChildNode, builder: CodedTextBuilder): boolean {
    if (isText(node)) {
      builder.addText(node.value);
      return node.sourceCodeLocation != null;
    }
    if (!isElement(node)) return true;
    const place = node.sourceCodeLocation;
    if (place == null) return false;
    const { startOffset: start, endOffset: end, startTag, endTag } = place;
    if (!this.#isKept(node)) this.#readAttributes(node);
    const isAlone = this.#isKept(node) || node.childNodes.length === 0;
    if (isAlone || startTag === undefined || endTag === undefined) {
      builder.addAlone({ start, end });
      return isAlone;
    }
    const tag: SourceRange = { start: startTag.startOffset, end: startTag.endOffset };
    const pair = builder.open(/^[a-z]+/.exec(node.tagName)?.[0] ?? "x", tag);
    const isPlaced = node.childNodes.map((child) => this.#addNode(child, builder));
    builder.close(pair, { start: endTag.startOffset, end: endTag.endOffset });
    return isPlaced.every((one) => one);
  }

  #add(offset: number, entry: Pick<Entry, "sources" | "write" | "context" | "locked">): void {
    this.#count++;
    this.entries.push({
      ...entry,
      id: `${this.#count}`,
      line: this.#lines.lineAt(offset),
      targets: [],
    });
  }
}

/** Whether a node is more than white space and comments. */
function hasContent(node: ChildNode): boolean {
  return isText(node) ? node.value.trim() !== "" : isElement(node);
}

function withoutTags({ text, codes }: CodedText): string {
  return text.replaceAll(/<[^<>]*>/g, (tag) => (codes.has(tag) ? "" : tag));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\u00A0", "&nbsp;");
}

function escapeAttribute(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("\u00A0", "&nbsp;");
}
