/** A piece of a page that is written as it is. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What stands in a template: text is escaped, pieces of a page are not. */
export type Part = string | number | Markup | readonly Part[];

/** A piece of a page; whatever is put into it is escaped unless it is such a piece itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const written = texts.map((text, i) => (i < parts.length ? text + write(parts[i]) : text));
  return new Markup(written.join(""));
}

/** Data in a page, for its script. */
export function embeddedJson(id: string, value: unknown): Markup {
  const text = JSON.stringify(value).replaceAll("<", "\\u003c");
  return new Markup(`<script type="application/json" id="${id}">${text}</script>`);
}

function write(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(write).join("");
  return String(part)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
