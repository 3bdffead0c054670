/** A differentiable weightless network that was placed and routed: layers of six-input tables, and the LUTs of all but its encoder. */
export interface PublishedCore {
  readonly tables: readonly number[];
  readonly classes: number;
  readonly lut: number;
}

/** Where the figures come from: out-of-context builds for an xc7a35t at 10 ns, of jet substructures (5 classes) and MNIST (10). */
export const dwnCoresSource =
  "https://github.com/Kanishk234/dwn-fpga-study: post-route sweeps of DWN, docs/jsc and docs/mnist";

/** Cores of distinct architectures; they depend on neither the thermometer nor the inputs of a table up to six. */
export const dwnCores: readonly PublishedCore[] = [
  ...[
    [50, 108],
    [100, 206],
    [200, 466],
    [360, 868],
    [600, 1312],
    [1200, 2868],
    [1600, 4124],
    [2000, 5496],
  ].map(([tables, lut]) => ({ tables: [tables], classes: 5, lut })),
  { tables: [100, 100], classes: 5, lut: 299 },
  { tables: [180, 180], classes: 5, lut: 559 },
  { tables: [65, 65, 65], classes: 5, lut: 273 },
  { tables: [120, 120, 120], classes: 5, lut: 516 },
  ...[
    [100, 234],
    [300, 630],
    [500, 1168],
    [1000, 2272],
    [2000, 4821],
  ].map(([tables, lut]) => ({ tables: [tables], classes: 10, lut })),
  { tables: [2000, 1000], classes: 10, lut: 4271 },
];
