import type { Edit } from "../edit.ts";
import type { XmlElement } from "./xml-element.ts";

/** The edit that gives an element's opening tag attributes, in the place of those of the same names. */
export function attributesEdit(
  text: string,
  element: XmlElement,
  attributes: Readonly<Record<string, string>>,
): Edit {
  const { start, inner } = element;
  const tag = text.slice(start, inner.start);
  return { start, end: inner.start, content: [tagWith(tag, attributes)] };
}

/** An opening tag with attributes, in the place of those of the same names. */
export function tagWith(tag: string, attributes: Readonly<Record<string, string>>): string {
  const names = Object.keys(attributes).join("|");
  const others = tag.replaceAll(
    new RegExp(`\\s+(?:${names})\\s*=\\s*(?:"[^"]*"|'[^']*')`, "g"),
    "",
  );
  const added = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return others.replace(/\s*\/?>$/, (ending) => `${added.join("")}${ending}`);
}
