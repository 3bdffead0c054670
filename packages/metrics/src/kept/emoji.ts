import type { ItemRule } from "./item-rule.ts";

const picture =
  "(?![©®™‼⁉ℹ↔-↪〰〽㊗㊙])\\p{Extended_Pictographic}[\\u{FE0F}\\u{1F3FB}-\\u{1F3FF}]*";

/** Emoji with their skin tones and joined ones, flags, and keycaps. Signs that are letters or arrows
 *  as well, such as ©, are not counted. */
export const emojiRule: ItemRule = {
  kind: "emoji",
  pattern: `${picture}(?:\\u200D${picture})*|[\\u{1F1E6}-\\u{1F1FF}]{2}|[#*0-9]\\uFE0F?\\u20E3`,
};
