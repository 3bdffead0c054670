import { Parser } from "htmlparser2";
import { RequestError } from "./request-error.ts";

/** The texts of an HTML document or fragment. */
export interface HtmlTexts {
  /** What is to be translated, each with the tags inside of its sentences. */
  readonly texts: readonly string[];
  /** The document with a translation in the place of each text. */
  readonly fill: (translations: readonly string[]) => string;
}

/** Most elements that are open at a time. */
const mostDepth = 500;

/** Takes an HTML document apart at the tags of its blocks, so that each text is sentences with inline tags in them, which
 *  the translator keeps. Elements whose content is no language (script, style, code …, and `translate="no"`) stay as they
 *  are, those inside of a sentence as one tag. Character references become characters, but for &amp;, &lt;, &gt; and
 *  &nbsp;; runs of white space become a space, as HTML has it.
 *  @throws RequestError if tags are nested deeper than 500. */
export function htmlTexts(html: string): HtmlTexts {
  const reader = new Reader(html);
  reader.read();
  const { texts, parts } = reader;
  return {
    texts: texts.map(({ masked }) => masked),
    fill: (translations) =>
      parts
        .map((part) => {
          if (typeof part === "string") return part;
          const { before, after, kept } = texts[part];
          return before + fillKept(translations[part], kept) + after;
        })
        .join(""),
  };
}

interface Text {
  readonly masked: string;
  /** White space around it. */
  readonly before: string;
  readonly after: string;
  /** Elements inside of it that are kept whole. */
  readonly kept: readonly string[];
}

/** Puts elements that are kept whole in the place of the tags that stand for them. */
function fillKept(text: string, kept: readonly string[]): string {
  return text.replace(/<kept id="(\d+)"\/>/g, (tag, index) => kept[index] ?? tag);
}

const blocks = new Set(
  (
    "address article aside blockquote body br button caption center col colgroup dd details dialog dir div dl dt " +
    "fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend " +
    "li link main menu meta nav ol optgroup option p section select summary table tbody td tfoot th thead title tr ul"
  ).split(" "),
);
const keptElements = new Set(
  "script style pre code kbd samp var textarea svg math template noscript object audio video canvas".split(
    " ",
  ),
);

class Reader {
  readonly parts: (string | number)[] = [];
  readonly texts: Text[] = [];
  readonly #html: string;
  readonly #parser: Parser;
  /** The text so far. */
  #run = "";
  #kept: string[] = [];
  #hasWords = false;
  /** How many elements are open. */
  #depth = 0;
  /** Where what has not been taken yet begins. */
  #from = 0;
  /** How many elements are open in the one that is kept whole, itself included. */
  #keptDepth = 0;

  constructor(html: string) {
    this.#html = html;
    this.#parser = new Parser(
      {
        onopentag: (name, attributes) => this.#open(name, attributes),
        onclosetag: (name, isImplied) => this.#close(name, isImplied),
        ontext: (text) => this.#text(text),
        oncomment: () => this.#other(),
        onprocessinginstruction: () => this.#other(),
        oncdatastart: () => this.#other(),
      },
      { decodeEntities: true },
    );
  }

  read(): void {
    this.#parser.end(this.#html);
    if (this.#keptDepth > 0) this.#keep(this.#html.length);
    this.#flush();
    this.parts.push(this.#take(this.#html.length));
  }

  /** What has not been taken yet of the document, up to there: each character is taken once, whatever the parser makes of
   *  tags that are missing. */
  #take(end: number): string {
    const taken = this.#html.slice(this.#from, end);
    this.#from = Math.max(this.#from, end);
    return taken;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth++;
    // The time that the parser takes grows with the square of the depth.
    if (this.#depth > mostDepth)
      throw new RequestError(400, `Tags are nested deeper than ${mostDepth}`);
    const isKept = keptElements.has(name) || attributes.translate === "no";
    if (this.#keptDepth > 0 || isKept) this.#keptDepth++;
    else this.#tag(name);
  }

  #close(name: string, isImplied: boolean): void {
    this.#depth--;
    if (this.#keptDepth > 0) {
      this.#keptDepth--;
      if (this.#keptDepth === 0) this.#keep(this.#end(isImplied));
    } else if (!isImplied) this.#tag(name);
  }

  /** Where an element that is kept ends: before the tag that implies its end, or with its own. */
  #end(isImplied: boolean): number {
    const isOther = isImplied && this.#parser.startIndex > this.#from;
    return isOther ? this.#parser.startIndex : this.#parser.endIndex + 1;
  }

  #keep(end: number): void {
    this.#keptDepth = 0;
    this.#run += `<kept id="${this.#kept.length}"/>`;
    this.#kept.push(this.#take(end));
  }

  #tag(name: string): void {
    if (blocks.has(name)) this.#other();
    else this.#run += this.#take(this.#parser.endIndex + 1);
  }

  #other(): void {
    if (this.#keptDepth > 0) return;
    this.#flush();
    this.parts.push(this.#take(this.#parser.endIndex + 1));
  }

  #text(text: string): void {
    if (this.#keptDepth > 0) return;
    if (/\p{L}/u.test(text)) this.#hasWords = true;
    // A tag that closes nothing is not told of.
    this.#run += this.#take(this.#parser.startIndex);
    this.#run += escapeText(text.replace(/[ \t\r\n\f]+/g, " "));
    this.#take(this.#parser.endIndex + 1);
  }

  /** Ends the text. */
  #flush(): void {
    const run = this.#run;
    const kept = this.#kept;
    const hasWords = this.#hasWords;
    this.#run = "";
    this.#kept = [];
    this.#hasWords = false;
    if (!hasWords) {
      this.parts.push(fillKept(run, kept));
      return;
    }
    const [before = ""] = /^\s*/.exec(run) ?? [];
    const masked = run.trim();
    const after = run.slice(before.length + masked.length);
    this.parts.push(this.texts.length);
    this.texts.push({ masked, before, after, kept });
  }
}

function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\u00A0", "&nbsp;");
}
