import { type ProtectedSpan, spanOf } from "./span.ts";

/** The place of a message inside an ICU argument: what stands between the braces of `one {# file}`. */
export interface IcuBranch {
  readonly start: number;
  readonly end: number;
  /** Whether the argument is a plural, so that `#` in the message is its number. */
  readonly isPlural: boolean;
}

/** Finds ICU arguments with a type, such as `{count, plural, one {# file} other {# files}}`, each whole. */
export function findIcuArguments(text: string): readonly ProtectedSpan[] {
  return icuArguments(text).map(({ start, end, type }) =>
    spanOf("icu", start, end, type === "number" ? "number" : "value"),
  );
}

/** The messages to translate inside the ICU arguments of a text, in their order.
 *
 *  Of nested arguments the outer one's messages: an inner argument is a part of one of them, and has its own. */
export function icuBranches(text: string): readonly IcuBranch[] {
  return icuArguments(text).flatMap(({ branches, type }) =>
    branches.map((branch) => ({ ...branch, isPlural: /^(?:plural|selectordinal)$/.test(type) })),
  );
}

/** Finds the signs in a message of a plural that stand for its number. */
export function findNumberSigns(text: string): readonly ProtectedSpan[] {
  return Array.from(text.matchAll(/#/g), ({ index }) =>
    spanOf("number", index, index + 1, "number"),
  );
}

interface IcuArgument {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly branches: readonly { readonly start: number; readonly end: number }[];
}

interface OpenBrace {
  readonly start: number;
  /** The type of an ICU argument, "" for another brace. */
  readonly type: string;
  readonly branches: { start: number; end: number }[];
}

const head =
  /\{\s{0,9}[\w.]{1,60}\s{0,9},\s{0,9}(plural|select|selectordinal|number|date|time|spellout|ordinal|duration|choice)\s{0,9}(?=[,}])/y;

/** The outermost arguments, sorted. A quotation ('{…') hides braces inside an argument; outside of one an apostrophe
 *  is text. */
function icuArguments(text: string): readonly IcuArgument[] {
  const open: OpenBrace[] = [];
  const found: IcuArgument[] = [];
  let depth = 0;
  let nextQuote = 0;
  const brace = /[{}]|'(?=[{}#|])/g;
  for (let match = brace.exec(text); match !== null; match = brace.exec(text)) {
    const at = match.index;
    if (match[0] === "'") {
      if (depth === 0) continue;
      if (nextQuote !== -1 && nextQuote <= at) nextQuote = text.indexOf("'", at + 1);
      if (nextQuote !== -1) brace.lastIndex = nextQuote + 1;
    } else if (match[0] === "{") {
      head.lastIndex = at;
      const type = head.exec(text)?.[1] ?? "";
      if (type !== "") depth += 1;
      open.push({ start: at, type, branches: [] });
    } else {
      const last = open.pop();
      if (last === undefined) continue;
      open.at(-1)?.branches.push({ start: last.start + 1, end: at });
      if (last.type === "") continue;
      depth -= 1;
      addOutermost(found, { ...last, end: at + 1 });
    }
  }
  return found;
}

function addOutermost(found: IcuArgument[], argument: IcuArgument): void {
  const hasBranches = /^(?:plural|select|selectordinal)$/.test(argument.type);
  if (hasBranches && argument.branches.length === 0) return;
  while ((found.at(-1)?.start ?? -1) > argument.start) found.pop();
  found.push(hasBranches ? argument : { ...argument, branches: [] });
}
