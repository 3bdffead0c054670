// A product of +-1 matrices by exclusive or and the 64-bit popcnt instruction: what a processor does without vectors.
// Build: -O3 -msse4.2 -mpopcnt -funroll-loops, without automatic vectorization.
#include "product.h"

// Counts of 2 x 4 results stay in registers, beside the words they are made of and both pointers.
enum { ROWS = 2, COLUMNS = 4 };
const size_t word_multiple = 2, a_multiple = ROWS, b_multiple = COLUMNS;

int supported(void) { return __builtin_cpu_supports("popcnt"); }

// [rows][words] to [rows / tile][words][tile], so that a tile reads from two places only.
static uint64_t *interleave(const uint64_t *matrix, size_t rows, size_t words, size_t tile) {
  const size_t padded = round_up(rows, tile);
  uint64_t *interleaved = allocate(8 * padded * words);
  for (size_t row = 0; row < padded; row++)
    for (size_t t = 0; t < words; t++)
      interleaved[(row - row % tile) * words + t * tile + row % tile] = matrix[row * words + t];
  return interleaved;
}

void prepare(product *p) {
  p->a = interleave(p->a, p->m, p->words, ROWS);
  p->b = interleave(p->b, p->n, p->words, COLUMNS);
}

// Writes rows x columns results to rows of `stride` int32; `rows`, at most ROWS, is a constant wherever this is inlined.
static inline __attribute__((always_inline)) void tile(const uint64_t *restrict a, const uint64_t *restrict b,
                                                       const product *p, int rows, size_t columns,
                                                       int32_t *restrict out) {
  uint64_t counts[ROWS][COLUMNS] = {0};
  const uint64_t *end = b + p->words * COLUMNS;
  do {
#pragma GCC unroll 8
    for (int i = 0; i < rows; i++)
#pragma GCC unroll 8
      for (int j = 0; j < COLUMNS; j++) {
        counts[i][j] += (uint64_t)__builtin_popcountll(a[i] ^ b[j]);
#ifdef __clang__
        // Otherwise it moves pairs of counts to vectors, at less than half the speed.
        __asm__("" : "+r"(counts[i][j]));
#endif
      }
    a += ROWS;
    b += COLUMNS;
  } while (b != end);
  const int32_t k = (int32_t)p->k;
#pragma GCC unroll 8
  for (int i = 0; i < rows; i++) {
    if (columns == COLUMNS) {
#pragma GCC unroll 8
      for (int j = 0; j < COLUMNS; j++) out[i * p->n + j] = k - 2 * (int32_t)counts[i][j];
    } else {
#pragma GCC unroll 8
      for (size_t j = 0; j < COLUMNS; j++)
        if (j < columns) out[i * p->n + j] = k - 2 * (int32_t)counts[i][j];
    }
  }
}

void multiply(product *p) {
  for (size_t column = 0; column < p->n; column += COLUMNS) {
    const uint64_t *b = p->b + column * p->words;
    const size_t columns = p->n - column < COLUMNS ? p->n - column : COLUMNS;
    for (size_t row = 0; row < p->m; row += ROWS) {
      const uint64_t *a = p->a + row * p->words;
      int32_t *out = p->out + row * p->n + column;
      if (row + ROWS <= p->m) tile(a, b, p, ROWS, columns, out);
      else tile(a, b, p, 1, columns, out);
    }
  }
}
