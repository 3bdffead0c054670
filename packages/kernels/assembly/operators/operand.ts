/** Operand number `index`, from 0, of the instruction whose operands start at `operands`. */
// @ts-ignore: decorator
@inline
export function integer(operands: usize, index: usize): i32 {
  return load<i32>(operands + (index << 2));
}

// @ts-ignore: decorator
@inline
export function offset(operands: usize, index: usize): usize {
  return load<u32>(operands + (index << 2));
}

// @ts-ignore: decorator
@inline
export function float(operands: usize, index: usize): f32 {
  return load<f32>(operands + (index << 2));
}

/** The int32 that the operand points at. */
// @ts-ignore: decorator
@inline
export function cell(operands: usize, index: usize): i32 {
  return load<i32>(load<u32>(operands + (index << 2)));
}
