/** A named parameter at the border: its shape and its values in row-major order. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Where one parameter lies in the flat vector of all parameters. */
export interface ParameterSpan {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** All parameters one after the other, in the order of the record. */
export interface ParameterLayout {
  readonly spans: readonly ParameterSpan[];
  readonly length: number;
}

/** Lays the parameters out one after the other.
 *  @throws RangeError if there is none, or a shape does not give the number of values. */
export function layParameters(parameters: Readonly<Record<string, Parameter>>): ParameterLayout {
  let length = 0;
  const spans = Object.entries(parameters).map(([name, { shape, values }]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== values.length) {
      throw new RangeError(
        `layParameters: ${name} of shape [${shape}] must have ${count} values, got ${values.length}`,
      );
    }
    const span = { name, shape, offset: length, length: count };
    length += count;
    return span;
  });
  if (length === 0) throw new RangeError("layParameters: parameters must not be empty");
  return { spans, length };
}

/** Copies each parameter out of the flat vector. */
export function copyOut(layout: ParameterLayout, flat: Float32Array): Record<string, Float32Array> {
  return Object.fromEntries(
    layout.spans.map(({ name, offset, length }) => [name, flat.slice(offset, offset + length)]),
  );
}

/** Copies each parameter into the flat vector.
 *  @throws RangeError if a parameter is missing, unknown, or of another length. */
export function copyIn(
  layout: ParameterLayout,
  record: Readonly<Record<string, Float32Array>>,
  flat: Float32Array,
): void {
  const known = new Set(layout.spans.map(({ name }) => name));
  const unknown = Object.keys(record).find((name) => !known.has(name));
  if (unknown !== undefined) throw new RangeError(`copyIn: there is no parameter ${unknown}`);
  for (const { name, length } of layout.spans) {
    const values = record[name];
    if (values?.length !== length) {
      throw new RangeError(`copyIn: ${name} must have ${length} values, got ${values?.length}`);
    }
  }
  for (const { name, offset } of layout.spans) flat.set(record[name], offset);
}
