/* The inner loops of the learned networks: what normalizer/spelling/runs.py, convolution.py and
 * pooling.py do in numpy, in one pass each. Sums are added up in numpy's order, so that both give the
 * same; tests/spelling/test_native_loops.py compares them. Nothing here allocates or knows Python.
 */
#include <stdint.h>
#include <string.h>

/* So many columns are added up side by side, and so many rows by numpy in one go. */
enum { WIDTH = 64, LANES = 8 };

static inline float rectified(float value) { return value > 0.0f ? value : 0.0f; }

/* What letters give to their neighbours, added up for runs of three.
 *
 * given: a row a letter, `size` numbers each for the letter behind, itself, the one before.
 * left, middle, right: the rows of each run. below: added in the end, by `middle`; may be null.
 */
void add_neighbours(const float *given, int64_t size, const int64_t *left, const int64_t *middle,
                    const int64_t *right, int64_t count, const float *bias, const float *below,
                    float *out) {
    for (int64_t i = 0; i < count; i++, out += size) {
        const float *own = given + middle[i] * 3 * size + size;
        const float *before = given + left[i] * 3 * size;
        const float *behind = given + right[i] * 3 * size + 2 * size;
        for (int64_t k = 0; k < size; k++)
            out[k] = rectified(own[k] + bias[k] + before[k] + behind[k]);
        if (below) {
            const float *more = below + middle[i] * size;
            for (int64_t k = 0; k < size; k++) out[k] += more[k];
        }
    }
}

/* The same for letters that stand one behind the other, in `blocks` of `letters` each. */
void convolve(const float *given, int64_t size, int64_t blocks, int64_t letters, const float *bias,
              float *out) {
    for (int64_t row = 0; row < blocks * letters; row++, given += 3 * size, out += size) {
        int64_t at = row % letters;
        for (int64_t k = 0; k < size; k++) out[k] = given[size + k] + bias[k];
        if (at > 0)
            for (int64_t k = 0; k < size; k++) out[k] += given[k - 3 * size];
        if (at + 1 < letters)
            for (int64_t k = 0; k < size; k++) out[k] += given[5 * size + k];
        for (int64_t k = 0; k < size; k++) out[k] = rectified(out[k]);
    }
}

/* Add up `count` rows of at most WIDTH columns as numpy does, eight sums side by side. */
static void add_rows(const float *rows, const int64_t *which, int64_t count, int64_t size,
                     int64_t width, float *total) {
    float sums[LANES][WIDTH];
    int64_t done = 0;
    memset(total, 0, sizeof(float) * WIDTH);
    if (count >= LANES) {
        for (int64_t lane = 0; lane < LANES; lane++)
            memcpy(sums[lane], rows + which[lane] * size, sizeof(float) * width);
        for (done = LANES; done + LANES <= count; done += LANES)
            for (int64_t lane = 0; lane < LANES; lane++) {
                const float *row = rows + which[done + lane] * size;
                for (int64_t k = 0; k < width; k++) sums[lane][k] += row[k];
            }
        for (int64_t k = 0; k < width; k++)
            total[k] = ((sums[0][k] + sums[1][k]) + (sums[2][k] + sums[3][k])) +
                       ((sums[4][k] + sums[5][k]) + (sums[6][k] + sums[7][k]));
    }
    for (; done < count; done++) {
        const float *row = rows + which[done] * size;
        for (int64_t k = 0; k < width; k++) total[k] += row[k];
    }
}

/* The sum and the maximum of the rows of each name, at most 128 of them.
 *
 * which: the rows of all names, one behind the other. starts: where each name's begin, and the end.
 */
void pool(const float *rows, int64_t size, const int64_t *which, const int64_t *starts,
          int64_t names, float *sums, float *tops) {
    for (int64_t name = 0; name < names; name++, sums += size, tops += size) {
        const int64_t *own = which + starts[name];
        int64_t count = starts[name + 1] - starts[name];
        for (int64_t begin = 0; begin < size; begin += WIDTH) {
            int64_t width = size - begin < WIDTH ? size - begin : WIDTH;
            float total[WIDTH], top[WIDTH];
            const float *first = rows + own[0] * size + begin;
            add_rows(rows + begin, own + 1, count - 1, size, width, total);
            for (int64_t k = 0; k < width; k++) {
                sums[begin + k] = first[k] + total[k];
                top[k] = first[k];
            }
            for (int64_t at = 1; at < count; at++) {
                const float *row = rows + own[at] * size + begin;
                for (int64_t k = 0; k < width; k++) top[k] = row[k] > top[k] ? row[k] : top[k];
            }
            memcpy(tops + begin, top, sizeof(float) * width);
        }
    }
}
