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
/** The offset and the weights of the activations' code: int32, or float32 of the scaled product. */
export const PLANE_ACTIVATION_OFFSET = 9;
export const PLANE_ACTIVATION_WEIGHTS = 10;
// then, of the product in int32, the code of the weights, and where it goes,
export const PLANE_WEIGHT_OFFSET = 26;
export const PLANE_WEIGHT_WEIGHTS = 27;
export const PLANE_OUT = 43;
// or, of the scaled one, byte offsets, and from PLANE_OUTPUT on what becomes of the sums.
export const PLANE_COLUMN_OFFSETS = 26;
export const PLANE_COLUMN_WEIGHTS = 27;
export const PLANE_OUTPUT = 28;
