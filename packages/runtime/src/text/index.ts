/**
 * Texts around a translation: sentences, tokens, spans that must be kept, shapes, faults.
 *
 * @module @bnnkit/runtime/text
 */

export { type Abbreviations, abbreviationsOf } from "./abbreviations.ts";
export { cutSentence, longestRun, type Piece } from "./cut.ts";
export { knownLetters } from "./known-letters.ts";
export { localizeNumber } from "./localize-number.ts";
export { findSpans, type ProtectOptions } from "./protect/find-spans.ts";
export { type IcuBranch, icuBranches } from "./protect/icu-message.ts";
export {
  type MaskedText,
  maskText,
  unmaskText,
} from "./protect/mask.ts";
export type { ProtectedSpan, SpanKind, SpanRole } from "./protect/span.ts";
export { type Fault, findFaults, type TranslatedText } from "./reliability.ts";
export { findRepetition, type Repetition } from "./repetition.ts";
export { scriptsOf } from "./scripts.ts";
export {
  joinSentences,
  type Sentence,
  type SplitOptions,
  type SplitText,
  splitSentences,
} from "./sentences.ts";
export { takeCapitals } from "./shape/capitals.ts";
export { takeShapes } from "./shape/compose.ts";
export { takeEdges } from "./shape/edges.ts";
export { takeEnclosure } from "./shape/enclosure.ts";
export { takeFinalMark } from "./shape/final-mark.ts";
export { takeInitial } from "./shape/initial.ts";
export { takeMnemonic } from "./shape/mnemonic.ts";
export { takeOuterSpace } from "./shape/outer-space.ts";
export { takeQuotes } from "./shape/quotes.ts";
export { type Shaped, shaped, type TakeShape, unshaped } from "./shape/shape.ts";
export { isSlot, mostSlots, slotIndex, slotOf, slotsIn } from "./slot.ts";
export { freeSlotsOfHyphens } from "./slot-hyphens.ts";
export { fitSlotSpacing } from "./slot-spacing.ts";
export {
  assignSlotTokens,
  type SlotSpan,
  type SlotTokens,
  slotsOfRole,
  slotTokenNames,
  slotTokensOf,
} from "./slot-tokens.ts";
export { createTextStream, finishText, type TextStream } from "./text-stream.ts";
export { readTokenizer, type TextTokenizer } from "./tokenizer.ts";
export { digestTokenizer } from "./tokenizer-digest.ts";
export { type JoinedBreak, type UnwrapOptions, type UnwrappedText, unwrapLines } from "./unwrap.ts";
export { wrapLines } from "./wrap.ts";
