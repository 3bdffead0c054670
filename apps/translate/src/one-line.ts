/** A text as one line: each run of line breaks, whatever Unicode calls one, becomes a space. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029\v\f\u0085]+/g, " ");
}

/** The same for a text that comes in parts: what the returned function gives for each, joined, is the one line of the parts
 *  joined, also where a run of line breaks goes on in the next part. */
export function oneLineParts(): (part: string) => string {
  let endsInBreak = false;
  return (part) => {
    if (part === "") return "";
    const rest = endsInBreak ? part.replace(/^[\r\n\u2028\u2029\v\f\u0085]+/, "") : part;
    endsInBreak = /[\r\n\u2028\u2029\v\f\u0085]$/.test(part);
    return oneLine(rest);
  };
}

/** JSON of a value as one line: breaks within its strings, which JSON may hold as they are, are escaped. */
export function oneLineJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029\u0085]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
