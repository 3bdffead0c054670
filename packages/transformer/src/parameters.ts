import { checkConfig, type TransformerConfig } from "./config.ts";
import { seededNormal, seededUniform } from "./seeded-random.ts";

/** How a parameter starts. */
type Initializer = "zeros" | "ones" | "table" | "xavier";

/** Name, shape and start of one parameter. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /** Outputs of one matrix of a stack, for Xavier's limit. */
  readonly fanOut?: number;
}

/** Values of one parameter, row-major. */
export interface Parameter {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Parameters by name, in the order of `parameterShapes`. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** Projections of one input are one matrix, stacked in this order. */
const selfAttentionStacks: readonly (readonly string[])[] = [["query", "key", "value"]];
const crossAttentionStacks: readonly (readonly string[])[] = [["query"], ["key", "value"]];

/** Every parameter of a configuration, in a fixed order.
 *
 *  Weight matrices are [out, in]; those that share an input are stacked: `…/query-key-value/weights` is `[3d, d]`. */
export function parameterShapes(config: TransformerConfig): readonly ParameterShape[] {
  checkConfig(config);
  const shapes: ParameterShape[] = [
    {
      name: "embedding/table",
      shape: [config.vocabularySize, config.features],
      initializer: "table",
    },
  ];
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    shapes.push(...attentionShapes(config, `encoder/${layer}/self-attention`, selfAttentionStacks));
    shapes.push(...feedForwardShapes(config, `encoder/${layer}/feed-forward`));
  }
  shapes.push(...normShapes("encoder/norm", config.features));
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    shapes.push(...attentionShapes(config, `decoder/${layer}/self-attention`, selfAttentionStacks));
    shapes.push(
      ...attentionShapes(config, `decoder/${layer}/cross-attention`, crossAttentionStacks),
    );
    shapes.push(...feedForwardShapes(config, `decoder/${layer}/feed-forward`));
  }
  shapes.push(...normShapes("decoder/norm", config.features));
  return shapes;
}

/** Starting values: Xavier-uniform matrices, `N(0, d^−½)` for the table (standard deviation), γ = 1, β = bias = 0.
 *  @param seed  integer; the same seed gives the same values.
 *  @throws RangeError if the configuration makes no Transformer. */
export function initializeParameters(config: TransformerConfig, seed: number): Parameters {
  const entries = parameterShapes(config).map((parameter, index) => {
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
  const shapes = new Map(parameterShapes(config).map(({ name, shape }) => [name, shape]));
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
  const draw = initializer === "table" ? seededNormal(...keys) : seededUniform(...keys);
  const limit = Math.sqrt(6 / (shape[1] + fanOut));
  const deviation = shape[1] ** -0.5;
  for (let i = 0; i < values.length; i++) {
    values[i] = initializer === "table" ? deviation * draw() : limit * (2 * draw() - 1);
  }
  return values;
}

function attentionShapes(
  config: TransformerConfig,
  prefix: string,
  stacks: readonly (readonly string[])[],
): ParameterShape[] {
  const { features, heads, extraNorms } = config;
  const shapes = normShapes(`${prefix}/norm`, features);
  for (const roles of stacks) {
    const name = `${prefix}/${roles.join("-")}`;
    shapes.push(matrix(name, [roles.length * features, features], features));
    if (!extraNorms) continue;
    for (const role of roles)
      shapes.push(...normShapes(`${prefix}/${role}-norm`, features / heads));
  }
  shapes.push(matrix(`${prefix}/output`, [features, features], features));
  if (extraNorms) shapes.push(...normShapes(`${prefix}/output-norm`, features));
  return shapes;
}

function feedForwardShapes(config: TransformerConfig, prefix: string): ParameterShape[] {
  const { features, feedForwardFeatures, extraNorms } = config;
  const shapes = normShapes(`${prefix}/norm`, features);
  for (const [name, outFeatures, inFeatures] of [
    ["hidden", feedForwardFeatures, features],
    ["output", features, feedForwardFeatures],
  ] as const) {
    shapes.push(matrix(`${prefix}/${name}`, [outFeatures, inFeatures], outFeatures));
    shapes.push({ name: `${prefix}/${name}/bias`, shape: [outFeatures], initializer: "zeros" });
    if (extraNorms) shapes.push(...normShapes(`${prefix}/${name}-norm`, outFeatures));
  }
  return shapes;
}

function matrix(name: string, shape: readonly number[], fanOut: number): ParameterShape {
  return { name: `${name}/weights`, shape, initializer: "xavier", fanOut };
}

function normShapes(name: string, length: number): ParameterShape[] {
  return [
    { name: `${name}/gamma`, shape: [length], initializer: "ones" },
    { name: `${name}/beta`, shape: [length], initializer: "zeros" },
  ];
}
