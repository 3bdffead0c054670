import type { Edit, SourceRange } from "../edit.ts";
import type { Entry, Origin } from "../entry.ts";
import { decodeText } from "../inline-codes.ts";
import { indentationAt } from "../line-index.ts";
import { attributesEdit, tagWith } from "../xml/tag-edit.ts";
import { childNamed, escapeXml, textOf, type XmlElement } from "../xml/xml-element.ts";
import { codedContent } from "./xliff-inline.ts";

/** What the units of a file share. */
export interface UnitContext {
  readonly text: string;
  readonly newline: string;
  readonly version: 1 | 2;
}

interface UnitPlace {
  readonly id: string;
  readonly isLocked: boolean;
  readonly note?: XmlElement;
  /** The unit, which a segment of XLIFF 2 is a part of. */
  readonly unit: XmlElement;
}

/** The entry of a `trans-unit` or `segment`; none if it has no source. */
export function unitEntry(
  holder: XmlElement,
  { id, isLocked, note, unit }: UnitPlace,
  context: UnitContext,
): readonly Entry[] {
  const source = childNamed(holder, "source");
  if (source === undefined) return [];
  const target = childNamed(holder, "target");
  const coded = codedContent(source);
  const name = unit.attributes.get("resname") ?? unit.attributes.get("name");
  const entry: Entry = {
    id,
    line: holder.line,
    ...(name !== undefined && { context: name }),
    ...(note !== undefined && { comment: textOf(note) }),
    sources: [coded.text],
    targets: [existingText(holder, target, coded.text)],
    ...(isLocked && { locked: 'translate="no"' }),
    write: ([translation], origin) => {
      const content = decodeText(coded, translation, escapeXml);
      return content && targetEdits({ holder, source, target, content, origin }, context);
    },
  };
  return [entry];
}

/** A target that is a copy of its source and says that it is none yet is no translation. */
function existingText(holder: XmlElement, target: XmlElement | undefined, source: string): string {
  if (target === undefined) return "";
  const { text } = codedContent(target);
  const state = target.attributes.get("state") ?? holder.attributes.get("state") ?? "";
  return text === source && /^(?:new|needs-translation|initial)$/.test(state) ? "" : text;
}

interface Written {
  readonly holder: XmlElement;
  readonly source: XmlElement;
  readonly target: XmlElement | undefined;
  readonly content: readonly (string | SourceRange)[];
  readonly origin: Origin;
}

function targetEdits(
  { holder, source, target, content, origin }: Written,
  { text, newline, version }: UnitContext,
): readonly Edit[] {
  const attributes = version === 1 ? targetStates[origin] : {};
  const stateEdits = version === 2 ? [attributesEdit(text, holder, segmentStates[origin])] : [];
  if (target !== undefined) {
    const old = text.slice(target.start, target.inner.start);
    const open = tagWith(old.replace(/\s*\/>$/, ">"), attributes);
    const close = closingTag(open);
    return [
      ...stateEdits,
      { start: target.start, end: target.end, content: [open, ...content, close] },
    ];
  }
  const before = childNamed(holder, "seg-source") ?? source;
  const open = text
    .slice(source.start, source.inner.start)
    .replace(/^<((?:[\w.-]+:)?)source.*$/s, "<$1target>");
  const indentation = indentationAt(text, before.start);
  const gap = indentation === undefined ? "" : newline + indentation;
  const added = [gap, tagWith(open, attributes), ...content, closingTag(open)];
  return [...stateEdits, { start: before.end, end: before.end, content: added }];
}

const targetStates: Readonly<Record<Origin, Readonly<Record<string, string>>>> = {
  existing: { state: "translated" },
  memory: { state: "translated", "state-qualifier": "exact-match" },
  machine: { state: "needs-review-translation", "state-qualifier": "mt-suggestion" },
};

const segmentStates: Readonly<Record<Origin, Readonly<Record<string, string>>>> = {
  existing: { state: "translated" },
  memory: { state: "translated" },
  machine: { state: "initial", subState: "bnnkit:machine-translation" },
};

function closingTag(open: string): string {
  return `</${/^<([^\s>]+)/.exec(open)?.[1] ?? "target"}>`;
}
