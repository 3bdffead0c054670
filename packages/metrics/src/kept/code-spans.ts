import type { ItemRule } from "./item-rule.ts";

/** Code between backquotes, and escaped control characters (`\n`). Text between a backquote and an
 *  apostrophe is a quotation and may be translated. */
export const codeRule: ItemRule = {
  kind: "code",
  pattern: "``[^`\\n]+``|`[^`'\\n]+`|\\\\(?:[nrt]|u[0-9a-fA-F]{4})",
  holdsFormats: true,
};
