import { SaxesParser } from "saxes";
import type { SourceRange } from "../edit.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";

/** An element of an XML text; comments and processing instructions are left out. */
export interface XmlElement extends SourceRange {
  /** Without its namespace's prefix. */
  readonly name: string;
  /** Attributes by their names, prefixes included. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and the texts between them. */
  readonly children: readonly (XmlElement | string)[];
  readonly line: number;
  /** What is between its tags; an empty range behind the tag of an element that has but one. */
  readonly inner: SourceRange;
}

interface OpenElement {
  readonly start: number;
  readonly line: number;
  readonly children: (XmlElement | string)[];
  innerStart: number;
}

/** Reads an XML text.
 *  @returns its root.
 *  @throws MalformedCatalogueError naming the line where it is not well-formed. */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({});
  const roots: XmlElement[] = [];
  const open: OpenElement[] = [];
  const addText = (part: string) => {
    open.at(-1)?.children.push(part);
  };
  parser.on("error", (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, "");
    throw new MalformedCatalogueError(parser.line, `not well-formed XML: ${reason}`);
  });
  parser.on("opentagstart", () => {
    const start = text.lastIndexOf("<", parser.position - 1);
    open.push({ start, line: parser.line, children: [], innerStart: start });
  });
  parser.on("opentag", () => {
    const last = open.at(-1);
    if (last !== undefined) last.innerStart = parser.position;
  });
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", ({ name, attributes, isSelfClosing }) => {
    const last = open.pop();
    if (last === undefined) return;
    const end = parser.position;
    const innerEnd = isSelfClosing ? end : text.lastIndexOf("<", end - 1);
    const element: XmlElement = {
      name: name.replace(/^.*:/, ""),
      attributes: new Map(Object.entries(attributes)),
      children: last.children,
      line: last.line,
      start: last.start,
      end,
      inner: { start: isSelfClosing ? end : last.innerStart, end: innerEnd },
    };
    (open.at(-1)?.children ?? roots).push(element);
  });
  parser.write(text).close();
  const [root] = roots;
  if (root === undefined) throw new MalformedCatalogueError(1, "not XML: there is no element");
  return root;
}

/** The elements in an element. */
export function elementsOf({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((child) => typeof child !== "string");
}

/** The first element of a name in an element. */
export function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return elementsOf(element).find((child) => child.name === name);
}

/** All elements of a name in an element, at any depth, in order. */
export function descendantsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendantsNamed(child, name),
  ]);
}

/** The text of an element and of all elements in it. */
export function textOf({ children }: XmlElement): string {
  return children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

/** A text as it is written between tags. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
