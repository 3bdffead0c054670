/** A function of some bits: what it reads, and its value at each address of them, input j being bit j. */
export interface Table {
  readonly inputs: readonly number[];
  readonly entries: readonly number[];
}

/** What stands for a bit that a table reads: another one, maybe inverted, or a constant. */
export type Source =
  | { readonly bit: number; readonly isInverted: boolean }
  | { readonly constant: 0 | 1 };

/** The same function of the bits that it depends on, in rising order, each once. */
export function simplifyTable(table: Table, sourceOf: (bit: number) => Source): Table {
  const sources = table.inputs.map(sourceOf);
  const bits = sources.flatMap((source) => ("bit" in source ? [source.bit] : []));
  const inputs = [...new Set(bits)].sort((a, b) => a - b);
  const places = sources.map((source) => ("bit" in source ? inputs.indexOf(source.bit) : -1));
  const entries = Array.from({ length: 2 ** inputs.length }, (_, address) => {
    const from = sources.reduce((sum, source, j) => {
      const bit =
        "bit" in source
          ? ((address >>> places[j]) & 1) ^ Number(source.isInverted)
          : source.constant;
      return sum | (bit << j);
    }, 0);
    return table.entries[from];
  });
  return withoutIgnored({ inputs, entries });
}

function withoutIgnored(table: Table): Table {
  const { inputs, entries } = table;
  const ignored = inputs.findIndex((_, j) =>
    entries.every((entry, address) => entry === entries[address ^ (1 << j)]),
  );
  if (ignored < 0) return table;
  return withoutIgnored({
    inputs: inputs.filter((_, j) => j !== ignored),
    entries: entries.filter((_, address) => ((address >>> ignored) & 1) === 0),
  });
}

/** What each of some simplified tables is to those that read it: a constant, the first table of the same function or of its
 *  opposite, or itself. */
export function sourcesOf(tables: readonly Table[]): readonly Source[] {
  const known = new Map<string, { readonly bit: number; readonly first: number }>();
  return tables.map(({ inputs, entries }, bit): Source => {
    const [first] = entries;
    if (inputs.length === 0) return { constant: first === 1 ? 1 : 0 };
    const key = `${inputs.join()} ${entries.map((entry) => entry ^ first).join("")}`;
    const same = known.get(key);
    if (same !== undefined) return { bit: same.bit, isInverted: same.first !== first };
    known.set(key, { bit, first });
    return { bit, isInverted: false };
  });
}
