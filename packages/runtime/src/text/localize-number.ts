/** The signs that a language writes numbers with. */
interface NumberSigns {
  readonly group: string;
  readonly decimal: string;
}

/** A number as another language writes it: "1,234.5" from "en" to "de" is "1.234,5".
 *
 *  Only what is certainly a number of the source language is changed: groups of three digits, or one decimal sign. Years,
 *  versions ("1.2.3"), times and dates stay.
 *  @param from  BCP 47 tag of the language that the number is written in
 *  @throws RangeError for a tag that is none */
export function localizeNumber(number: string, from: string, to: string): string {
  const signs = signsOf(from);
  const group = escaped(signs.group);
  const decimal = escaped(signs.decimal);
  const grouped = new RegExp(`^([-+−]?\\d{1,3}(?:${group}\\d{3})+)(?:${decimal}(\\d+))?$`);
  const plain = new RegExp(`^([-+−]?\\d+)${decimal}(\\d+)$`);
  const [, whole, fraction] = grouped.exec(number) ?? plain.exec(number) ?? [];
  if (whole === undefined) return number;
  const target = signsOf(to);
  const digits = whole.replaceAll(signs.group, target.group);
  return fraction === undefined ? digits : digits + target.decimal + fraction;
}

function signsOf(locale: string): NumberSigns {
  const parts = new Intl.NumberFormat(locale, { useGrouping: "always" }).formatToParts(1234567.5);
  const sign = (type: string, fallback: string): string =>
    parts.find((part) => part.type === type)?.value ?? fallback;
  return { group: sign("group", ","), decimal: sign("decimal", ".") };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
