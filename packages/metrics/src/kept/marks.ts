import type { ItemRule } from "./item-rule.ts";

/** Stand-ins that a program put into the text to find something again: `[X7X]`, `[[1]]`, `__PH_0__`. */
export const markRule: ItemRule = {
  kind: "mark",
  pattern:
    "\\[[A-Z]+\\d{1,9}[A-Z]+\\]|\\[\\[\\d{1,9}\\]\\]|__[A-Z]{1,20}_?\\d{1,9}__|[⟦⟪]\\d{1,9}[⟧⟫]",
};
