import { quoted } from "./quoted.ts";
import type { JsonObject, JsonValue } from "./strict-json.ts";

const maximumInteger = 2 ** 31 - 1;
const maximumTextLength = 200;
const namePattern = /^[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*$/;

/**
 * Reads one object of a description field by field; each reader checks kind and range.
 * `end` refuses fields that nobody read, so that a misspelt one is never ignored.
 *
 * @throws TypeError for a value of the wrong kind, RangeError for a wrong value; both name the path.
 */
export class DescriptionFields {
  readonly #object: JsonObject;
  readonly #where: string;
  readonly #path: string;
  readonly #read = new Set<string>();

  constructor(value: JsonValue | undefined, where: string, path: string) {
    if (!(value instanceof Map)) {
      throw new TypeError(`${where}: ${path} must be an object, got ${quoted(value)}`);
    }
    this.#object = value;
    this.#where = where;
    this.#path = path;
  }

  has(key: string): boolean {
    return this.#object.has(key);
  }

  /** Letters, digits, "_" and "-" in parts joined by "." or "/": safe in tensor names and identifiers. */
  name(key: string): string {
    return this.#checkedName(key, this.#get(key));
  }

  names(key: string, count: number, maximumCount: number = count): readonly string[] {
    const list = this.list(key);
    if (list.length < count || list.length > maximumCount) {
      const range = count === maximumCount ? `${count}` : `${count} to ${maximumCount}`;
      this.#wrongValue(key, `have ${range} entries`, list.length);
    }
    return list.map((item, i) => this.#checkedName(`${key}[${i}]`, item));
  }

  /** Printable text of 1 to 200 characters. */
  text(key: string): string {
    return this.#checkedText(key, this.#get(key));
  }

  /** Printable texts, each of 1 to 200 characters. */
  texts(key: string, maximumCount: number): readonly string[] {
    const list = this.list(key);
    if (list.length === 0 || list.length > maximumCount) {
      this.#wrongValue(key, `have 1 to ${maximumCount} entries`, list.length);
    }
    return list.map((item, i) => this.#checkedText(`${key}[${i}]`, item));
  }

  sha256(key: string): string {
    const value = this.#string(key, this.#get(key));
    if (!/^[0-9a-f]{64}$/.test(value)) this.#wrongValue(key, "be 64 hexadecimal digits", value);
    return value;
  }

  positiveInteger(key: string, maximum: number = maximumInteger): number {
    return this.#integer(key, 1, maximum);
  }

  /** An integer in 0 … size − 1. */
  index(key: string, size: number): number {
    return this.#integer(key, 0, size - 1);
  }

  positiveNumber(key: string): number {
    const value = this.#number(key);
    if (!(value > 0 && Number.isFinite(value))) this.#wrongValue(key, "be finite and > 0", value);
    return value;
  }

  nonNegativeNumber(key: string): number {
    const value = this.#number(key);
    if (!(value >= 0 && Number.isFinite(value))) this.#wrongValue(key, "be finite and ≥ 0", value);
    return value;
  }

  /** Any finite number. */
  number(key: string): number {
    const value = this.#number(key);
    if (!Number.isFinite(value)) this.#wrongValue(key, "be finite", value);
    return value;
  }

  /** A finite number, or the word that stands for numbers found elsewhere. */
  numberOr<const Word extends string>(key: string, word: Word): number | Word {
    return this.#get(key) === word ? word : this.number(key);
  }

  integers(key: string, count: number, minimum: number, maximum: number): readonly number[] {
    const list = this.list(key);
    if (list.length !== count) this.#wrongValue(key, `have ${count} entries`, list.length);
    return list.map((item, i) => this.#checkedInteger(`${key}[${i}]`, item, minimum, maximum));
  }

  /** Finite numbers, each greater than the one before. */
  risingNumbers(key: string, maximumCount: number): readonly number[] {
    const list = this.list(key);
    if (list.length === 0 || list.length > maximumCount) {
      this.#wrongValue(key, `have 1 to ${maximumCount} entries`, list.length);
    }
    const numbers: number[] = [];
    for (const [i, item] of list.entries()) {
      if (typeof item !== "number") this.#wrongKind(`${key}[${i}]`, "a number", item);
      const isRising = Number.isFinite(item) && !(item <= numbers[i - 1]);
      if (!isRising) this.#wrongValue(`${key}[${i}]`, "be finite and rise", item);
      numbers.push(item);
    }
    return numbers;
  }

  /** Refuses a value that breaks a rule: "must …". */
  check(key: string, holds: boolean, rule: string, value: unknown): void {
    if (!holds) this.#wrongValue(key, rule, value);
  }

  /** Whether a field holds a list. */
  hasList(key: string): boolean {
    return Array.isArray(this.#object.get(key));
  }

  /** Whether a field holds a string. */
  hasText(key: string): boolean {
    return typeof this.#object.get(key) === "string";
  }

  boolean(key: string): boolean {
    const value = this.#get(key);
    if (typeof value !== "boolean") this.#wrongKind(key, "true or false", value);
    return value;
  }

  choice<const T extends string | number>(key: string, choices: readonly T[]): T {
    const value = this.#get(key);
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) this.#wrongValue(key, `be one of ${choices.join(", ")}`, value);
    return chosen;
  }

  object(key: string): DescriptionFields {
    return new DescriptionFields(this.#get(key), this.#where, `${this.#path}.${key}`);
  }

  objects(key: string, maximumCount: number): readonly DescriptionFields[] {
    const list = this.list(key);
    if (list.length === 0 || list.length > maximumCount) {
      this.#wrongValue(key, `have 1 to ${maximumCount} entries`, list.length);
    }
    return list.map(
      (item, i) => new DescriptionFields(item, this.#where, `${this.#path}.${key}[${i}]`),
    );
  }

  list(key: string): readonly JsonValue[] {
    const value = this.#get(key);
    if (!Array.isArray(value)) this.#wrongKind(key, "a list", value);
    return value;
  }

  /** Refuses fields that were not read. */
  end(): void {
    for (const key of this.#object.keys()) {
      if (!this.#read.has(key)) {
        throw new RangeError(`${this.#where}: ${this.#path} must not have a field ${quoted(key)}`);
      }
    }
  }

  #get(key: string): JsonValue | undefined {
    this.#read.add(key);
    return this.#object.get(key);
  }

  #string(key: string, value: JsonValue | undefined): string {
    if (typeof value !== "string") this.#wrongKind(key, "a string", value);
    return value;
  }

  #checkedText(key: string, item: JsonValue | undefined): string {
    const value = this.#string(key, item);
    if (value.length > maximumTextLength || !/^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(value)) {
      this.#wrongValue(key, `be 1 to ${maximumTextLength} printable characters`, value);
    }
    return value;
  }

  #checkedName(key: string, value: JsonValue | undefined): string {
    const name = this.#string(key, value);
    const safe = name.length <= maximumTextLength && namePattern.test(name);
    if (!safe || name.startsWith("__") || name.startsWith("golden/")) {
      this.#wrongValue(
        key,
        'be parts of letters, digits, "_" and "-" joined by "." or "/", not "__…" or "golden/…"',
        name,
      );
    }
    return name;
  }

  #number(key: string): number {
    const value = this.#get(key);
    if (typeof value !== "number") this.#wrongKind(key, "a number", value);
    return value;
  }

  #integer(key: string, minimum: number, maximum: number): number {
    return this.#checkedInteger(key, this.#get(key), minimum, maximum);
  }

  #checkedInteger(
    key: string,
    value: JsonValue | undefined,
    minimum: number,
    maximum: number,
  ): number {
    if (typeof value !== "number") this.#wrongKind(key, "a number", value);
    if (!Number.isInteger(value) || value < minimum || value > maximum) {
      this.#wrongValue(key, `be an integer in ${minimum} … ${maximum}`, value);
    }
    return value;
  }

  #wrongKind(key: string, kind: string, value: unknown): never {
    throw new TypeError(
      `${this.#where}: ${this.#path}.${key} must be ${kind}, got ${quoted(value)}`,
    );
  }

  #wrongValue(key: string, rule: string, value: unknown): never {
    throw new RangeError(`${this.#where}: ${this.#path}.${key} must ${rule}, got ${quoted(value)}`);
  }
}
