import type { Field, Message } from "./gettext-message.ts";

/** The fields of a PO file's header, in order. */
export class GettextHeader {
  readonly message: Message | undefined;
  readonly #lines: readonly string[];

  constructor(messages: readonly Message[]) {
    this.message = messages.find(isHeader);
    this.#lines = stringOf(this.message, "msgstr").split("\n");
  }

  /** The value of a field. */
  field(name: string): string | undefined {
    const prefix = `${name.toLowerCase()}:`;
    const line = this.#lines.find((one) => one.toLowerCase().startsWith(prefix));
    return line?.slice(prefix.length).trim();
  }

  /** How many plural forms the header says there are. */
  get pluralForms(): number | undefined {
    const count = /nplurals\s*=\s*(\d{1,2})\s*;/.exec(this.field("Plural-Forms") ?? "")?.[1];
    return count === undefined ? undefined : Number(count);
  }

  /** The header with fields changed or, behind the others, added. */
  with(fields: ReadonlyMap<string, string>): string {
    const missing = new Map(fields);
    const lines = this.#lines.map((line) => {
      const found = [...fields].find(([name]) =>
        line.toLowerCase().startsWith(`${name.toLowerCase()}:`),
      );
      if (found === undefined) return line;
      missing.delete(found[0]);
      return `${found[0]}: ${found[1]}`;
    });
    const added = [...missing].map(([name, value]) => `${name}: ${value}`);
    const last = lines.at(-1) === "" ? [""] : [];
    return [...lines.slice(0, lines.length - last.length).filter(isNotEmpty), ...added, ""].join(
      "\n",
    );
  }
}

function isNotEmpty(text: string): boolean {
  return text !== "";
}

export function isHeader(message: Message): boolean {
  return stringOf(message, "msgid") === "" && fieldOf(message, "msgctxt") === undefined;
}

export function fieldOf(
  message: Message | undefined,
  keyword: Field["keyword"],
): Field | undefined {
  return message?.fields.find((field) => field.keyword === keyword);
}

export function stringOf(message: Message | undefined, keyword: Field["keyword"]): string {
  return fieldOf(message, keyword)?.value ?? "";
}
