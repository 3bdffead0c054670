// Shared with the AssemblyScript sources, hence plain integer constants.

/** Bit planes that each operand of a plane product may have: those of four columns fill a panel of sums. */
export const MAXIMUM_PLANES = 16;
/** Groups of four columns of one plane whose sums fill a row of sums. */
export const PLANE_GROUPS = 16;

// Operands of plane products, by their index. Both start with
export const PLANE_BITS = 0;
export const PLANE_LANES = 1;
export const PLANE_ROWS = 2;
export const PLANE_OUT_FEATURES = 3;
export const PLANE_IN_FEATURES = 4;
export const PLANE_WORDS_PER_ROW = 5;
export const PLANE_ACTIVATION_PLANES = 6;
export const PLANE_WEIGHT_PLANES = 7;
export const PLANE_COLUMN_COUNTS = 8;
export const PLANE_OUT = 9;
/** The offset and the weights of the activations' code: int32, or float32 of the scaled product. */
export const PLANE_ACTIVATION_OFFSET = 10;
export const PLANE_ACTIVATION_WEIGHTS = 11;
export const PLANE_END = 27;
// then, of the product in int32, the code of the weights,
export const PLANE_WEIGHT_OFFSET = 27;
export const PLANE_WEIGHT_WEIGHTS = 28;
// or, of the scaled one, byte offsets.
export const PLANE_COLUMN_OFFSETS = 27;
export const PLANE_COLUMN_WEIGHTS = 28;
export const PLANE_ROW_SCALES = 29;
export const PLANE_BIAS = 30;
export const PLANE_RELU = 31;
