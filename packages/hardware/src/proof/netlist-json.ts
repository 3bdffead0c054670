/** A cell as Yosys writes it. */
export interface JsonCell {
  readonly name: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Bits of each pin: a number for a net, else "0", "1", "x" or "z". */
  readonly pins: Readonly<Record<string, readonly JsonBit[]>>;
}

export type JsonBit = number | string;

export interface JsonPort {
  readonly name: string;
  readonly isInput: boolean;
  readonly bits: readonly JsonBit[];
}

export interface JsonModule {
  readonly name: string;
  readonly ports: readonly JsonPort[];
  readonly cells: readonly JsonCell[];
}

/** The module of a netlist that Yosys wrote with `write_json`.
 *  @throws SyntaxError for what is no JSON, RangeError unless it has one module. */
export function readNetlistJson(json: string): JsonModule {
  const modules = entriesOf(entriesOf(JSON.parse(json)).get("modules"));
  const [first, ...others] = modules;
  if (first === undefined || others.length > 0) {
    throw new RangeError(`parseNetlist: json must have one module, got ${modules.size}`);
  }
  const [name, module] = first;
  const fields = entriesOf(module);
  return {
    name,
    ports: [...entriesOf(fields.get("ports"))].map(([port, value]) => {
      const { direction, bits } = Object(value);
      return { name: port, isInput: direction === "input", bits: bitsOf(bits) };
    }),
    cells: [...entriesOf(fields.get("cells"))].map(([cell, value]) => cellOf(cell, value)),
  };
}

function cellOf(name: string, value: unknown): JsonCell {
  const fields = entriesOf(value);
  const parameters = [...entriesOf(fields.get("parameters"))].map(([key, text]) => [
    key,
    `${text}`,
  ]);
  const pins = [...entriesOf(fields.get("connections"))].map(([pin, bits]) => [pin, bitsOf(bits)]);
  return {
    ...{ name, type: `${fields.get("type")}` },
    parameters: Object.fromEntries(parameters),
    pins: Object.fromEntries(pins),
  };
}

function entriesOf(value: unknown): Map<string, unknown> {
  return new Map(Object.entries(Object(value)));
}

function bitsOf(value: unknown): JsonBit[] {
  if (!Array.isArray(value)) return [];
  return value.map((bit: unknown) => (typeof bit === "number" ? bit : `${bit}`));
}
