// A product of +-1 matrices by the 512-bit vpopcntq instruction: what a processor does that counts bits in vectors.
// Build: -O3 -mavx512f -mavx512vpopcntdq.
#include <immintrin.h>

#include "product.h"

// Each 64-bit lane is another column, so nothing is ever summed across lanes. A word of A is broadcast to 8 lanes.
enum { LANES = 8, ROWS = 4, VECTORS = 4 };
const size_t word_multiple = 2, a_multiple = 1, b_multiple = LANES * VECTORS;

int supported(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq"); }

// [columns][words] to [columns / 32][words][32].
void prepare(product *p) {
  const size_t tile = LANES * VECTORS, padded = round_up(p->n, tile), words = p->words;
  uint64_t *interleaved = allocate(8 * padded * words);
  for (size_t column = 0; column < padded; column++)
    for (size_t t = 0; t < words; t++)
      interleaved[(column - column % tile) * words + t * tile + column % tile] = p->b[column * words + t];
  p->b = interleaved;
}

// Writes rows x columns results to rows of n int32; `rows`, at most ROWS, is a constant wherever this is inlined.
static inline __attribute__((always_inline)) void tile(const uint64_t *a, const uint64_t *b, const product *p, int rows,
                                                       size_t columns, int32_t *out) {
  __m512i counts[ROWS][VECTORS];
#pragma GCC unroll 4
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (int j = 0; j < VECTORS; j++) counts[i][j] = _mm512_setzero_si512();
  for (size_t t = 0; t < p->words; t++) {
    __m512i x[VECTORS];
#pragma GCC unroll 4
    for (int j = 0; j < VECTORS; j++) x[j] = _mm512_load_si512(b + (t * VECTORS + j) * LANES);
#pragma GCC unroll 4
    for (int i = 0; i < rows; i++) {
      const __m512i word = _mm512_set1_epi64((long long)a[i * p->words + t]);
#pragma GCC unroll 4
      for (int j = 0; j < VECTORS; j++)
        counts[i][j] = _mm512_add_epi64(counts[i][j], _mm512_popcnt_epi64(_mm512_xor_si512(word, x[j])));
    }
  }
  const __m512i k = _mm512_set1_epi64((long long)p->k);
#pragma GCC unroll 4
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 4
    for (size_t j = 0; j < VECTORS; j++) {
      const __m512i dots = _mm512_sub_epi64(k, _mm512_slli_epi64(counts[i][j], 1));
      const size_t left = columns > j * LANES ? columns - j * LANES : 0;
      const __mmask8 mask = left >= LANES ? 0xff : (__mmask8)((1u << left) - 1);
      if (mask != 0) _mm512_mask_cvtepi64_storeu_epi32(out + i * p->n + j * LANES, mask, dots);
    }
}

void multiply(product *p) {
  for (size_t column = 0; column < p->n; column += LANES * VECTORS) {
    const uint64_t *b = p->b + column * p->words;
    const size_t columns = p->n - column < LANES * VECTORS ? p->n - column : LANES * VECTORS;
    size_t row = 0;
    for (; row + ROWS <= p->m; row += ROWS)
      tile(p->a + row * p->words, b, p, ROWS, columns, p->out + row * p->n + column);
    for (; row < p->m; row++) tile(p->a + row * p->words, b, p, 1, columns, p->out + row * p->n + column);
  }
}
