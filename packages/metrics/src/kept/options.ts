import type { ItemRule } from "./item-rule.ts";

/** Options of a command line: `--long-option` without its value, and `-x`, behind white space or an opening tag. */
export const optionRule: ItemRule = {
  kind: "option",
  pattern:
    "(?<![\\p{L}\\p{N}_-])--[a-z][A-Za-z0-9_]*(?:-[a-z0-9][A-Za-z0-9_]*)*|" +
    "(?<=(?:^|\\s|<[A-Za-z][^<>]{0,200}>)[(\\[\"'`„»«]?)-[A-Za-z](?![\\p{L}\\p{N}_]|-[^\\p{Lu}])",
};
