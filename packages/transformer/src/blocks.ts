import { isBinarized, type TransformerConfig } from "./config.ts";

/** Which of a product's operands are one bit. */
export interface OneBitOperands {
  readonly weights: boolean;
  readonly activations: boolean;
}

/** A dense layer of a block. */
export interface BlockDense {
  /** Prefix of the parameters. */
  readonly name: string;
  readonly outFeatures: number;
  readonly bias: boolean;
  readonly oneBit: OneBitOperands;
}

/** Projections of one input to heads. */
export interface Projections {
  /** The attention that they belong to. */
  readonly prefix: string;
  /** "query", "key", "value": the names behind the prefix. */
  readonly roles: readonly string[];
  readonly oneBit: OneBitOperands;
  /** Whether each head is normalized: `<prefix>/<role>-norm`. */
  readonly norms: boolean;
}

/** An attention over projected rows. */
export interface BlockAttention<Heads> {
  readonly prefix: string;
  readonly query: Heads;
  readonly key: Heads;
  readonly value: Heads;
  /** Which rows the keys come from: earlier and later ones of the same text, earlier ones, or the encoder's. */
  readonly keys: "all" | "earlier" | "memory";
  /** Whether both products are of one bit. */
  readonly oneBit: boolean;
}

/** Where in a block something may be dropped. */
export type DropoutPlace = "hidden" | "output";

/** What decides the shape of blocks, and which of their groups are one bit. */
export interface BlockSettings {
  readonly config: TransformerConfig;
  /** Training step. */
  readonly step: number;
}

/** What blocks are made of: tensors of a forward pass, or nodes of a description. `Rows` are rows of features, `Heads`
 *  projections of them. */
export interface BlockArithmetic<Rows, Heads> extends BlockSettings {
  norm(x: Rows, name: string): Rows;
  dense(x: Rows, layer: BlockDense): Rows;
  /** One for each role. */
  project(x: Rows, projections: Projections): readonly Heads[];
  /** Projections of the encoder's rows. */
  projectMemory(projections: Projections): readonly Heads[];
  attend(attention: BlockAttention<Heads>): Rows;
  relu(x: Rows, name: string): Rows;
  add(x: Rows, y: Rows, name: string): Rows;
  dropout(x: Rows, place: DropoutPlace): Rows;
}

/** The encoder behind its embedding: a pre-LN stack and a final norm. */
export function encoderBlocks<Rows, Heads>(a: BlockArithmetic<Rows, Heads>, embedded: Rows): Rows {
  let x = embedded;
  for (let layer = 0; layer < a.config.encoderLayers; layer++) {
    x = selfAttention(a, x, `encoder/${layer}/self-attention`, "all");
    x = feedForward(a, x, `encoder/${layer}/feed-forward`);
  }
  return a.norm(x, "encoder/norm");
}

/** The decoder behind its embedding: a pre-LN stack and a final norm. */
export function decoderBlocks<Rows, Heads>(a: BlockArithmetic<Rows, Heads>, embedded: Rows): Rows {
  let x = embedded;
  for (let layer = 0; layer < a.config.decoderLayers; layer++) {
    x = selfAttention(a, x, `decoder/${layer}/self-attention`, "earlier");
    x = crossAttention(a, x, crossAttentionOf(layer));
    x = feedForward(a, x, `decoder/${layer}/feed-forward`);
  }
  return a.norm(x, "decoder/norm");
}

/** Projections of the encoder's rows that each decoder layer reads. */
export function memoryProjections(settings: BlockSettings): readonly Projections[] {
  return Array.from({ length: settings.config.decoderLayers }, (_, layer) =>
    projectionsOf(settings, crossAttentionOf(layer), ["key", "value"]),
  );
}

function crossAttentionOf(layer: number): string {
  return `decoder/${layer}/cross-attention`;
}

function selfAttention<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  prefix: string,
  keys: "all" | "earlier",
): Rows {
  const normalized = a.norm(x, `${prefix}/norm`);
  const projections = projectionsOf(a, prefix, ["query", "key", "value"]);
  const [query, key, value] = a.project(normalized, projections);
  const { oneBit } = attentionGroups(a);
  const context = a.attend({ prefix, query, key, value, keys, oneBit });
  return attentionOutput(a, x, { prefix, context });
}

function crossAttention<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  prefix: string,
): Rows {
  const normalized = a.norm(x, `${prefix}/norm`);
  const [query] = a.project(normalized, projectionsOf(a, prefix, ["query"]));
  const [key, value] = a.projectMemory(projectionsOf(a, prefix, ["key", "value"]));
  const { oneBit } = attentionGroups(a);
  const context = a.attend({ prefix, query, key, value, keys: "memory", oneBit });
  return attentionOutput(a, x, { prefix, context });
}

/** Projection to heads: `LN_head(BiDense(x))` for each role, the norm only with extra norms.
 *  Zhang et al. 2023, Binarized Neural Machine Translation, §3 */
function projectionsOf(
  { config, step }: BlockSettings,
  prefix: string,
  roles: readonly string[],
): Projections {
  const { attentionWeights, attentionActivations } = config.binarize;
  const oneBit = {
    weights: isBinarized(attentionWeights, step),
    activations: isBinarized(attentionActivations, step),
  };
  return { prefix, roles, oneBit, norms: config.extraNorms };
}

/** Output projection: `LN(BiDense(ctx)) + ctx` with extra norms, `Dense(ctx)` without; then dropout and the residual. */
function attentionOutput<Rows>(
  a: BlockArithmetic<Rows, unknown>,
  residual: Rows,
  { prefix, context }: { readonly prefix: string; readonly context: Rows },
): Rows {
  const { features, extraNorms } = a.config;
  const { output: oneBit } = attentionGroups(a);
  const name = `${prefix}/output`;
  const projected = a.dense(context, { name, outFeatures: features, bias: false, oneBit });
  const output = extraNorms
    ? a.add(a.norm(projected, `${name}-norm`), context, `${prefix}/shortcut`)
    : projected;
  return a.add(residual, a.dropout(output, "output"), `${prefix}/residual`);
}

function attentionGroups({ config, step }: BlockSettings): {
  readonly oneBit: boolean;
  readonly output: OneBitOperands;
} {
  const { einsums, attentionWeights, attentionOutputActivations } = config.binarize;
  return {
    oneBit: isBinarized(einsums, step),
    output: {
      weights: isBinarized(attentionWeights, step),
      activations: isBinarized(attentionOutputActivations, step),
    },
  };
}

/** `x + LN(BiDense₂(LN(relu(BiDense₁(LN(x)) + b₁))) + b₂)`, the inner norms only with extra norms.
 *  Zhang et al. 2023, Binarized Neural Machine Translation, §3 */
function feedForward<Rows>(a: BlockArithmetic<Rows, unknown>, x: Rows, prefix: string): Rows {
  const { features, feedForwardFeatures, extraNorms, binarize } = a.config;
  const oneBit = {
    weights: isBinarized(binarize.feedForwardWeights, a.step),
    activations: isBinarized(binarize.feedForwardActivations, a.step),
  };
  const layer = (input: Rows, part: string, outFeatures: number): Rows =>
    a.dense(input, { name: `${prefix}/${part}`, outFeatures, bias: true, oneBit });
  const norm = (input: Rows, part: string): Rows =>
    extraNorms ? a.norm(input, `${prefix}/${part}`) : input;
  const hidden = layer(a.norm(x, `${prefix}/norm`), "hidden", feedForwardFeatures);
  const rectified = norm(a.relu(hidden, `${prefix}/hidden-relu`), "hidden-norm");
  const output = layer(a.dropout(rectified, "hidden"), "output", features);
  return a.add(x, a.dropout(norm(output, "output-norm"), "output"), `${prefix}/residual`);
}
