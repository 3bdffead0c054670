// What every program here is wrapped in: operands come in on standard input, commands after them, answers go out.
//
// Input, little-endian: uint32 M, N, K, words per row of 32 bits; then the M rows of A and the N rows of B, one bit for
// each value, padded with 0 bits. Then commands, each a character and a uint64:
//   'r' count   multiplies count times; answers two doubles, milliseconds passed and of processor time
//   'c' bytes   overwrites that many bytes, so that the operands leave the caches, and multiplies once; answers the same
//   'o' 0       answers the M*N int32 of the last product
// The end of the input ends the program.
#ifndef PRODUCT_H
#define PRODUCT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  size_t m, n, k;
  size_t words; // of 64 bits in a padded row
  uint64_t *a;  // padded to rows_a rows
  uint64_t *b;  // padded to rows_b rows
  int32_t *out; // M*N
} product;

// What a program defines: the multiple of 64-bit words and of rows it wants its operands padded to, whether this
// processor can run it, what it prepares once, and the product.
extern const size_t word_multiple, a_multiple, b_multiple;
int supported(void);
void prepare(product *p);
void multiply(product *p);

static size_t round_up(size_t value, size_t multiple) { return (value + multiple - 1) / multiple * multiple; }

static void read_exactly(void *to, size_t bytes) {
  if (bytes != 0 && fread(to, 1, bytes, stdin) != bytes) {
    fputs("the input ended early\n", stderr);
    exit(2);
  }
}

static void *allocate(size_t bytes) {
  void *memory = aligned_alloc(64, round_up(bytes + 64, 64));
  if (memory == NULL) {
    fputs("out of memory\n", stderr);
    exit(2);
  }
  memset(memory, 0, round_up(bytes + 64, 64));
  return memory;
}

static uint64_t *read_rows(size_t rows, size_t padded_rows, size_t words32, size_t words) {
  uint64_t *matrix = allocate(8 * padded_rows * words);
  for (size_t row = 0; row < rows; row++) read_exactly(matrix + row * words, 4 * words32);
  return matrix;
}

static double milliseconds(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static void answer_time(product *p, uint64_t count) {
  const double cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID), start = milliseconds(CLOCK_MONOTONIC);
  for (uint64_t i = 0; i < count; i++) multiply(p);
  double elapsed[2] = {milliseconds(CLOCK_MONOTONIC) - start, 0};
  elapsed[1] = milliseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  fwrite(elapsed, sizeof elapsed, 1, stdout);
}

int main(void) {
  if (!supported()) {
    fputs("this processor lacks an instruction that the program needs\n", stderr);
    return 3;
  }
  uint32_t header[4];
  read_exactly(header, sizeof header);
  product p = {header[0], header[1], header[2], round_up((header[3] + 1) / 2, word_multiple), NULL, NULL, NULL};
  p.a = read_rows(p.m, round_up(p.m, a_multiple), header[3], p.words);
  p.b = read_rows(p.n, round_up(p.n, b_multiple), header[3], p.words);
  p.out = allocate(4 * p.m * p.n);
  prepare(&p);
  unsigned char *evicted = NULL;
  for (int command; (command = getchar()) != EOF;) {
    uint64_t argument;
    read_exactly(&argument, sizeof argument);
    if (command == 'c') {
      evicted = realloc(evicted, argument);
      if (evicted != NULL) memset(evicted, (int)(argument & 1) + 1, argument);
      answer_time(&p, 1);
    } else if (command == 'r') {
      answer_time(&p, argument);
    } else {
      fwrite(p.out, 4, p.m * p.n, stdout);
    }
    fflush(stdout);
  }
  return 0;
}

#endif
