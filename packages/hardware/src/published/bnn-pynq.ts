import { bipolar, type Code, ternary, unsigned, type Window } from "@bnnkit/core";
import type { ClassificationDescription, Node } from "@bnnkit/model";
import type { Folding } from "../network/dataflow-builder.ts";

/** A build whose folding and totals were published. */
export interface PublishedBuild {
  readonly name: string;
  readonly description: ClassificationDescription;
  readonly folding: Readonly<Record<string, Folding>>;
  readonly device: string;
  /** Inferred from the builds' target period; not stated with the measurements. */
  readonly clockMHz: number;
  readonly published: {
    readonly kind: "published";
    readonly lut: number;
    readonly logicLut: number;
    readonly lutRam: number;
    readonly ff: number;
    readonly ramb36: number;
    readonly ramb18: number;
    readonly dsp: number;
    /** Measured on a board, 10,000 images. */
    readonly framesPerSecond?: number;
    /** Measured of one image. */
    readonly latencyMicroseconds?: number;
  };
  readonly source: string;
}

const source =
  "https://github.com/Xilinx/BNN-PYNQ: reports of Vivado 2018.2 (with AXI and DMA), config.h of the networks, runs in its notebooks";

/** LFC of one bit, CNV of one and of two bits, on a Zynq-7020 (Umuroglu et al. 2017, https://arxiv.org/abs/1612.07119). */
export const bnnPynqBuilds: readonly PublishedBuild[] = [
  {
    name: "lfcW1A1",
    description: lfc(),
    folding: foldings([32, 64], [64, 32], [32, 64], [16, 8]),
    published: {
      ...{ kind: "published", lut: 28_360, logicLut: 25_359, lutRam: 2_314, ff: 33_470 },
      ...{ ramb36: 6, ramb18: 208, dsp: 4 },
      // Below 300 MHz/512: bound by transfers, not by the circuit.
      framesPerSecond: 356_633,
    },
    ...{ device: "xc7z020", clockMHz: 300, source },
  },
  {
    name: "cnvW1A1",
    description: cnv("cnvW1A1", bipolar, 1, bipolar),
    folding: foldings(
      ...([
        [16, 3],
        [32, 32],
        [16, 32],
        [16, 32],
        [4, 32],
        [1, 32],
        [1, 4],
        [1, 8],
        [4, 1],
      ] as const),
    ),
    published: {
      ...{ kind: "published", lut: 26_072, logicLut: 24_047, lutRam: 1_578, ff: 41_312 },
      ...{ ramb36: 76, ramb18: 96, dsp: 24, framesPerSecond: 9_150.5, latencyMicroseconds: 527.5 },
    },
    ...{ device: "xc7z020", clockMHz: 300, source },
  },
  {
    name: "cnvW2A2",
    description: cnv("cnvW2A2", ternary, 3, unsigned(2)),
    folding: foldings(
      ...([
        [8, 3],
        [16, 16],
        [8, 16],
        [8, 16],
        [4, 8],
        [1, 8],
        [1, 2],
        [2, 2],
        [4, 1],
      ] as const),
    ),
    published: {
      ...{ kind: "published", lut: 37_302, logicLut: 29_865, lutRam: 6_970, ff: 51_386 },
      ...{ ramb36: 138, ramb18: 4, dsp: 32, framesPerSecond: 2_580.3 },
    },
    ...{ device: "xc7z020", clockMHz: 300, source },
  },
];

function foldings(
  ...sizes: readonly (readonly [pe: number, simd: number])[]
): PublishedBuild["folding"] {
  return Object.fromEntries(sizes.map(([pe, simd], i) => [`layer${i}`, { pe, simd }]));
}

/** 832 black or white pixels (28 × 28 and padding), three layers of 1,024, 64 scores. */
function lfc(): ClassificationDescription {
  const bits: Node = {
    ...{ op: "threshold", name: "bits", inputs: ["image"], thresholds: [128], flips: false },
    code: bipolar,
  };
  const layers = [1024, 1024, 1024, 64].flatMap((outFeatures, i): Node[] => {
    const inputs = [i === 0 ? "bits" : `levels${i - 1}`] as const;
    const weights = { tensor: `layer${i}`, code: bipolar };
    const dense: Node = {
      ...{ op: "dense", name: `layer${i}`, inputs, outFeatures, weights, bias: false },
    };
    return i === 3 ? [dense] : [dense, levels(i, 1, bipolar)];
  });
  return classifier("lfcW1A1", { height: 1, width: 1, features: 832 }, [bits, ...layers]);
}

/** Six 3×3 convolutions of a 32×32 image, a pool after the second and the fourth, three dense layers. */
function cnv(
  name: string,
  weightCode: Code,
  perFeature: number,
  code: Code,
): ClassificationDescription {
  const nodes: Node[] = [];
  let from = "image";
  [64, 64, 128, 128, 256, 256, 512, 512, 64].forEach((outFeatures, i) => {
    const inputs = [from] as const;
    const weights = { tensor: `layer${i}`, code: weightCode };
    const product = { name: `layer${i}`, inputs, outFeatures, weights, bias: false } as const;
    if (i < 6) nodes.push({ op: "convolution", ...product, window: square(3, 1), groups: 1 });
    else nodes.push({ op: "dense", ...product });
    from = `levels${i}`;
    if (i < 8) nodes.push(levels(i, perFeature, code));
    if (i === 1 || i === 3) {
      nodes.push({
        ...{ op: "pool", name: `pool${i}`, inputs: [from], take: "maximum" },
        window: square(2, 2),
      });
      from = `pool${i}`;
    }
  });
  return classifier(name, { height: 32, width: 32, features: 3 }, nodes);
}

function levels(i: number, perFeature: number, code: Code): Node {
  const thresholds = { perFeature };
  return {
    ...{ op: "threshold", name: `levels${i}`, inputs: [`layer${i}`], thresholds, flips: false },
    code,
  };
}

function square(size: number, stride: number): Window {
  const padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  return { size: [size, size], strides: [stride, stride], dilations: [1, 1], padding };
}

function classifier(
  name: string,
  map: { readonly height: number; readonly width: number; readonly features: number },
  nodes: readonly Node[],
): ClassificationDescription {
  const input = { name: "image", kind: "map", ...map, code: [{ digit: "uint8" }] } as const;
  const output = nodes[nodes.length - 1].name;
  return { name, task: "classification", graph: { inputs: [input], nodes, output } };
}
