import type { Cell } from "./cell.ts";
import { type Bus, type Net, one } from "./net.ts";

/** Gates over what stands for a bit: a literal of a graph, a number of one, a word of lanes. */
export interface GateAlgebra<B> {
  and(a: B, b: B): B;
  or(a: B, b: B): B;
  xor(a: B, b: B): B;
  not(a: B): B;
  mux(select: B, whenOne: B, whenZero: B): B;
  fullAdder(a: B, b: B, c: B): { readonly sum: B; readonly carry: B };
}

/** What stands for each net of a module. */
export class NetValues<B> {
  readonly #values: B[];
  readonly #zero: B;

  constructor(netCount: number, constants: { readonly zero: B; readonly one: B }) {
    this.#zero = constants.zero;
    this.#values = new Array<B>(netCount).fill(constants.zero);
    this.#values[one] = constants.one;
  }

  get zero(): B {
    return this.#zero;
  }

  at(net: Net): B {
    return this.#values[net];
  }

  all(bus: Bus): B[] {
    return bus.map((net) => this.#values[net]);
  }

  drive(bus: Bus, values: readonly B[]): void {
    bus.forEach((net, i) => {
      this.#values[net] = values[i];
    });
  }
}

/** Drives the outputs of a cell of gates, bit by bit; whether it is one. */
export function driveGates<B>(cell: Cell, values: NetValues<B>, algebra: GateAlgebra<B>): boolean {
  switch (cell.op) {
    case "and":
    case "or":
    case "xor":
    case "xnor": {
      const [a, b] = [values.all(cell.a), values.all(cell.b)];
      const gate = cell.op === "xnor" ? "xor" : cell.op;
      const made = a.map((bit, i) => algebra[gate](bit, b[i]));
      values.drive(cell.y, cell.op === "xnor" ? made.map((bit) => algebra.not(bit)) : made);
      return true;
    }
    case "not": {
      const made = values.all(cell.a).map((bit) => algebra.not(bit));
      values.drive(cell.y, made);
      return true;
    }
    case "mux": {
      const [yes, no] = [values.all(cell.whenOne), values.all(cell.whenZero)];
      const select = values.at(cell.select);
      const made = yes.map((bit, i) => algebra.mux(select, bit, no[i]));
      values.drive(cell.y, made);
      return true;
    }
    case "full-adder":
    case "half-adder": {
      const c = cell.op === "full-adder" ? values.all(cell.c) : [];
      const [a, b] = [values.all(cell.a), values.all(cell.b)];
      const made = a.map((bit, i) => algebra.fullAdder(bit, b[i], c[i] ?? values.zero));
      const [sums, carries] = [made.map(({ sum }) => sum), made.map(({ carry }) => carry)];
      values.drive(cell.sum, sums);
      values.drive(cell.carry, carries);
      return true;
    }
    default:
      return false;
  }
}
