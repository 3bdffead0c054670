/** Kinds of placeholders in messages, in the order in which they are tried at a place. */
const kinds: readonly string[] = [
  String.raw`\{\{[^{}\n]{1,80}\}\}`, // {{ name }}
  String.raw`\$\{[^{}\n]{1,80}\}`, // ${name}
  String.raw`\$\([^()\n]{1,80}\)`, // $(ARG1)
  String.raw`\{[^{}\n]{0,80}\}`, // {0}, {name}, { -brand-name }, {}
  String.raw`%\([\w.]{1,80}\)[-+#0]*\d*(?:\.\d+)?[a-zA-Z]`, // %(name)s
  String.raw`%\{[\w.]{1,80}\}`, // %{name}
  String.raw`%<\w{1,20}>`, // %<PRIu64>
  String.raw`%[A-Z][A-Z_\d]+%?`, // %PRODUCTNAME, %NAME%
  String.raw`%(?:\d+\$)?[-+#0']*(?:\*(?:\d+\$)?|\d+)?(?:\.(?:\*|\d+)?)?(?:hh|ll|[hlLqjzt])?[a-zA-Z@]`, // %s, %1$-5.2lf
  String.raw`%L?\d{1,2}`, // %1, %L2
  "%[%<>]", // %%, and the quotation marks %< and %>
  String.raw`\$[1-9](?![\d.,]*\d)`, // $1, but no sum of money
  String.raw`\$[A-Za-z_]\w*\$?`, // $name, $name$
  String.raw`#\p{L}[\p{L}\d_]*#`, // #page#
  String.raw`@\d+@`, // @0@
  String.raw`~[asdAS](?![\p{L}\d])`, // ~a
];
const placeholder = new RegExp(kinds.join("|"), "gu");

/** The placeholders of a message, in order: what a program fills in or reads, and a translation repeats unchanged.
 *  printf (`%s`, `%1$d`, `%(name)s`), Qt (`%1`), braces (`{0}`, `{name}`), `${x}`, `$1`, `$name$`, `#page#`. */
export function placeholdersOf(text: string): readonly string[] {
  return text.match(placeholder) ?? [];
}

/** The text between the placeholders, one piece more than there are placeholders. */
export function textBetweenPlaceholders(text: string): readonly string[] {
  return text.split(placeholder);
}
