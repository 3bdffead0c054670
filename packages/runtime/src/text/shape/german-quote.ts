/** A quotation mark of an English text as German writes it: “a” → „a“, ‘a’ → ‚a‘. Straight marks, angle marks and
 *  everything else stay as they are. */
export function germanMark(mark: string, opens: boolean): string {
  if (/[“”„‟]/.test(mark)) return opens ? "„" : "“";
  if (/[‘’‚]/.test(mark)) return opens ? "‚" : "‘";
  return mark;
}
