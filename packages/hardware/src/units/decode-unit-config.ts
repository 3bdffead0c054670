import type { Segment, Source, SumStyle, UnitConfig } from "./unit-config.ts";

/**
 * A configuration out of parsed JSON: an object of the fields of its unit, all of them and no other.
 *
 * Whether sizes make a circuit is checked by `generateUnit`.
 *
 * @param where  what names the value in messages, such as "configs.json[3]".
 * @throws TypeError for what is no object, and RangeError naming the field that is missing, unknown or wrong.
 */
export function decodeUnitConfig(value: unknown, where = "config"): UnitConfig {
  const fields = new Fields(value, where);
  const config = decodeFields(fields);
  fields.checkAllRead();
  return config;
}

const units = [
  ...(["xnor-popcount", "ternary-dot", "bit-planes", "signed-sum"] as const),
  ...(["shift-add", "threshold", "max-pool", "look-up", "scale-bias"] as const),
  "binary-attention",
] as const;
const styles: readonly SumStyle[] = ["compressor", "carry-chain", "behavioural"];
const sources: readonly Source[] = ["constant", "loaded"];

function decodeFields(fields: Fields): UnitConfig {
  const summed = (): { readonly style: SumStyle; readonly pipeline: number } => ({
    style: fields.choice("style", styles),
    pipeline: fields.integer("pipeline", 0),
  });
  const weights = (): Source => fields.choice("weights", sources);
  const unit = fields.choice("unit", units);
  switch (unit) {
    case "xnor-popcount": {
      const threshold = fields.choice("threshold", [...sources, "none"] as const);
      return { unit, n: fields.integer("n"), ...summed(), weights: weights(), threshold };
    }
    case "ternary-dot": {
      const weightDigit = fields.choice("weightDigit", ["bipolar", "ternary"] as const);
      const digits = ["unipolar", "bipolar", "ternary"] as const;
      const activationDigit = fields.choice("activationDigit", digits);
      const digit = { weightDigit, activationDigit };
      return { unit, n: fields.integer("n"), ...digit, ...summed(), weights: weights() };
    }
    case "bit-planes": {
      const segments = fields.list("segments").map(decodeSegment);
      const digits = fields.choice("digits", ["unipolar", "bipolar"] as const);
      return { unit, segments, digits, ...summed(), weights: weights() };
    }
    case "signed-sum": {
      const sizes = { n: fields.integer("n"), bits: fields.integer("bits") };
      return { unit, ...sizes, ...summed(), weights: weights() };
    }
    case "shift-add": {
      const sizes = { n: fields.integer("n"), bits: fields.integer("bits") };
      const powers = { shifts: fields.integer("shifts"), terms: fields.integer("terms") };
      return { unit, ...sizes, ...powers, ...summed(), weights: weights() };
    }
    case "threshold": {
      const thresholds = fields.choice("thresholds", sources);
      return { unit, bits: fields.integer("bits"), levels: fields.integer("levels"), thresholds };
    }
    case "max-pool":
      return { unit, channels: fields.integer("channels"), window: fields.integer("window") };
    case "look-up": {
      const sizes = {
        nodes: fields.integer("nodes"),
        addressBits: fields.integer("addressBits"),
      };
      return { unit, ...sizes, ...summed() };
    }
    case "scale-bias": {
      const sizes = {
        bits: fields.integer("bits"),
        scaleBits: fields.integer("scaleBits"),
        outputBits: fields.integer("outputBits"),
        fractionBits: fields.integer("fractionBits", 0),
      };
      const rounding = fields.choice("rounding", ["down", "nearest"] as const);
      return { unit, ...sizes, rounding, scales: fields.choice("scales", sources), ...summed() };
    }
    case "binary-attention": {
      const [keys, features] = [fields.integer("keys"), fields.integer("features")];
      return { unit, keys, features, values: fields.integer("values"), ...summed() };
    }
  }
}

function decodeSegment({ value, where }: Located): Segment {
  const fields = new Fields(value, where);
  const segment = {
    n: fields.integer("n"),
    weightBits: fields.integer("weightBits"),
    activationBits: fields.integer("activationBits"),
  };
  fields.checkAllRead();
  return segment;
}

interface Located {
  readonly value: unknown;
  readonly where: string;
}

/** The fields of an object, each checked as it is read. */
class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #where: string;
  readonly #read = new Set<string>();

  constructor(value: unknown, where: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new TypeError(`${where} must be an object, got ${JSON.stringify(value)}`);
    this.#values = new Map(Object.entries(value));
    this.#where = where;
  }

  integer(name: string, least = 1): number {
    const value = this.#get(name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least)
      throw this.#wrong(name, `a whole number of at least ${least}`, value);
    return value;
  }

  choice<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.#get(name);
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw this.#wrong(name, `one of ${choices.join(", ")}`, value);
    return chosen;
  }

  list(name: string): readonly Located[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) throw this.#wrong(name, "a list", value);
    return value.map((item: unknown, i) => ({
      value: item,
      where: `${this.#where}.${name}[${i}]`,
    }));
  }

  checkAllRead(): void {
    const unknown = [...this.#values.keys()].find((name) => !this.#read.has(name));
    if (unknown === undefined) return;
    const known = [...this.#read].join(", ");
    throw new RangeError(`${this.#where}.${unknown} is no field of it; there are ${known}`);
  }

  #get(name: string): unknown {
    this.#read.add(name);
    return this.#values.get(name);
  }

  #wrong(name: string, expected: string, value: unknown): RangeError {
    const got = value === undefined ? "nothing" : JSON.stringify(value);
    return new RangeError(`${this.#where}.${name} must be ${expected}, got ${got}`);
  }
}
