import type { TransformerConfig } from "./config.ts";
import { type ParameterShape, parameterShapes } from "./parameter-shapes.ts";
import { seededNormal, seededUniform } from "./seeded-random.ts";

/** Values of one parameter, row-major. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Parameters by name, in the order of `parameterShapes`. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Starting values: Xavier-uniform matrices, `N(0, d^−½)` for the table (standard deviation), γ = 1, β = bias = 0.
 *  @param seed  integer; the same seed gives the same values.
 *  @throws RangeError if the configuration makes no Transformer. */
export function initializeParameters(config: TransformerConfig, seed: number): Parameters {
  return startingValues(parameterShapes(config), seed);
}

/** Starting values of parameters, in their order. */
export function startingValues(shapes: readonly ParameterShape[], seed: number): Parameters {
  const entries = shapes.map((parameter, index) => {
    const { name, shape } = parameter;
    return [name, { shape, values: initialValues(parameter, [seed, index]) }] as const;
  });
  return Object.fromEntries(entries);
}

/** @throws RangeError unless `parameters` are those of the configuration, and no others, in its shapes and finite. */
export function checkParameters(
  where: string,
  config: TransformerConfig,
  parameters: Parameters,
): void {
  checkParametersOf(where, parameterShapes(config), parameters);
}

/** @throws RangeError unless `parameters` are these, and no others, and finite. */
export function checkParametersOf(
  where: string,
  expected: readonly ParameterShape[],
  parameters: Parameters,
): void {
  const shapes = new Map(expected.map(({ name, shape }) => [name, shape]));
  for (const name of Object.keys(parameters)) {
    if (!shapes.has(name)) {
      throw new RangeError(`${where}: parameter ${name} does not belong to the configuration`);
    }
  }
  for (const [name, shape] of shapes) checkParameter(where, name, shape, parameters[name]);
}

function checkParameter(
  where: string,
  name: string,
  shape: readonly number[],
  parameter: Parameter | undefined,
): void {
  if (parameter?.shape.join() !== shape.join()) {
    throw new RangeError(
      `${where}: parameter ${name} must have shape [${shape}], got ${parameter ? `[${parameter.shape}]` : "none"}`,
    );
  }
  const { values } = parameter;
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length !== size) {
    throw new RangeError(
      `${where}: parameter ${name} must have ${size} values, got ${values.length}`,
    );
  }
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new RangeError(
      `${where}: parameter ${name} must be finite, got ${values[index]} at index ${index}`,
    );
  }
}

function initialValues(parameter: ParameterShape, keys: readonly number[]): Float32Array {
  const { shape, initializer, fanOut = 1 } = parameter;
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (initializer === "ones") return values.fill(1);
  if (initializer === "zeros") return values;
  if (typeof initializer !== "string") {
    return values.map((_, i) => initializer[i % initializer.length]);
  }
  const draw = initializer === "table" ? seededNormal(...keys) : seededUniform(...keys);
  const limit = Math.sqrt(6 / (shape[1] + fanOut));
  const deviation = shape[1] ** -0.5;
  for (let i = 0; i < values.length; i++) {
    values[i] = initializer === "table" ? deviation * draw() : limit * (2 * draw() - 1);
  }
  return values;
}
