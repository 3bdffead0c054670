/** The fields of an object of JSON, each checked when it is read; null counts as absent, as in configurations of Hugging Face. */
export class ConfigFields {
  readonly #object: object;
  readonly #where: string;

  /** @param where  How messages begin: "readCheckpoint: config.json" */
  constructor(object: object, where: string) {
    this.#object = object;
    this.#where = where;
  }

  has(key: string): boolean {
    return this.#get(key) !== undefined;
  }

  /** A positive integer. @param otherwise  Of an absent field; without, it must be there. */
  size(key: string, otherwise?: number): number {
    const value = this.#get(key) ?? otherwise;
    if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
    return this.refuse(key, "must be a positive integer", value);
  }

  /** A positive integer that another field is a multiple of.
   *  @param value  of the other field
   *  @param otherwise  as that of a size */
  divisor(key: string, other: string, value: number, otherwise?: number): number {
    const size = this.size(key, otherwise);
    return value % size === 0 ? size : this.refuse(key, `must divide ${other} (${value})`, size);
  }

  /** A positive number. */
  positive(key: string, otherwise?: number): number {
    const value = this.#get(key) ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    return this.refuse(key, "must be a positive number", value);
  }

  flag(key: string, otherwise: boolean): boolean {
    const value = this.#get(key) ?? otherwise;
    return typeof value === "boolean" ? value : this.refuse(key, "must be true or false", value);
  }

  text(key: string, otherwise?: string): string {
    const value = this.#get(key) ?? otherwise;
    return typeof value === "string" ? value : this.refuse(key, "must be a text", value);
  }

  /** One of some texts. */
  choice<const T extends string>(key: string, choices: readonly T[], otherwise?: T): T {
    const value = this.#get(key) ?? otherwise;
    const chosen = choices.find((choice) => choice === value);
    return chosen ?? this.refuse(key, `must be one of ${choices.join(", ")}`, value);
  }

  /** An id, or the first of a list of ids; undefined where there is none, for which some have −1.
   *  @param count  ids that there are */
  id(key: string, count: number): number | undefined {
    const value = this.#get(key);
    if (value === undefined || value === -1) return undefined;
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === "number" && Number.isSafeInteger(first) && 0 <= first && first < count) {
      return first;
    }
    return this.refuse(key, `must be a token id below ${count} or a list of some`, value);
  }

  /** The fields of an object within; undefined where it is absent. */
  object(key: string): ConfigFields | undefined {
    const value = this.#get(key);
    if (value === undefined) return undefined;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return new ConfigFields(value, `${this.#where}: ${key}`);
    }
    return this.refuse(key, "must be an object", value);
  }

  /** Refuses a field that breaks a rule: "must …". */
  refuse(key: string, rule: string, value: unknown = this.#get(key)): never {
    throw new RangeError(`${this.#where}: ${key} ${rule}, got ${JSON.stringify(value) ?? "none"}`);
  }

  #get(key: string): unknown {
    const value: unknown = Reflect.get(this.#object, key);
    return value === null || !Object.hasOwn(this.#object, key) ? undefined : value;
  }
}
