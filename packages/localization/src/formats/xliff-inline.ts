import { type CodedText, CodedTextBuilder } from "../inline-codes.ts";
import { elementsOf, type XmlElement } from "../xml/xml-element.ts";

/** Elements of XLIFF 1.2 and 2 that hold text to translate. */
const holdsText = new Set(["g", "mrk", "pc", "sub"]);
/** Elements that open and close a part, by id. */
const opens = new Set(["bpt", "sc"]);
const closes = new Set(["ept", "ec"]);

/** The content of a `source` or `target`, its inline elements as tags. */
export function codedContent(element: XmlElement): CodedText {
  const builder = new CodedTextBuilder();
  addContent(element, builder);
  return builder.build();
}

function addContent(element: XmlElement, builder: CodedTextBuilder): void {
  const pairs = new Map<string, ReturnType<CodedTextBuilder["open"]>>();
  const closed = new Set(
    elementsOf(element)
      .filter(({ name }) => closes.has(name))
      .map(pairId),
  );
  for (const child of element.children) {
    if (typeof child === "string") {
      builder.addText(child);
      continue;
    }
    const { name, start, end, inner } = child;
    if (holdsText.has(name) && inner.start < end && child.attributes.get("translate") !== "no") {
      const pair = builder.open(name === "mrk" ? "m" : "g", { start, end: inner.start });
      addContent(child, builder);
      builder.close(pair, { start: inner.end, end });
      continue;
    }
    const id = pairId(child);
    const pair = pairs.get(id);
    if (opens.has(name) && closed.has(id) && pair === undefined) {
      pairs.set(id, builder.open("g", { start, end }));
    } else if (closes.has(name) && pair !== undefined) {
      builder.close(pair, { start, end });
      pairs.delete(id);
    } else builder.addAlone({ start, end });
  }
}

function pairId({ attributes }: XmlElement): string {
  return attributes.get("rid") ?? attributes.get("startRef") ?? attributes.get("id") ?? "";
}
