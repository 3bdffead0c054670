import type { FormatName } from "../src/index.ts";

/** A file of a format, and what is known about it. */
export interface FormatCase {
  readonly format: FormatName;
  readonly text: string;
  /** Sources of the entries that are to be translated, in order. */
  readonly open: readonly string[];
  /** Lines that stay as they are when all is translated: translations that exist, and what is no text. */
  readonly stays: readonly string[];
  /** A file that is malformed, with the line that the error names. */
  readonly malformed?: { readonly text: string; readonly line: number };
  /** Whether an empty file is malformed. */
  readonly needsContent?: boolean;
}

export const formatCases: readonly FormatCase[] = [
  {
    format: "gettext",
    text: `# Invented.
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#. Shown on the button.
#: src/main.c:10
msgid "Open the file"
msgstr ""

#, c-format
msgctxt "menu"
msgid "%d apple"
msgid_plural "%d apples"
msgstr[0] ""
msgstr[1] ""

#, fuzzy
msgid "Water"
msgstr "Wässer"

msgid ""
"A longer text, which is wrapped at the column at which gettext's tools wrap "
"what they write.\\n"
"Next line.\\n"
msgstr ""

#~ msgid "Old"
#~ msgstr "Alt"
`,
    open: [
      "Open the file",
      "%d apple",
      "%d apples",
      "A longer text, which is wrapped at the column at which gettext's tools wrap what they write.\nNext line.\n",
    ],
    stays: ['msgstr "Wässer"', '#~ msgstr "Alt"', "#. Shown on the button.", "# Invented."],
    malformed: { text: 'msgid "a"\nmsgstr "b"\n\nmsgid "c\nmsgstr ""\n', line: 4 },
  },
  {
    format: "xliff",
    text: `<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="app" source-language="en" target-language="de" datatype="plaintext">
    <body>
      <trans-unit id="open">
        <source>Click <g id="1">here</g> &amp; wait<x id="2"/></source>
      </trans-unit>
      <trans-unit id="done">
        <source>Water</source>
        <target state="translated">Wasser</target>
      </trans-unit>
      <trans-unit id="locked" translate="no">
        <source>BRAND</source>
      </trans-unit>
      <trans-unit id="empty"><source>Fire</source><target/></trans-unit>
    </body>
  </file>
</xliff>
`,
    open: ["Click <g1>here</g1> & wait<x2/>", "Fire"],
    stays: [
      '        <target state="translated">Wasser</target>',
      '        <source>Click <g id="1">here</g> &amp; wait<x id="2"/></source>',
    ],
    malformed: { text: '<xliff version="1.2">\n<file>\n</body>\n</xliff>', line: 3 },
    needsContent: true,
  },
  {
    format: "xliff",
    text: `<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en">
  <file id="f1">
    <unit id="u1">
      <notes><note>On the button</note></notes>
      <segment id="s1">
        <source>Press <pc id="1">the key</pc> <ph id="2"/></source>
      </segment>
      <segment id="s2" state="final">
        <source>Water</source>
        <target>Wasser</target>
      </segment>
    </unit>
  </file>
</xliff>
`,
    open: ["Press <g1>the key</g1> <x2/>"],
    stays: ["        <target>Wasser</target>", '      <segment id="s2" state="final">'],
    malformed: { text: '<xliff version="3.0">\n</xliff>', line: 1 },
    needsContent: true,
  },
  {
    format: "json",
    text: `{
  "title": "My \\"files\\"",
  "nested": { "text": "Hello, {{name}}! $t(a.b, { \\"count\\": 1 })", "count": 3, "list": ["One", null] }
}
`,
    open: ['My "files"', "Hello, {{name}}! <x1/>", "One"],
    stays: [],
    malformed: { text: '{\n  "a": "b",\n  "c" "d"\n}', line: 3 },
    needsContent: true,
  },
  {
    format: "i18next",
    text: '{\n\t"key_one": "{{count}} file",\n\t"key_other": "{{count}} files"\n}',
    open: ["{{count}} file", "{{count}} files"],
    stays: [],
    malformed: { text: "{", line: 1 },
    needsContent: true,
  },
  {
    format: "arb",
    text: `{
  "@@locale": "de",
  "hello": "Hello, {name}!",
  "@hello": { "description": "A greeting", "placeholders": { "name": {} } }
}
`,
    open: ["Hello, {name}!"],
    stays: ['  "@hello": { "description": "A greeting", "placeholders": { "name": {} } }'],
    malformed: { text: '{ "a": }', line: 1 },
    needsContent: true,
  },
  {
    format: "fluent",
    text: `# A comment
-brand = Bnnkit
hello = Hello, { $name }!
    .title = A greeting

files =
    { $count ->
        [one] One file
       *[other] { $count } files
    }
long =
    The first line
    and the second one.
`,
    open: [
      "Hello, <x1/>!",
      "A greeting",
      "One file",
      "<x1/> files",
      "The first line\nand the second one.",
    ],
    stays: ["# A comment", "-brand = Bnnkit", "    { $count ->"],
    malformed: { text: "a = b\n\nc = { \n", line: 4 },
  },
  {
    format: "properties",
    text: "# A comment\ntitle = My files\nlong: one \\\n    two\nempty=\ngreeting=Hello, {0}\\u0021\n",
    open: ["My files", "one two", "Hello, {0}!"],
    stays: ["# A comment", "empty="],
    malformed: { text: "a=b\nc=\\u12\n", line: 2 },
  },
  {
    format: "subrip",
    text: "1\n00:00:01,000 --> 00:00:02,000\nGood <i>morning</i>,\nfriends.\n\n2\n00:00:03,000 --> 00:00:04,000\n- Yes?\n- No.\n",
    open: ["Good <t1>morning</t1>, friends.", "- Yes?\n- No."],
    stays: ["1", "00:00:01,000 --> 00:00:02,000", "2"],
    malformed: { text: "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\nB\n", line: 6 },
  },
  {
    format: "webvtt",
    text: "WEBVTT - invented\n\nNOTE Not a cue\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ada>Good morning.\n",
    open: ["<x1/>Good morning."],
    stays: ["WEBVTT - invented", "NOTE Not a cue", "intro", "00:01.000 --> 00:02.000 align:start"],
    malformed: { text: "WEBVTT\n\n00:01 --> 00:02\nA\n", line: 3 },
    needsContent: true,
  },
  {
    format: "markdown",
    text: `---
title: Front matter
---
# The *first* heading {#first}

Some text with \`code\` and [a link](https://example.org "title"),
wrapped at a column.

- [ ] a task
- ![A picture](picture.png)

| Name | Value |
| ---- | ----- |
| Tree | \`x\`   |

\`\`\`sh
echo no
\`\`\`
`,
    open: [
      "The <b1>first</b1> heading <x2/>",
      "Some text with <x1/> and <a2>a link</a2>, wrapped at a column.",
      "a task",
      "A picture",
      "Name",
      "Value",
      "Tree",
    ],
    stays: ["title: Front matter", "```sh", "echo no", "| ---- | ----- |"],
  },
  {
    format: "html",
    text: `<!doctype html>
<html lang="de">
<head><title>My page</title><script>let a = "b";</script></head>
<body>
<p>Some <a href="x.html" title="The title">linked &amp; <b>bold</b></a> text,
  on two lines.
<ul><li translate="no">BRAND<li>An <code>item</code></ul>
<img src="a.png" alt="A picture">
</body>
</html>
`,
    open: [
      "My page",
      "The title",
      "Some <a1>linked & <b2>bold</b2></a1> text, on two lines.",
      "An <x1/>",
      "A picture",
    ],
    stays: ["<!doctype html>", "</body>"],
  },
  {
    format: "csv",
    text: 'key,en,de\na,"Hello, you",\nb,Water,Wasser\nc,"A ""word""",""\n',
    open: ["Hello, you", 'A "word"'],
    stays: ["key,en,de", "b,Water,Wasser"],
    malformed: { text: 'en,de\na,b\n"c,d\n', line: 3 },
  },
  {
    format: "text",
    text: "One paragraph\nof two lines.\n\n\nAnother one.",
    open: ["One paragraph\nof two lines.", "Another one."],
    stays: [],
  },
];
