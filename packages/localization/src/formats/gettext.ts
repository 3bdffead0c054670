import type { Edit } from "../edit.ts";
import type { Entry } from "../entry.ts";
import type { CheckedReadOptions, Format, ReadFile } from "../format.ts";
import { newlineOf } from "../line-index.ts";
import { fieldOf, GettextHeader, isHeader, stringOf } from "./gettext-header.ts";
import { type Message, readMessages } from "./gettext-message.ts";
import { type StringLayout, writeField } from "./gettext-string.ts";

/** Catalogues of GNU gettext, `.po` and `.pot`, see "The Format of PO Files" in its manual. A model's translation is marked
 *  fuzzy. */
export const gettext: Format = {
  name: "gettext",
  extensions: [".po", ".pot"],
  isKeyed: false,
  read: readGettext,
};

/** Two forms, of which the second stands for all numbers but 1: German, and most languages around it. */
const twoForms = "nplurals=2; plural=(n != 1);";

function readGettext(text: string, { targetLanguage }: CheckedReadOptions): ReadFile {
  const messages = readMessages(text);
  const header = new GettextHeader(messages);
  const layout: StringLayout = { newline: newlineOf(text), isWrapped: !/^.{81,}$/m.test(text) };
  const forms = header.pluralForms ?? 2;
  const translated = messages.filter((message) => !isHeader(message));
  return {
    entries: translated.map((message) => entryOf(message, forms, layout)),
    heading: headingEdits(header, translated, { targetLanguage, layout }),
    problems: problemsOf(header, translated),
  };
}

/** GNOME's and KDE's message that stands for those who translated. */
const translatorCredits = /^(?:translator[-_]credits|Your (?:names|emails))$/;

function entryOf(message: Message, forms: number, layout: StringLayout): Entry {
  const { fields, flagLine, comments, references } = message;
  const context = fieldOf(message, "msgctxt")?.value;
  const id = stringOf(message, "msgid");
  const plural = fieldOf(message, "msgid_plural")?.value;
  const strings = fields.filter(({ keyword }) => keyword === "msgstr");
  const targets = strings.map(({ value }) => value);
  const place = { start: strings[0].start, end: strings[strings.length - 1].end };
  return {
    id: context === undefined ? id : `${context}\u0004${id}`,
    line: fields[0].line,
    ...(context !== undefined && { context }),
    ...(comments.length + references.length > 0 && {
      comment: [...comments, ...references].join("\n"),
    }),
    sources:
      plural === undefined
        ? [id]
        : Array.from({ length: forms }, (_, i) => (i === 0 && forms > 1 ? id : plural)),
    targets,
    ...(translatorCredits.test(id) && { locked: "the place of translators' names" }),
    write: (texts, origin) => {
      const written = texts.map((target, i) =>
        writeField(plural === undefined ? "msgstr" : `msgstr[${i}]`, target, layout),
      );
      const isMarked = origin === "machine" && !(flagLine?.flags.includes("fuzzy") ?? false);
      return [
        ...(isMarked ? [fuzzyEdit(message, layout)] : []),
        { ...place, content: [written.join(layout.newline)] },
      ];
    },
  };
}

function fuzzyEdit({ flagLine, flagsAt }: Message, { newline }: StringLayout): Edit {
  if (flagLine === undefined) {
    return { start: flagsAt, end: flagsAt, content: [`#, fuzzy${newline}`] };
  }
  const content = [`#, ${["fuzzy", ...flagLine.flags].join(", ")}`];
  return { start: flagLine.start, end: flagLine.end, content };
}

interface HeadingOptions {
  readonly targetLanguage: string;
  readonly layout: StringLayout;
}

/** A template's header says neither language nor plural forms; what is written is UTF-8. */
function headingEdits(
  header: GettextHeader,
  messages: readonly Message[],
  { targetLanguage, layout }: HeadingOptions,
): readonly Edit[] {
  const fields = new Map<string, string>();
  const hasPlurals = messages.some((message) => fieldOf(message, "msgid_plural") !== undefined);
  if ((header.field("Language") ?? "") === "")
    fields.set("Language", targetLanguage.replaceAll("-", "_"));
  if (!/charset=utf-?8/i.test(header.field("Content-Type") ?? "")) {
    fields.set("Content-Type", "text/plain; charset=UTF-8");
  }
  const isOpen = header.field("Plural-Forms") !== undefined || hasPlurals;
  if (isOpen && header.pluralForms === undefined) fields.set("Plural-Forms", twoForms);
  if (fields.size === 0) return [];
  const { message } = header;
  const string = fieldOf(message, "msgstr");
  if (message === undefined || string === undefined) {
    const { newline } = layout;
    const field = writeField("msgstr", header.with(fields), { newline, isWrapped: false });
    return [{ start: 0, end: 0, content: [`msgid ""${newline}${field}${newline}${newline}`] }];
  }
  return [
    ...withoutFuzzy(message, layout),
    {
      start: string.start,
      end: string.end,
      content: [writeField("msgstr", header.with(fields), layout)],
    },
  ];
}

function withoutFuzzy({ flagLine }: Message, { newline }: StringLayout): readonly Edit[] {
  if (flagLine === undefined || !flagLine.flags.includes("fuzzy")) return [];
  const { start, end, flags } = flagLine;
  const others = flags.filter((flag) => flag !== "fuzzy");
  if (others.length > 0) return [{ start, end, content: [`#, ${others.join(", ")}`] }];
  return [{ start, end: end + newline.length, content: [] }];
}

function problemsOf(
  header: GettextHeader,
  messages: readonly Message[],
): Required<ReadFile>["problems"] {
  const forms = header.pluralForms;
  const seen = new Set<string>();
  return messages.flatMap((message) => {
    const { line } = message.fields[0];
    const problems: { line: number; message: string }[] = [];
    const strings = message.fields.filter(({ keyword }) => keyword === "msgstr");
    const isPlural = fieldOf(message, "msgid_plural") !== undefined;
    const isFilled = strings.some(({ value }) => value !== "");
    if (isPlural && isFilled && forms === undefined) {
      problems.push({ line, message: "plural forms, but the header has no Plural-Forms" });
    }
    if (isPlural && isFilled && forms !== undefined && strings.length !== forms) {
      problems.push({ line, message: `${strings.length} plural forms instead of ${forms}` });
    }
    const key = `${fieldOf(message, "msgctxt")?.value ?? ""}\u0004${stringOf(message, "msgid")}`;
    if (seen.has(key)) problems.push({ line, message: "the message is defined twice" });
    seen.add(key);
    return problems;
  });
}
