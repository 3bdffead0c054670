import { STATUS, STATUS_ROW } from "../../src/tape/layout";

/** Notes in the tape's header why and at which row an operation stopped; returns the status. */
export function stop(header: usize, status: i32, row: i32): i32 {
  store<i32>(header + (STATUS << 2), status);
  store<i32>(header + (STATUS_ROW << 2), row);
  return status;
}
