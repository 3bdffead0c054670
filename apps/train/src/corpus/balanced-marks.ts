const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const bracket = /[()[\]{}]/g;
/** `a)` and `1)` at the start number an item. */
const itemNumber = /^[\p{L}\d]{1,3}\)\s/u;
const quotationMark = /["„“”«»]/g;

/** Whether every bracket of a text is closed by its kind, in order, and double quotation marks come in twos. */
export function hasBalancedMarks(text: string): boolean {
  const open: string[] = [];
  for (const mark of text.replace(itemNumber, "").match(bracket) ?? []) {
    const opening = pairs[mark];
    if (opening === undefined) open.push(mark);
    else if (open.pop() !== opening) return false;
  }
  return open.length === 0 && (text.match(quotationMark)?.length ?? 0) % 2 === 0;
}
