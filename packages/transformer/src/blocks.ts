import { isBinarized, type StackConfig } from "./config.ts";

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
  /** What its input is; default "activations", rows of either sign. */
  readonly input?: "activations" | "rectified" | "context";
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
  readonly bias: boolean;
  /** Whether attention reads them in few bits. */
  readonly quantized: boolean;
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
  readonly config: StackConfig;
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
  /** Told the rows behind the embedding and behind each layer of the encoder. */
  passed?(x: Rows): void;
}

/** The encoder behind its embedding. Pre-LN: layers and a final norm; post-LN: a norm and layers. */
export function encoderBlocks<Rows, Heads>(a: BlockArithmetic<Rows, Heads>, embedded: Rows): Rows {
  let x = isPostNorm(a)
    ? a.dropout(a.norm(embedded, "encoder/embedding-norm"), "output")
    : embedded;
  a.passed?.(x);
  for (let layer = 0; layer < a.config.encoderLayers; layer++) {
    x = encoderLayer(a, x, layer);
    a.passed?.(x);
  }
  return isPostNorm(a) ? x : a.norm(x, "encoder/norm");
}

/** One layer of the encoder: self attention and feed-forward. */
export function encoderLayer<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  layer: number,
): Rows {
  const attended = selfAttention(a, x, `encoder/${layer}/self-attention`, "all");
  return feedForward(a, attended, `encoder/${layer}/feed-forward`);
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

function isPostNorm({ config }: BlockSettings): boolean {
  return config.normalization === "after";
}

/** What a sublayer reads: the rows, normalized in a pre-LN stack. */
function sublayerInput<Rows>(a: BlockArithmetic<Rows, unknown>, x: Rows, prefix: string): Rows {
  return isPostNorm(a) ? x : a.norm(x, `${prefix}/norm`);
}

/** The rows plus what a sublayer made of them, normalized in a post-LN stack. */
function addSublayer<Rows>(
  a: BlockArithmetic<Rows, unknown>,
  [x, output]: readonly [Rows, Rows],
  prefix: string,
): Rows {
  const sum = a.add(x, a.dropout(output, "output"), `${prefix}/residual`);
  return isPostNorm(a) ? a.norm(sum, `${prefix}/norm`) : sum;
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

/** Self attention of a layer of the encoder with its output projection: no norm, dropout and residual. */
export function encoderAttention<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  layer: number,
): Rows {
  return attendTo(a, x, `encoder/${layer}/self-attention`, "all");
}

function selfAttention<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  prefix: string,
  keys: "all" | "earlier",
): Rows {
  return addSublayer(a, [x, attendTo(a, sublayerInput(a, x, prefix), prefix, keys)], prefix);
}

function attendTo<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  input: Rows,
  prefix: string,
  keys: "all" | "earlier",
): Rows {
  const projections = projectionsOf(a, prefix, ["query", "key", "value"]);
  const [query, key, value] = a.project(input, projections);
  const { oneBit } = attentionGroups(a);
  const context = a.attend({ prefix, query, key, value, keys, oneBit });
  return attentionOutput(a, context, prefix);
}

function crossAttention<Rows, Heads>(
  a: BlockArithmetic<Rows, Heads>,
  x: Rows,
  prefix: string,
): Rows {
  const normalized = sublayerInput(a, x, prefix);
  const [query] = a.project(normalized, projectionsOf(a, prefix, ["query"]));
  const [key, value] = a.projectMemory(projectionsOf(a, prefix, ["key", "value"]));
  const { oneBit } = attentionGroups(a);
  const context = a.attend({ prefix, query, key, value, keys: "memory", oneBit });
  return addSublayer(a, [x, attentionOutput(a, context, prefix)], prefix);
}

/** Projection to heads: `LN_head(BiDense(x))` for each role, the norm only with extra norms.
 *  Zhang et al. 2023, Binarized Neural Machine Translation, §3 */
function projectionsOf(
  { config, step }: BlockSettings,
  prefix: string,
  roles: readonly string[],
): Projections {
  const { attentionWeights, attentionActivations, einsums } = config.binarize;
  const oneBit = {
    weights: isBinarized(attentionWeights, step),
    activations: isBinarized(attentionActivations, step),
  };
  const { extraNorms: norms, attentionBiases: bias = false } = config;
  return { prefix, roles, oneBit, norms, bias, quantized: isBinarized(einsums, step) };
}

/** Output projection: `LN(BiDense(ctx)) + ctx` with extra norms, `Dense(ctx)` without. */
function attentionOutput<Rows>(
  a: BlockArithmetic<Rows, unknown>,
  context: Rows,
  prefix: string,
): Rows {
  const { features, extraNorms, attentionBiases: bias = false } = a.config;
  const { output: oneBit } = attentionGroups(a);
  const name = `${prefix}/output`;
  const projected = a.dense(context, {
    name,
    outFeatures: features,
    ...{ bias, oneBit, input: "context" },
  });
  return extraNorms
    ? a.add(a.norm(projected, `${name}-norm`), context, `${prefix}/shortcut`)
    : projected;
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
  const norm = (input: Rows, part: string): Rows =>
    extraNorms ? a.norm(input, `${prefix}/${part}`) : input;
  const hidden = a.dense(sublayerInput(a, x, prefix), {
    name: `${prefix}/hidden`,
    outFeatures: feedForwardFeatures,
    ...{ bias: true, oneBit },
  });
  const rectified = norm(a.relu(hidden, `${prefix}/hidden-relu`), "hidden-norm");
  const output = a.dense(a.dropout(rectified, "hidden"), {
    name: `${prefix}/output`,
    outFeatures: features,
    ...{ bias: true, oneBit },
    // A norm gives both signs again.
    input: extraNorms ? "activations" : "rectified",
  });
  return addSublayer(a, [x, norm(output, "output-norm")], prefix);
}
