/** How large a network is. */
export interface NetworkSize {
  /** RAM nodes, filters or truth tables, of all classes; none of `bnn`. */
  readonly tables?: number;
  /** Of entries alone. WiSARD: 4 for each counter that training has reached. */
  readonly tableBytes?: number;
  /** Which bits tables read, where that is not one order for all. */
  readonly connectionBytes?: number;
  /** Of each hidden layer of `bnn`. */
  readonly units?: number;
}
