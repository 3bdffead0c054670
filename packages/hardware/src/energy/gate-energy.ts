import type { Provenance } from "../figure.ts";

/** Energies of cells of the library in gate equivalents, all from one number. */
export interface GateEnergyModel {
  /** When one output of a cell changes: this for each gate equivalent of the cell, parted evenly among its outputs. */
  readonly energyFjPerGe: number;
  /** Gate equivalents of a flip-flop's clock pin, charged and discharged in each clock; an assumption, no measurement. */
  readonly clockGe: number;
  /** Mean relative error of units that the model was not calibrated to. */
  readonly meanError: number;
  readonly provenance: Provenance;
}

/**
 * Calibrated to one figure: 10.6 fJ a lane of an XNOR-popcount of 256 at random inputs, which has 4.67 gate equivalents of changing outputs a lane.
 *
 * That figure is of Nangate 45 cells at 1.1 V with full adders, toggles counted without delays, pins and cells without wires. Other units so
 * measured, beside what this model says of their netlists in gate equivalents (fJ):
 *
 *     ternary dot product, a lane of 64   16.5    14.7   −11 %
 *     ±a of 8 bits, a number of 16        96      90      −6 %
 *     adders of 8 and 32 bits             75, 371   66, 326   −12, −12 %
 *     multipliers of 8 and 32 bits        444, 8068   428, 8189   −3, +2 %
 */
export const nangate45Energy: GateEnergyModel = {
  energyFjPerGe: 2.27,
  clockGe: 1,
  meanError: 0.077,
  provenance: {
    source: "Nangate 45 typical, pin capacitances and internal energy, no wires; one factor",
    ...{ nodeNm: 45, voltageV: 1.1 },
  },
};
