/** A number that was published. Those that were not read again where they stand are not verified. */
export interface PublishedNumber {
  readonly value: number;
  readonly isVerified: boolean;
}

/** A chip at one supply, as published. One multiply-accumulate is two operations. */
export interface PublishedChip {
  readonly kind: "published";
  readonly name: string;
  readonly source: string;
  readonly process: string;
  readonly nodeNm: number;
  readonly voltageV?: PublishedNumber;
  readonly clockMhz?: PublishedNumber;
  readonly areaMm2?: PublishedNumber;
  /** In millions of gate equivalents. */
  readonly areaMge?: PublishedNumber;
  readonly powerMw?: PublishedNumber;
  readonly throughputGops?: PublishedNumber;
  readonly efficiencyTopsPerW?: PublishedNumber;
  /** Operations that its units do in a clock. */
  readonly opsPerCycle?: number;
  /** A chip that takes weights bit by bit, and how many they have here. */
  readonly series?: string;
  readonly weightBits?: number;
  /** What adds ±1 up. */
  readonly sums?: "popcounts" | "rows of memory";
}

const read = (value: number): PublishedNumber => ({ value, isVerified: true });
const remembered = (value: number): PublishedNumber => ({ value, isVerified: false });

const yodaNN: PublishedChip = {
  ...{ kind: "published", name: "YodaNN", process: "UMC 65 nm", nodeNm: 65 },
  source: "R. Andri et al., YodaNN, ISVLSI 2016",
  ...{ areaMm2: read(1.9), areaMge: read(1.33) },
  // 32 channels of 7 × 7 weights, a multiplication and an addition each.
  opsPerCycle: 2 * 32 * 49,
};

const unpu: PublishedChip = {
  ...{ kind: "published", name: "UNPU", process: "65 nm", nodeNm: 65 },
  source: "J. Lee et al., UNPU, ISSCC 2018",
  ...{ clockMhz: read(200), areaMm2: read(16), series: "UNPU" },
};

/** Chips for binary networks. */
export const publishedChips: readonly PublishedChip[] = [
  {
    ...yodaNN,
    ...{ voltageV: read(1.2), clockMhz: remembered(480) },
    ...{ powerMw: read(153), throughputGops: read(1510) },
  },
  {
    ...yodaNN,
    ...{ voltageV: read(0.6), powerMw: read(0.895), efficiencyTopsPerW: read(61.2) },
  },
  {
    ...{ kind: "published", name: "BRein Memory", process: "CMOS 65 nm", nodeNm: 65 },
    source: "K. Ando et al., BRein Memory, VLSI 2017 and JSSC 2018",
    ...{ voltageV: remembered(1), clockMhz: remembered(400), areaMm2: remembered(3.9) },
    ...{ powerMw: read(600), throughputGops: read(1400), sums: "rows of memory" },
  },
  {
    ...{ kind: "published", name: "XNORBIN", process: "UMC 65 nm", nodeNm: 65 },
    source: "A. Al Bahou et al., XNORBIN, COOL CHIPS 2018",
    ...{ voltageV: read(0.8), efficiencyTopsPerW: read(95), sums: "popcounts" },
  },
  {
    ...{ ...unpu, name: "UNPU, weights of 1 bit" },
    ...{ weightBits: 1, throughputGops: read(7372), efficiencyTopsPerW: read(50.6) },
  },
  {
    ...{ ...unpu, name: "UNPU, weights of 16 bits" },
    ...{ weightBits: 16, throughputGops: read(345.6), efficiencyTopsPerW: read(3.08) },
  },
];
