import { MalformedFileError } from "./malformed-file-error.ts";
import { quoted } from "./quoted.ts";

/** An object of a JSON text; a map, so that no key can reach a prototype. */
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** What a JSON text holds. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface StrictJsonOptions {
  /** Start of every error message. */
  readonly where: string;
  /** Greatest nesting of objects and lists. */
  readonly maximumDepth: number;
  /** Whether a number must be written as an integer: `1`, not `1.0` or `1e0`. */
  readonly onlyIntegers?: boolean;
}

/**
 * Parses JSON as RFC 8259 has it, and refuses what it leaves open: a key that occurs twice, the key
 * `__proto__`, numbers beyond float64, half of a surrogate pair, nesting beyond a limit.
 *
 * @throws MalformedFileError naming the character at which the text goes wrong, counted from 0.
 */
export function parseStrictJson(text: string, options: StrictJsonOptions): JsonValue {
  return new JsonReader(text, options).document();
}

const whitespace = /[ \t\n\r]*/y;
const numberLiteral = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const integerLiteral = /^-?[0-9]+$/;
const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;

class JsonReader {
  readonly #text: string;
  readonly #options: StrictJsonOptions;
  #position = 0;
  #depth = 0;

  constructor(text: string, options: StrictJsonOptions) {
    this.#text = text;
    this.#options = options;
  }

  document(): JsonValue {
    const value = this.#value();
    this.#skip(whitespace);
    if (this.#position < this.#text.length) this.#fail("must end");
    return value;
  }

  #value(): JsonValue {
    this.#skip(whitespace);
    switch (this.#text[this.#position]) {
      case "{":
        return this.#nested(() => this.#object());
      case "[":
        return this.#nested(() => this.#list());
      case '"':
        return this.#string();
      case "t":
        return this.#literal("true", true);
      case "f":
        return this.#literal("false", false);
      case "n":
        return this.#literal("null", null);
      default:
        return this.#number();
    }
  }

  #nested<T>(read: () => T): T {
    this.#depth++;
    if (this.#depth > this.#options.maximumDepth) {
      this.#fail(`must be nested at most ${this.#options.maximumDepth} deep`);
    }
    const value = read();
    this.#depth--;
    return value;
  }

  #object(): JsonObject {
    const object = new Map<string, JsonValue>();
    this.#position++;
    if (this.#take("}")) return object;
    do {
      this.#skip(whitespace);
      const start = this.#position;
      const key = this.#string();
      if (object.has(key)) this.#fail(`must name ${quoted(key)} once`, start);
      if (key === "__proto__") this.#fail(`must not use the key "__proto__"`, start);
      if (!this.#take(":")) this.#fail('must have ":"');
      object.set(key, this.#value());
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail('must have "," or "}"');
    return object;
  }

  #list(): readonly JsonValue[] {
    const list: JsonValue[] = [];
    this.#position++;
    if (this.#take("]")) return list;
    do list.push(this.#value());
    while (this.#take(","));
    if (!this.#take("]")) this.#fail('must have "," or "]"');
    return list;
  }

  #string(): string {
    const start = this.#position;
    if (this.#text[start] !== '"') this.#fail("must have a string");
    let end = start + 1;
    for (;;) {
      const code = this.#text.charCodeAt(end);
      if (code === quote) break;
      // The comparison also ends the loop at the end of the text, where the code is NaN.
      if (!(code >= firstPrintable)) this.#fail("must end its string", end);
      end += code === backslash ? 2 : 1;
    }
    this.#position = end + 1;
    return this.#unescaped(start);
  }

  #unescaped(start: number): string {
    const literal = this.#text.slice(start, this.#position);
    if (!literal.includes("\\")) return literal.slice(1, -1);
    let value: unknown;
    try {
      value = JSON.parse(literal);
    } catch {
      value = undefined;
    }
    if (typeof value !== "string") this.#fail("must use the escapes of JSON", start);
    if (/\p{Surrogate}/u.test(value)) this.#fail("must not split a surrogate pair", start);
    return value;
  }

  #number(): number {
    const start = this.#position;
    this.#skip(numberLiteral);
    if (this.#position === start) this.#fail("must have a value");
    const literal = this.#text.slice(start, this.#position);
    if (this.#options.onlyIntegers === true && !integerLiteral.test(literal)) {
      this.#fail("must have an integer", start);
    }
    const value = Number(literal);
    if (!Number.isFinite(value)) this.#fail("must have a finite number", start);
    return value;
  }

  #literal<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#position)) this.#fail("must have a value");
    this.#position += word.length;
    return value;
  }

  #take(character: string): boolean {
    this.#skip(whitespace);
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.#position;
    if (pattern.test(this.#text)) this.#position = pattern.lastIndex;
  }

  #fail(rule: string, position: number = this.#position): never {
    const found =
      position < this.#text.length ? quoted(this.#text.slice(position, position + 20)) : "its end";
    throw new MalformedFileError(
      `${this.#options.where}: JSON ${rule} at character ${position}, got ${found}`,
    );
  }
}
