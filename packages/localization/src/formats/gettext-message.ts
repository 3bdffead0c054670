import type { SourceRange } from "../edit.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { unescapeString } from "./gettext-string.ts";

export type Keyword = "msgctxt" | "msgid" | "msgid_plural" | "msgstr";

/** A keyword with its string, over one line or several. */
export interface Field extends SourceRange {
  readonly keyword: Keyword;
  /** Of `msgstr[1]`, say. */
  readonly index: number | undefined;
  readonly line: number;
  readonly value: string;
  readonly lineCount: number;
}

/** The line of flags, `#, fuzzy, c-format`. */
export interface FlagLine extends SourceRange {
  readonly flags: readonly string[];
}

/** A message of a PO file that is in use. */
export interface Message {
  readonly fields: readonly Field[];
  readonly flagLine: FlagLine | undefined;
  /** Where a line of flags would be put in: before the previous text or the first keyword. */
  readonly flagsAt: number;
  readonly comments: readonly string[];
  readonly references: readonly string[];
}

interface Line extends SourceRange {
  readonly number: number;
  readonly text: string;
}

interface OpenField {
  readonly keyword: Keyword;
  readonly index: number | undefined;
  readonly line: number;
  readonly start: number;
  end: number;
  value: string;
  lineCount: number;
}

/** The messages of a PO file; those that are commented out (`#~`) are left where they are.
 *  @throws MalformedCatalogueError naming the line. */
export function readMessages(text: string): readonly Message[] {
  const reader = new MessageReader();
  for (const line of linesOf(text)) reader.take(line);
  reader.endMessage();
  return reader.messages;
}

function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (const { index, 1: line } of text.matchAll(/([^\r\n]*)(?:\r\n|[\r\n]|$)/g)) {
    number++;
    yield { number, start: index, end: index + line.length, text: line };
  }
}

const keywordLine = /^\s*(msgctxt|msgid_plural|msgid|msgstr)\s*(?:\[\s*(\d{1,3})\s*\])?\s*(".*)$/;

class MessageReader {
  readonly messages: Message[] = [];
  #fields: OpenField[] = [];
  #comments: string[] = [];
  #references: string[] = [];
  #flagLine: FlagLine | undefined;
  #flagsAt: number | undefined;

  take(line: Line): void {
    const text = line.text.trim();
    if (text === "" || text.startsWith("#~")) return;
    if (text.startsWith("#")) this.#takeComment(line, text);
    else if (text.startsWith('"')) this.#continue(line, text);
    else this.#begin(line);
  }

  /** Ends a message: the next one begins, or the file ends. */
  endMessage(): void {
    const fields = this.#fields;
    if (fields.length > 0) {
      checkFields(fields);
      this.messages.push({
        fields,
        flagLine: this.#flagLine,
        flagsAt: this.#flagsAt ?? fields[0].start,
        comments: this.#comments,
        references: this.#references,
      });
    }
    this.#fields = [];
    this.#comments = [];
    this.#references = [];
    this.#flagLine = undefined;
    this.#flagsAt = undefined;
  }

  #takeComment(line: Line, text: string): void {
    if (this.#fields.length > 0) this.endMessage();
    if (text.startsWith("#,")) {
      const flags = text
        .slice(2)
        .split(",")
        .map((flag) => flag.trim());
      this.#flagLine ??= { start: line.start, end: line.end, flags };
    } else if (text.startsWith("#|")) this.#flagsAt ??= line.start;
    else if (text.startsWith("#:")) this.#references.push(text.slice(2).trim());
    else if (text.startsWith("#.")) this.#comments.push(text.slice(2).trim());
  }

  #begin(line: Line): void {
    const match = keywordLine.exec(line.text);
    if (match === null) {
      throw new MalformedCatalogueError(
        line.number,
        'expected a comment, "…" or msgctxt, msgid, msgid_plural, msgstr with "…"',
      );
    }
    const [, name, index, quoted] = match;
    const keyword = keywords.find((known) => known === name);
    if (keyword === undefined) return;
    const isNext = keyword === "msgctxt" || keyword === "msgid";
    if (isNext && this.#fields.some((field) => field.keyword === "msgstr")) this.endMessage();
    this.#fields.push({
      keyword,
      index: index === undefined ? undefined : Number(index),
      line: line.number,
      start: line.start,
      end: line.end,
      value: unescapeString(quoted, line.number),
      lineCount: 1,
    });
  }

  #continue(line: Line, text: string): void {
    const field = this.#fields.at(-1);
    if (field === undefined) {
      throw new MalformedCatalogueError(line.number, "a string must follow a keyword (msgid, say)");
    }
    field.value += unescapeString(text, line.number);
    field.end = line.end;
    field.lineCount++;
  }
}

const keywords: readonly Keyword[] = ["msgctxt", "msgid", "msgid_plural", "msgstr"];

function checkFields(fields: readonly OpenField[]): void {
  const [{ line }] = fields;
  const order = fields.map(({ keyword }) => keyword).join(" ");
  if (!/^(?:msgctxt )?msgid(?: msgid_plural)?(?: msgstr)+$/.test(order)) {
    throw new MalformedCatalogueError(
      line,
      `expected msgctxt, msgid, msgid_plural, msgstr, got ${order}`,
    );
  }
  const isPlural = order.includes("msgid_plural");
  const forms = fields.filter(({ keyword }) => keyword === "msgstr");
  forms.forEach((form, place) => {
    const expected = isPlural ? place : undefined;
    if (form.index === expected) return;
    throw new MalformedCatalogueError(
      form.line,
      isPlural ? `expected msgstr[${place}]` : "expected one msgstr without a number",
    );
  });
  if (!isPlural && forms.length > 1) {
    throw new MalformedCatalogueError(forms[1].line, "the message has a msgstr already");
  }
}
