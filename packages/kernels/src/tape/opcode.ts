// Shared with the AssemblyScript sources, hence plain integer constants.
// The first word of an instruction is `opcode | words << 16`, where `words` counts the instruction's own words.

export const EMBED_INT8 = 1;
export const EMBED_FLOAT32 = 2;
export const SIGN_PACK_TOKEN_MAXIMUM = 3;
export const SIGN_PACK_SHIFT = 4;
export const BGEMM = 5;
export const BGEMM_INT32 = 6;
export const SIGN_WEIGHT_GEMM = 7;
export const GEMM_FLOAT32 = 8;
export const LAYER_NORM = 9;
export const RELU = 10;
export const ADD = 11;
export const ATTENTION = 12;
export const QUANTIZE_INT8 = 13;
export const GEMM_INT8 = 14;
export const LOG_SOFTMAX_TOP_K = 15;
export const COPY_ROWS = 16;
export const BINARIZE = 17;
export const BGEMM_INT8 = 18;
export const BGEMM_SIGN = 19;
export const TABULATE_INT8 = 32;
export const TABLE_GEMM_INT32 = 33;
export const TABLE_GEMM = 34;
export const TABULATE_FLOAT32 = 35;
export const TABLE_GEMM_FLOAT32 = 36;
export const PLANE_GEMM_INT32 = 37;
export const PLANE_GEMM = 38;
export const SET_BIT_GEMM = 39;
export const SIGN_PACK_INT8 = 64;
export const LAYER_NORM_SIGN_PACK_TOKEN_MAXIMUM = 65;
export const LAYER_NORM_SIGN_PACK_SHIFT = 66;
export const COPY_BIT_ROWS = 67;
export const BIT_ATTENTION = 68;
