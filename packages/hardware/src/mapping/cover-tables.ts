import type { Literal, LogicGraph } from "./logic-graph.ts";

/** What look-up tables there are. */
export interface TableLibrary {
  /** Cost of a table by its inputs, from none. */
  readonly costs: readonly number[];
  /** Delays of a table by its inputs, from the fastest of them to the slowest. */
  readonly delays: readonly (readonly number[])[];
  /** Inputs that a table of a carry chain has left, which takes in what alone reads its sum. */
  readonly spareInputs?: number;
}

/** Tables of a mapping, and what they cost. */
export interface Cover {
  readonly tables: number;
  readonly cost: number;
  /** When the latest bit comes, by the delays of the library. */
  readonly latest: number;
}

/** Sets of inputs that are kept for a node. */
const cutsKept = 10;

interface Cut {
  readonly leaves: readonly number[];
  /** A bit for each leaf, by its number modulo 32: sets whose marks have too many bits are too large. */
  readonly marks: number;
  arrival: number;
  flow: number;
}

/**
 * Look-up tables that a graph takes: for each node the sets of nodes that cut it off (priority cuts), of these first the fastest, then, as
 * far as they are not too late, the cheapest by what they share, and by what would no longer be needed without them (Mishchenko, Cho,
 * Chatterjee, Brayton, "Combinational and sequential mapping with priority cuts", 2007).
 *
 * @param slack  how much later than the latest bit any may come, as a factor.
 * @param roots  bits that have to be signals: outputs, and what registers, carry chains and memories read.
 */
export function coverTables(
  graph: LogicGraph,
  roots: readonly Literal[],
  library: TableLibrary,
  slack: number = 1,
): Cover {
  return coverBySlack(graph, roots, library, [slack])[0];
}

/** The covers of a graph for each slack, of which the sets of inputs are found once. */
export function coverBySlack(
  graph: LogicGraph,
  roots: readonly Literal[],
  library: TableLibrary,
  slacks: readonly number[],
): Cover[] {
  const targets = [...new Set(roots.map((literal) => literal >> 1))].filter((node) => node !== 0);
  const plain = new Set(roots.filter((literal) => !(literal & 1)).map((literal) => literal >> 1));
  // The table of a chain gives the complement of its sum as well, where nothing reads the sum.
  const isFree = (node: number): boolean =>
    library.spareInputs !== undefined &&
    graph.sources(node).length > 0 &&
    !plain.has(node) &&
    graph.countReaders(node) === 0;
  const inverted = new Set(
    roots.filter(
      (literal) =>
        literal & 1 && graph.isInput(literal >> 1) && literal > 1 && !isFree(literal >> 1),
    ),
  );
  const late = new Set([...inverted].map((literal) => literal >> 1));
  const mapper = new Mapper(graph, targets, library, late);
  return slacks.map((slack) => {
    const { tables, cost, latest } = mapper.run(slack);
    return {
      latest,
      tables: tables + inverted.size,
      cost: cost + inverted.size * library.costs[1],
    };
  });
}

class Mapper {
  readonly #graph: LogicGraph;
  readonly #targets: readonly number[];
  readonly #library: TableLibrary;
  readonly #cuts: Cut[][] = [];
  readonly #best: (Cut | undefined)[];
  readonly #arrival: Float64Array;
  readonly #flow: Float64Array;
  /** Arrivals and flows of the fastest cuts. */
  readonly #fastest: { readonly arrival: Float64Array; readonly flow: Float64Array };
  readonly #required: Float64Array;
  readonly #references: Float64Array;

  readonly #late: ReadonlySet<number>;
  readonly #times: Float64Array;
  #slack = 1;

  /** @param late  targets that are inverted by a table of their own. */
  constructor(
    graph: LogicGraph,
    targets: readonly number[],
    library: TableLibrary,
    late: ReadonlySet<number>,
  ) {
    this.#graph = graph;
    this.#late = late;
    this.#targets = targets;
    this.#library = library;
    this.#arrival = new Float64Array(graph.size);
    this.#flow = new Float64Array(graph.size);
    this.#required = new Float64Array(graph.size).fill(Number.POSITIVE_INFINITY);
    this.#references = new Float64Array(graph.size);
    this.#best = new Array(graph.size);
    this.#times = new Float64Array(library.costs.length);
    for (let node = 1; node < graph.size; node++)
      if (!graph.isInput(node)) for (const read of graph.operands(node)) this.#references[read]++;
    for (const node of targets) this.#references[node]++;
    for (let node = 0; node < graph.size; node++) this.#enumerate(node);
    this.#fastest = { arrival: this.#arrival.slice(), flow: this.#flow.slice() };
  }

  run(slack: number): Cover {
    const { size } = this.#graph;
    this.#slack = slack;
    this.#arrival.set(this.#fastest.arrival);
    this.#flow.set(this.#fastest.flow);
    for (let node = 0; node < size; node++) {
      const [first] = this.#cuts[node];
      this.#best[node] = first.leaves[0] === node ? undefined : first;
    }
    this.#settle();
    for (let pass = 0; pass < 3; pass++) {
      for (let node = 1; node < size; node++) this.#choose(node, (cut) => this.#flowOf(cut, node));
      this.#settle();
    }
    for (let pass = 0; pass < 2; pass++) {
      this.#chooseExactly();
      this.#settle();
    }
    let [tables, cost] = [0, 0];
    for (let node = 1; node < size; node++) {
      const cut = this.#references[node] > 0 ? this.#best[node] : undefined;
      if (cut === undefined || this.#isTakenIn(cut)) continue;
      tables++;
      cost += this.#costOf(cut);
    }
    return { tables, cost, latest: this.#latest() };
  }

  /** When the latest target comes, one that is inverted by its inverter. */
  #latest(): number {
    const [, [inverter]] = this.#library.delays;
    const times = this.#targets.map(
      (node) => this.#arrival[node] + (this.#late.has(node) ? inverter : 0),
    );
    return Math.max(0, ...times);
  }

  /** Whether the table of a chain whose sum goes into this one alone has inputs left for it. */
  #isTakenIn({ leaves }: Cut): boolean {
    const { spareInputs = 0 } = this.#library;
    return (
      leaves.length <= spareInputs + 1 &&
      leaves.some((leaf) => this.#references[leaf] === 1 && this.#graph.sources(leaf).length > 0)
    );
  }

  #costOf({ leaves }: Cut): number {
    return this.#library.costs[leaves.length];
  }

  /** When a table's output comes: its inputs in the order of their arrival, the latest into the fastest. */
  #arrivalOf(leaves: readonly number[]): number {
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

  #flowOf({ leaves }: Cut, node: number): number {
    let flow = this.#library.costs[leaves.length];
    for (let i = 0; i < leaves.length; i++) flow += this.#flow[leaves[i]];
    return flow / Math.max(1, this.#references[node]);
  }

  /** Cuts of a node from those of its operands: the fastest, and the cheapest. */
  #enumerate(node: number): void {
    const own: Cut = { leaves: [node], marks: 1 << (node & 31), arrival: 0, flow: 0 };
    if (node === 0 || this.#graph.isInput(node)) {
      this.#cuts.push([own]);
      this.#arrive(node);
      return;
    }
    const [left, right] = this.#graph.operands(node);
    const all = this.#unions(left, right);
    for (const cut of all) {
      cut.arrival = this.#arrivalOf(cut.leaves);
      cut.flow = this.#flowOf(cut, node);
    }
    const fastest = all
      .sort((a, b) => a.arrival - b.arrival || a.flow - b.flow || a.leaves.length - b.leaves.length)
      .slice(0, cutsKept / 2);
    const cheapest = all
      .slice(cutsKept / 2)
      .sort((a, b) => a.flow - b.flow || a.arrival - b.arrival || a.leaves.length - b.leaves.length)
      .slice(0, cutsKept / 2);
    const [first] = fastest;
    this.#arrival[node] = first.arrival;
    this.#flow[node] = first.flow;
    this.#cuts.push([...fastest, ...cheapest, own]);
  }

  /** Sets of two nodes together, each once. */
  #unions(left: number, right: number): Cut[] {
    const most = this.#library.costs.length - 1;
    const found: Cut[] = [];
    for (const a of this.#cuts[left])
      for (const b of this.#cuts[right]) {
        const marks = a.marks | b.marks;
        if (countOnes(marks) > most) continue;
        const leaves = union(a.leaves, b.leaves, most);
        if (leaves === undefined) continue;
        const isKnown = found.some((cut) => cut.marks === marks && isSame(cut.leaves, leaves));
        if (!isKnown) found.push({ leaves, marks, arrival: 0, flow: 0 });
      }
    return found;
  }

  #arrive(node: number): void {
    for (const { literal, delay } of this.#graph.sources(node))
      this.#arrival[node] = Math.max(this.#arrival[node], this.#arrival[literal >> 1] + delay);
  }

  /** The cut of least cost that is not too late. */
  #choose(node: number, costOf: (cut: Cut) => number): void {
    if (this.#graph.isInput(node)) {
      this.#arrival[node] = 0;
      this.#arrive(node);
      return;
    }
    let [best, least] = [this.#best[node], Number.POSITIVE_INFINITY];
    for (const cut of this.#cuts[node]) {
      if (cut.leaves[0] === node) continue;
      cut.arrival = this.#arrivalOf(cut.leaves);
      if (cut.arrival > this.#required[node] + 1e-9) continue;
      const cost = costOf(cut);
      const isBetter =
        cost < least - 1e-9 ||
        (cost < least + 1e-9 && best !== undefined && cut.arrival < best.arrival);
      if (isBetter) [best, least] = [cut, cost];
    }
    if (best === undefined) return;
    best.arrival = this.#arrivalOf(best.leaves);
    this.#best[node] = best;
    this.#arrival[node] = best.arrival;
    this.#flow[node] = this.#flowOf(best, node);
  }

  /** By what is needed for a cut alone. */
  #chooseExactly(): void {
    for (let node = 1; node < this.#graph.size; node++) {
      const old = this.#best[node];
      if (this.#graph.isInput(node)) this.#choose(node, () => 0);
      if (this.#references[node] === 0 || old === undefined) continue;
      this.#release(old);
      this.#choose(node, (cut) => {
        const cost = this.#take(cut);
        this.#release(cut);
        return cost;
      });
      const chosen = this.#best[node];
      if (chosen !== undefined) this.#take(chosen);
    }
  }

  /** What tables come with a cut. */
  #take(cut: Cut): number {
    let cost = this.#costOf(cut);
    for (const leaf of cut.leaves) {
      const next = this.#best[leaf];
      if (this.#references[leaf]++ === 0 && next !== undefined) cost += this.#take(next);
    }
    return cost;
  }

  #release(cut: Cut): void {
    for (const leaf of cut.leaves) {
      const next = this.#best[leaf];
      if (--this.#references[leaf] === 0 && next !== undefined) this.#release(next);
    }
  }

  /** References and required times of what is chosen. */
  #settle(): void {
    this.#references.fill(0);
    this.#required.fill(Number.POSITIVE_INFINITY);
    const [, [inverter]] = this.#library.delays;
    const more = (node: number): number => (this.#late.has(node) ? inverter : 0);
    const latest = this.#slack * this.#latest();
    for (const node of this.#targets) {
      this.#references[node]++;
      this.#required[node] = latest - more(node);
    }
    for (let node = this.#graph.size - 1; node > 0; node--) {
      for (const { literal, delay } of this.#graph.sources(node)) {
        const before = literal >> 1;
        this.#required[before] = Math.min(this.#required[before], this.#required[node] - delay);
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

/** Leaves of two cuts in order; undefined for more than `most`. */
function union(
  a: readonly number[],
  b: readonly number[],
  most: number,
): readonly number[] | undefined {
  const all: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (all.length === most) return undefined;
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i] : b[j];
    all.push(next);
    if (a[i] === next) i++;
    if (b[j] === next) j++;
  }
  return all;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function countOnes(bits: number): number {
  let pairs = bits - ((bits >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
