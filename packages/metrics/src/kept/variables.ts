import type { ItemRule } from "./item-rule.ts";

/** Variables of a shell: `$HOME`, `$(HOME)`, `%PATH%`. */
export const variableRule: ItemRule = {
  kind: "variable",
  pattern: "\\$[A-Za-z_]\\w*(?![\\w$])|\\$\\([A-Za-z_]\\w*\\)|%[A-Z][A-Z0-9_]+%",
};
