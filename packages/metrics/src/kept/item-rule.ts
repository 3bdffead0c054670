import type { Notation } from "./notation.ts";

/** Kinds of items that stand in a text and that a scan finds. */
export type ItemKind =
  | "format"
  | "icu"
  | "markup"
  | "address"
  | "path"
  | "option"
  | "variable"
  | "code"
  | "mark"
  | "emoji"
  | "number";

/** A piece of a text that a translation keeps. */
export interface Item {
  readonly kind: ItemKind;
  readonly text: string;
  /** Where it starts, in UTF-16 code units. */
  readonly start: number;
  /** The text without the format arguments in it, which are items of their own. */
  readonly frame: string;
}

/** How items of a kind are recognized. */
export interface ItemRule {
  readonly kind: ItemKind;
  /** Source of a regular expression (flag u) without capturing groups, whose time is linear. */
  readonly pattern: string;
  /** Where the item that was found ends, between `start` and `end`, or `start` if there is none. */
  readonly endOf?: (text: string, start: number, end: number, notation: Notation) => number;
  /** Whether format arguments may stand in it. */
  readonly holdsFormats?: boolean;
}
