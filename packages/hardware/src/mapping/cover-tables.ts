import { type AndGraph, andGraph } from "./and-graph.ts";
import {
  byArea,
  byDelayThenArea,
  byDelayThenSize,
  type Cut,
  type CutOrder,
  countOnes,
  insert,
  isCovered,
  union,
} from "./cut-set.ts";
import type { Literal, LogicGraph } from "./logic-graph.ts";

/** What look-up tables there are. */
export interface TableLibrary {
  /** Cost of a table by its inputs, from none. */
  readonly costs: readonly number[];
  /** Delays of a table by its inputs, from the fastest of them to the slowest. */
  readonly delays: readonly (readonly number[])[];
  /** Inputs that a table of a carry chain has left, which takes in what alone reads its sum. */
  readonly spareInputs?: number;
  /** How long before the clock a register needs its input. */
  readonly setup?: number;
}

/** Tables of a mapping, and what they cost. */
export interface Cover {
  readonly tables: number;
  readonly cost: number;
  /** What the table of each node of the graph's ANDs reads; nothing where it has none. */
  readonly leaves: readonly (readonly number[] | undefined)[];
}

/** Cuts that are kept for a node. */
const cutsKept = 8;

/**
 * Look-up tables that a graph takes: for each node the sets of nodes that cut it off (priority cuts), of these first the fastest, then, as
 * far as they are not too late, the cheapest by what they share, and by what would no longer be needed without them (Mishchenko, Cho,
 * Chatterjee, Brayton, "Combinational and sequential mapping with priority cuts", 2007).
 *
 * @param roots  bits that have to be signals: outputs, and what registers, carry chains and memories read.
 * @param setups  those of them that registers take.
 */
export function coverTables(
  graph: LogicGraph,
  roots: readonly Literal[],
  library: TableLibrary,
  setups: readonly Literal[] = [],
): Cover {
  return coverBySlack(graph, roots, library, [1], setups)[0];
}

/** The covers of a graph for each slack: how much later than the latest bit any may come, as a factor. */
export function coverBySlack(
  graph: LogicGraph,
  roots: readonly Literal[],
  library: TableLibrary,
  slacks: readonly number[],
  setups: readonly Literal[] = [],
): Cover[] {
  const plain = new Set(roots.filter((literal) => !(literal & 1)).map((literal) => literal >> 1));
  // The table of a chain gives the complement of its sum as well, where nothing reads the sum.
  const isFree = (node: number): boolean =>
    library.spareInputs !== undefined &&
    graph.sources(node).some(({ literal }) => literal > 1) &&
    !plain.has(node) &&
    graph.countReaders(node) === 0;
  const inverted = new Set(
    roots.filter(
      (literal) =>
        literal & 1 && graph.isInput(literal >> 1) && literal > 1 && !isFree(literal >> 1),
    ),
  );
  const ands = andGraph(graph, roots, setups);
  return slacks.map((slack) => {
    const { tables, cost, leaves } = new Mapper(ands, library).run(slack);
    return {
      leaves,
      tables: tables + inverted.size,
      cost: cost + inverted.size * library.costs[1],
    };
  });
}

class Mapper {
  readonly #graph: AndGraph;
  readonly #library: TableLibrary;
  #cuts: Cut[][] = [];
  readonly #best: (Cut | undefined)[];
  readonly #arrival: Float64Array;
  readonly #area: Float64Array;
  readonly #edges: Float64Array;
  readonly #required: Float64Array;
  /** What reads a node: of the graph, then of the mapping; and a running mean of it. */
  readonly #references: Int32Array;
  readonly #readers: Int32Array;
  readonly #expected: Float64Array;
  readonly #times: Float64Array;
  #slack = 1;
  #taken = 0;

  constructor(graph: AndGraph, library: TableLibrary) {
    const { size } = graph;
    this.#graph = graph;
    this.#library = library;
    this.#best = new Array(size);
    this.#arrival = new Float64Array(size);
    this.#area = new Float64Array(size);
    this.#edges = new Float64Array(size);
    this.#required = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.#readers = new Int32Array(size);
    this.#expected = new Float64Array(size).fill(1);
    this.#times = new Float64Array(library.costs.length);
    for (let node = 1; node < size; node++) {
      if (graph.left[node] < 0) continue;
      this.#readers[graph.left[node]]++;
      this.#readers[graph.right[node]]++;
    }
    for (const node of graph.outputs) this.#readers[node]++;
    this.#references = this.#readers.slice();
  }

  run(slack: number): Cover {
    this.#slack = slack;
    this.#round(0, byDelayThenSize);
    this.#references.set(this.#readers);
    this.#round(0, byDelayThenArea);
    this.#references.set(this.#readers);
    this.#round(0, byArea);
    this.#round(1, byArea);
    this.#round(2, byArea);
    this.#round(2, byArea);
    return this.#count();
  }

  #count(): Cover {
    let [tables, cost] = [0, 0];
    const leaves: (readonly number[] | undefined)[] = [];
    for (let node = 1; node < this.#graph.size; node++) {
      const cut = this.#references[node] > 0 ? this.#best[node] : undefined;
      leaves[node] = cut?.leaves;
      if (cut === undefined || this.#isTakenIn(cut)) continue;
      tables++;
      cost += this.#costOf(cut);
    }
    return { tables, cost, leaves };
  }

  /** Whether the table of a chain whose sum goes into this one alone has inputs left for it. */
  #isTakenIn({ leaves }: Cut): boolean {
    const { spareInputs = 0 } = this.#library;
    return (
      leaves.length <= spareInputs + 1 &&
      leaves.some((leaf) => this.#references[leaf] === 1 && this.#isOfChain(leaf))
    );
  }

  #isOfChain(node: number): boolean {
    return this.#graph.sources.get(node)?.some(({ node: before }) => before > 0) ?? false;
  }

  #costOf({ leaves }: Pick<Cut, "leaves">): number {
    return this.#library.costs[leaves.length];
  }

  /** A pass over all nodes: by delay (0), by flows of area (1), by exact areas (2). */
  #round(mode: number, order: CutOrder): void {
    const { size, left } = this.#graph;
    this.#cuts = new Array(size);
    for (let node = 1; node < size; node++) {
      if (left[node] < 0) this.#arrive(node);
      else this.#map(node, mode, order);
    }
    this.#settle();
  }

  #trivial(node: number): Cut {
    return {
      leaves: [node],
      marks: 1 << (node & 31),
      ...{ delay: 0, area: 0, edges: 0, averageReferences: 0 },
    };
  }

  #arrive(node: number): void {
    let arrival = 0;
    for (const { node: before, delay } of this.#graph.sources.get(node) ?? [])
      arrival = Math.max(arrival, this.#arrival[before] + delay);
    this.#arrival[node] = arrival;
    this.#cuts[node] = [this.#trivial(node)];
  }

  /** Cuts of a node, of which the first is what it is mapped to. */
  #map(node: number, mode: number, order: CutOrder): void {
    const references = this.#references[node];
    if (mode === 0) this.#expected[node] = references;
    if (mode === 1) this.#expected[node] = (2 * this.#expected[node] + references) / 3;
    const old = this.#best[node];
    const isUsed = mode > 0 && references > 0;
    const cuts: Cut[] = [];
    if (old !== undefined) {
      if (isUsed) this.#release(old);
      old.delay = this.#delayOf(old.leaves);
      this.#weigh(old, mode);
      if (mode > 0) cuts.push(old);
    }
    this.#unions(node, mode, order, cuts);
    const [first] = cuts;
    const isTimely = first.delay <= this.#required[node] + 0.005;
    const best = mode > 0 || old === undefined || isTimely ? first : old;
    this.#best[node] = best;
    this.#arrival[node] = best.delay;
    this.#area[node] = best.area;
    this.#edges[node] = best.edges;
    if (isUsed) this.#take(best);
    cuts.push(this.#trivial(node));
    this.#cuts[node] = cuts;
  }

  #unions(node: number, mode: number, order: CutOrder, cuts: Cut[]): void {
    const { left, right } = this.#graph;
    const most = this.#library.costs.length - 1;
    const required = mode > 0 ? this.#required[node] + 0.005 : Number.POSITIVE_INFINITY;
    for (const a of this.#cuts[left[node]])
      for (const b of this.#cuts[right[node]]) {
        const marks = a.marks | b.marks;
        if (countOnes(marks) > most) continue;
        const leaves = union(a.leaves, b.leaves, most);
        if (leaves === undefined || isCovered(cuts, leaves, marks)) continue;
        const delay = this.#delayOf(leaves);
        if (delay > required) continue;
        const cut = { leaves, marks, delay, area: 0, edges: 0, averageReferences: 0 };
        this.#weigh(cut, mode);
        insert(cuts, cut, order, cutsKept);
      }
  }

  #weigh(cut: Cut, mode: number): void {
    const { leaves } = cut;
    if (mode === 2) {
      this.#taken = 0;
      cut.area = this.#take(cut);
      cut.edges = this.#taken;
      this.#release(cut);
    } else {
      cut.area = this.#costOf(cut);
      cut.edges = leaves.length;
      for (const leaf of leaves) {
        const share = this.#references[leaf] === 0 ? 1 : this.#expected[leaf];
        cut.area += this.#area[leaf] / share;
        cut.edges += this.#edges[leaf] / share;
      }
    }
    if (mode === 0) return;
    let readers = 0;
    for (const leaf of leaves) readers += this.#references[leaf];
    cut.averageReferences = readers / leaves.length;
  }

  /** When a table's output comes: its inputs in the order of their arrival, the latest into the fastest. */
  #delayOf(leaves: readonly number[]): number {
    const delays = this.#library.delays[leaves.length];
    const times = this.#times;
    for (let i = 0; i < leaves.length; i++) {
      const time = this.#arrival[leaves[i]];
      let place = i;
      for (; place > 0 && times[place - 1] < time; place--) times[place] = times[place - 1];
      times[place] = time;
    }
    let latest = 0;
    for (let i = 0; i < leaves.length; i++) latest = Math.max(latest, times[i] + delays[i]);
    return latest;
  }

  /** What tables come with a cut; their inputs are added to `#taken`. */
  #take({ leaves }: Cut): number {
    let cost = this.#library.costs[leaves.length];
    this.#taken += leaves.length;
    for (let i = 0; i < leaves.length; i++) {
      const leaf = leaves[i];
      if (this.#references[leaf]++ > 0) continue;
      const next = this.#best[leaf];
      if (next !== undefined) cost += this.#take(next);
    }
    return cost;
  }

  #release({ leaves }: Cut): void {
    for (let i = 0; i < leaves.length; i++) {
      const leaf = leaves[i];
      if (--this.#references[leaf] > 0) continue;
      const next = this.#best[leaf];
      if (next !== undefined) this.#release(next);
    }
  }

  /** References and required times of what is chosen. */
  #settle(): void {
    const { outputs, setups, size, left, sources } = this.#graph;
    const { setup = 0 } = this.#library;
    this.#references.fill(0);
    this.#required.fill(Number.POSITIVE_INFINITY);
    let latest = 0;
    for (const node of outputs) latest = Math.max(latest, this.#arrival[node]);
    for (const node of setups) latest = Math.max(latest, this.#arrival[node] + setup);
    latest *= this.#slack;
    for (const node of outputs) {
      this.#references[node]++;
      this.#required[node] = latest;
    }
    for (const node of setups) this.#required[node] = latest - setup;
    for (let node = size - 1; node > 0; node--) {
      if (left[node] < 0) {
        for (const { node: before, delay } of sources.get(node) ?? [])
          this.#required[before] = Math.min(this.#required[before], this.#required[node] - delay);
        continue;
      }
      const cut = this.#references[node] > 0 ? this.#best[node] : undefined;
      if (cut === undefined) continue;
      const delays = this.#library.delays[cut.leaves.length];
      const order = [...cut.leaves].sort((a, b) => this.#arrival[b] - this.#arrival[a]);
      order.forEach((leaf, i) => {
        this.#references[leaf]++;
        this.#required[leaf] = Math.min(this.#required[leaf], this.#required[node] - delays[i]);
      });
    }
  }
}
