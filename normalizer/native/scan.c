/* The inner loops of scanning a long text: what normalizer/matching/texts/scan_arrays.py does in
 * numpy, in one pass each. Both find the same words and hits; tests/matching/test_scan.py compares
 * them. Nothing here allocates or knows Python: callers hand in arrays with room enough.
 *
 * A stretch of text comes as UTF-16 code units, or as bytes where it is ASCII (`width` 2 or 1).
 */
#include <stdint.h>
#include <string.h>

/* Roles of characters: the bits of normalizer/matching/compiled/letter_tables.py. */
enum {
    IN_WORD = 1,
    IS_LETTER = 2,
    IS_UNIT = 4,
    TRIM_LEFT = 8,
    TRIM_RIGHT = 16,
    IS_DOT = 32,
    IS_FOLLOW = 128
};
#define EXPANDS 0xFFFF
#define SILENT IN_WORD
#define INNER_BOUND (TRIM_LEFT | TRIM_RIGHT)
#define KIND_OF_LETTER (IS_LETTER | IS_UNIT | IS_FOLLOW)
#define PLAIN_LETTER (IN_WORD | IS_LETTER)

/* The hash of normalizer/matching/hashing.py: digits in base 65536, modulo a prime. */
#define MODULUS 2147483629ull
#define SPREAD 0x9E3779B97F4A7C15ull
enum { WHOLE = 1, PREFIX = 2 };

/* Of the table that strings are found by. */
enum { SLOT_BITS = 16, SLOTS = 1 << SLOT_BITS, WORK = SLOTS + SLOTS / 8 };

/* Flags of hits: normalizer/matching/texts/hits.py. */
enum { AFFIX_BEFORE = 1, AFFIX_BEHIND = 2, LOOK_ROUND = 4 };

typedef struct {
    const uint8_t *roles;      /* role of each code unit */
    const uint16_t *folded;    /* folded letter of each code unit, or EXPANDS */
    int64_t expansions;        /* code units that fold to several letters */
    const uint16_t *expanding; /* these code units, sorted */
    const int64_t *written;    /* where the letters of each begin in `letters`; one more at the end */
    const uint16_t *letters;
} Letters;

/* Places inside words where a name may begin or end. */
typedef struct {
    int64_t count;
    const int64_t *of;     /* the number of the word */
    const int64_t *at;     /* offset in the text */
    const int64_t *letter; /* number of the letter behind it */
} Bounds;

/* Rows of the array that words are written to, each with room for as many as there are characters. */
enum { START, END, FIRST, LAST, HASH, EXPANDED_AT, EXPANDED_BY, HEADS, TAILS = HEADS + 3 };

typedef struct {
    const uint8_t *probe;
    int64_t shift; /* 64 less the bits of a slot */
    const uint32_t *keys;
    int64_t key_count;
    int64_t longest;       /* words of the longest form */
    const uint8_t *breaks; /* whether a code unit clears a name from what stands beside it */
    const uint8_t *stops;  /* whether it does with a break behind it */
} Index;

static inline uint16_t unit_at(const void *codes, int width, int64_t at) {
    return width == 1 ? ((const uint8_t *)codes)[at] : ((const uint16_t *)codes)[at];
}

/* Points of acronyms (U.S.) count for nothing: `word_arrays.drop_points`. */

static void drop_run(uint8_t *roles, int64_t size, const int64_t *dots, int64_t count) {
    int64_t before = dots[0] - 2, after = dots[count - 1] + 2;
    if (before >= 0 && roles[before] & (IN_WORD | IS_DOT)) return;
    if (after < size && roles[after] & IN_WORD && !(roles[after] & TRIM_RIGHT))
        count--; /* a.b.word: the last point ends the acronym */
    for (int64_t i = 0; i < count; i++) roles[dots[i]] = SILENT;
}

void drop_points(uint8_t *roles, int64_t size, int64_t *dots) {
    int64_t found = 0, kept = 0;
    uint8_t *end = roles + size - 1; /* one at either end is no acronym's */
    for (uint8_t *dot = roles + 1; dot < end && (dot = memchr(dot, IS_DOT, end - dot)); dot++) {
        int plain = (dot[-1] & KIND_OF_LETTER) == IS_LETTER && (dot[1] & KIND_OF_LETTER) == IS_LETTER;
        if (plain && (dot == roles + 1 || !(dot[-2] & IN_WORD))) dots[found++] = dot - roles;
    }
    for (int64_t i = 0; i < found; i++) {
        int64_t dot = dots[i], next = dot + 2 < size ? dot + 2 : size - 1;
        int together = (i && dots[i - 1] == dot - 2) || (i + 1 < found && dots[i + 1] == dot + 2);
        int goes_on = roles[next] & IN_WORD && !(roles[next] & TRIM_RIGHT);
        /* One point alone with a longer word behind it (s.encode) is no acronym's. */
        if (together || !goes_on || dot + 2 >= size) dots[kept++] = dot;
    }
    for (int64_t i = 0, j; i < kept; i = j) {
        for (j = i + 1; j < kept && dots[j] == dots[j - 1] + 2; j++) {
        }
        drop_run(roles, size, dots + i, j - i);
    }
}

static inline int64_t roles_in(const void *codes, int width, int64_t size, const uint8_t *table,
                               uint8_t *roles, int64_t *letters) {
    int64_t others = 0;
    uint8_t of_others = 0;
    for (int64_t i = 0; i < size; i++) {
        uint16_t code = unit_at(codes, width, i);
        uint8_t role = roles[i] = table[code];
        int other = code > 0x7F;
        others += other;
        of_others |= other ? role : 0;
    }
    *letters = (of_others & IS_LETTER) != 0;
    return others;
}

/* Writes the role of each code unit. Returns how many are not ASCII; `letters` tells whether any of
 * them is a letter. */
int64_t look_up_roles(const void *codes, int width, int64_t size, const Letters *table,
                      uint8_t *roles, int64_t *letters) {
    return width == 1 ? roles_in(codes, 1, size, table->roles, roles, letters)
                      : roles_in(codes, 2, size, table->roles, roles, letters);
}

/* Hash of the letters from `first` up to, not including, `last`; four of them at a time. */
static inline uint64_t hash_of(const uint16_t *letters, int64_t first, int64_t last) {
    const uint64_t of_four = UINT64_MAX % MODULUS + 1; /* 65536 ** 4 modulo MODULUS: 1444 */
    const uint64_t of_high = (1ull << 31) % MODULUS;   /* 19 */
    const uint64_t low = (1ull << 31) - 1;
    uint64_t hash = 0;
    int64_t at = first;
    for (int64_t odd = (last - first) & 3; odd; odd--) hash = hash << 16 | letters[at++];
    if (at == last) return hash % MODULUS;
    for (; at < last; at += 4) { /* the odd ones have at most 48 bits: no sum has more than 60 */
        uint64_t four = (uint64_t)letters[at] << 48 | (uint64_t)letters[at + 1] << 32 |
                        (uint64_t)letters[at + 2] << 16 | letters[at + 3];
        hash = (hash * of_four + (four >> 31) * of_high + (four & low)) % MODULUS;
    }
    return hash;
}

/* Hash of letters of one hash followed by `size` letters of another. */
static inline uint64_t joined(uint64_t hash, uint64_t other, int64_t size) {
    uint64_t power = 1, base = 65536;
    for (; size; size >>= 1, base = base * base % MODULUS)
        if (size & 1) power = power * base % MODULUS;
    return (hash * power + other) % MODULUS;
}

void hash_spans(const uint16_t *letters, int64_t count, const int64_t *first, const int64_t *last,
                uint64_t *hashes) {
    for (int64_t i = 0; i < count; i++)
        hashes[i] = first[i] < last[i] ? hash_of(letters, first[i], last[i]) : 0;
}

static const uint16_t *expansion(const Letters *table, uint16_t code, int64_t *count) {
    int64_t low = 0, high = table->expansions - 1;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (table->expanding[middle] < code)
            low = middle + 1;
        else
            high = middle;
    }
    *count = table->written[low + 1] - table->written[low];
    return table->letters + table->written[low];
}

static inline void add_bound(int64_t *rows, int64_t size, int64_t at, int64_t of, int64_t offset,
                             int64_t letter) {
    rows[at] = of;
    rows[size + at] = offset;
    rows[2 * size + at] = letter;
}

static inline int64_t words_of(const void *codes, int width, int64_t size, const uint16_t *folded,
                               const uint8_t *roles, const Letters *table, uint16_t *letters,
                               int64_t *rows, int64_t *counts) {
    const uint16_t *of_code = table->folded;
    int64_t count = 0, at = 0, last = 0, expanded = 0, bounds = 0;
    for (;;) {
        while (at < size && !(roles[at] & IN_WORD)) at++;
        if (at == size) break;
        int64_t start = at, first = last;
        int64_t bounds_begin = -1, bounds_end = -1; /* bounds behind the last letter */
        int64_t head = -1, head_letter = 0, tail = -1, tail_letter = 0;
        int behind_unit = 0; /* whether the last letter is one of a script without spaces */
        do {
            if (!behind_unit && bounds_end < 0) { /* most of a word: nothing but letters */
                while (at < size && roles[at] == PLAIN_LETTER) {
                    uint16_t letter = folded ? folded[at] : of_code[unit_at(codes, width, at)];
                    if (letter == EXPANDS) break;
                    letters[last++] = letter;
                    at++;
                }
                if (at == size || !(roles[at] & IN_WORD)) break;
            }
            uint8_t role = roles[at];
            if (role & IS_LETTER) {
                if (role & IS_UNIT) {
                    if (at > start) break;
                    behind_unit = 1;
                } else if (behind_unit && !(role & IS_FOLLOW)) {
                    break;
                }
                if (bounds_end >= 0) { /* a letter stands before the bounds, and now one behind */
                    if (head < 0) {
                        head = bounds_begin + 1;
                        head_letter = last;
                    }
                    tail = bounds_end;
                    tail_letter = last;
                    bounds_begin = bounds_end = -1;
                }
                uint16_t code = unit_at(codes, width, at);
                uint16_t letter = folded ? folded[at] : of_code[code];
                if (letter != EXPANDS) {
                    letters[last++] = letter;
                } else {
                    int64_t many;
                    const uint16_t *parts = expansion(table, code, &many);
                    rows[EXPANDED_AT * size + expanded] = at;
                    rows[EXPANDED_BY * size + expanded++] = many - 1;
                    for (int64_t i = 0; i < many; i++) letters[last++] = parts[i];
                }
            } else if ((role & INNER_BOUND) == INNER_BOUND && last > first) {
                if (bounds_end < 0) bounds_begin = at;
                bounds_end = at;
            }
            at++;
        } while (at < size && roles[at] & IN_WORD);
        if (last == first) continue;
        int64_t end = at;
        while (roles[start] & TRIM_LEFT) start++;
        while (roles[end - 1] & TRIM_RIGHT) end--;
        if (head >= 0) {
            while (roles[tail - 1] & TRIM_RIGHT) tail--; /* several quotes in a row stand outside */
            add_bound(rows + HEADS * size, size, bounds, count, head, head_letter);
            add_bound(rows + TAILS * size, size, bounds++, count, tail, tail_letter);
        }
        rows[START * size + count] = start;
        rows[END * size + count] = end;
        rows[FIRST * size + count] = first;
        rows[LAST * size + count] = last;
        rows[HASH * size + count++] = (int64_t)hash_of(letters, first, last);
    }
    counts[0] = count;
    counts[1] = expanded;
    counts[2] = bounds;
    return last;
}

/* Finds the words of a stretch: `word_arrays.find_words`, and the hash of each.
 *
 * folded: the folded letter of each character, or NULL where the table tells it
 * letters: takes the folded letters, at most as many for each character as one can fold to
 * rows: takes words, characters that fold to several letters, and bounds inside words
 * counts: takes how many of these there are
 *
 * Returns the number of letters. */
int64_t find_words(const void *codes, int width, int64_t size, const uint16_t *folded,
                   const uint8_t *roles, const Letters *table, uint16_t *letters, int64_t *rows,
                   int64_t *counts) {
    return width == 1
               ? words_of(codes, 1, size, folded, roles, table, letters, rows, counts)
               : words_of(codes, 2, size, folded, roles, table, letters, rows, counts);
}

/* Whether a hash is one of some sorted ones. */
static int is_one_of(const uint32_t *hashes, int64_t count, uint64_t hash) {
    int64_t low = 0, high = count;
    while (low < high) {
        int64_t middle = (low + high) / 2;
        if (hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && hashes[low] == hash;
}

/* Particles or endings that are written in one with names, by the hash of their letters. */
typedef struct {
    int64_t count;
    const uint32_t *hashes; /* sorted */
    const uint8_t *nearest; /* of each code unit: whether any has it as its outermost letter */
    int64_t longest;        /* letters */
    int64_t shortest;       /* letters that are left of a word at least */
} Affixes;

/* Where the letter stands that has `skipped` letters of its word before it, or -1 where it does not
 * follow a letter or its mark: at an apostrophe or joiner the word is cut anyway, and a character
 * that folds to several letters is not cut. */
static int64_t letter_at(const uint8_t *roles, const int64_t *rows, int64_t size, int64_t expanded,
                         int64_t at, int64_t skipped) {
    const int64_t *places = rows + EXPANDED_AT * size, *more = rows + EXPANDED_BY * size;
    int64_t next = 0;
    for (int64_t high = expanded; next < high;) {
        int64_t middle = (next + high) / 2;
        if (places[middle] < at)
            next = middle + 1;
        else
            high = middle;
    }
    for (;; at++) {
        if (!(roles[at] & IS_LETTER)) continue;
        if (!skipped) break;
        skipped--;
        if (next < expanded && places[next] == at) skipped -= more[next++];
        if (skipped < 0) return -1;
    }
    return roles[at - 1] & IS_LETTER || roles[at - 1] == (IN_WORD | TRIM_LEFT) ? at : -1;
}

/* Finds where names may begin behind a particle, or end before an ending, inside words
 * (`attached_arrays.with_attached`).
 *
 * count, expanded: how many words and characters that fold to several letters `find_words` found
 * at_end: whether endings are looked for
 * known_count, known: bounds known already, three rows, in the order of their words
 * bounds: takes these and the new ones in the order of their words, three rows
 *
 * Returns the number of bounds, which may be greater than `room`: then the rest is left out. */
int64_t find_attached(const uint8_t *roles, int64_t size, const uint16_t *letters, int64_t count,
                      int64_t expanded, const int64_t *rows, const Affixes *affixes, int at_end,
                      int64_t known_count, const int64_t *known, int64_t room, int64_t *bounds) {
    int64_t found = 0, next = 0;
    for (int64_t word = 0; word < count; word++) {
        for (; next < known_count && known[next] == word; next++, found++)
            if (found < room)
                add_bound(bounds, room, found, word, known[known_count + next],
                          known[2 * known_count + next]);
        int64_t first = rows[FIRST * size + word], last = rows[LAST * size + word];
        if (!affixes->nearest[letters[at_end ? last - 1 : first]]) continue;
        int64_t longest = last - first - affixes->shortest;
        if (longest > affixes->longest) longest = affixes->longest;
        uint64_t hash = 0, power = 1;
        for (int64_t length = 1; length <= longest; length++) {
            uint64_t letter = letters[at_end ? last - length : first + length - 1];
            hash = at_end ? (hash + letter * power) % MODULUS : (hash << 16 | letter) % MODULUS;
            power = power * 65536 % MODULUS;
            if (!is_one_of(affixes->hashes, affixes->count, hash)) continue;
            int64_t bound = at_end ? last - length : first + length;
            int64_t at = letter_at(roles, rows, size, expanded, rows[START * size + word],
                                   bound - first);
            if (at < 0) continue;
            if (found < room) add_bound(bounds, room, found, word, at, bound);
            found++;
        }
    }
    return found;
}

static inline const uint8_t *slot_of(const Index *index, uint64_t hash) {
    return index->probe + ((hash * SPREAD) >> index->shift);
}

static inline uint8_t probed(const Index *index, uint64_t hash) { return *slot_of(index, hash); }

/* Asks for the slot of a word that comes soon: a large table does not lie in the cache. */
enum { AHEAD = 16 };
static inline void fetch(const Index *index, uint64_t hash) {
#ifdef __GNUC__
    __builtin_prefetch(slot_of(index, hash));
#else
    (void)index, (void)hash;
#endif
}

/* Whether a span touches only spaces, brackets and, behind it, a sign such as a comma. */
static inline int stands_clear(const Index *index, const void *codes, int width, int64_t size,
                               int64_t start, int64_t end) {
    if (start && !index->breaks[unit_at(codes, width, start - 1)]) return 0;
    if (end >= size) return 1;
    uint16_t behind = unit_at(codes, width, end);
    if (index->breaks[behind]) return 1;
    if (!index->stops[behind]) return 0;
    return end + 1 >= size || index->breaks[unit_at(codes, width, end + 1)];
}

/* What a search for hits goes through. */
typedef struct {
    const Index *index;
    const void *codes;
    int width;
    int64_t size;
    int64_t count;         /* words */
    const int64_t *rows;   /* as `find_words` wrote them */
    const uint16_t *letters;
    Bounds heads;
    Bounds tails;
    int64_t room;          /* for hits */
    int64_t found;
    int64_t *start;        /* of the hits, and so on */
    int64_t *end;
    int64_t *key;
    int64_t *flags;
} Search;

static inline int64_t in_row(const Search *search, int row, int64_t word) {
    return search->rows[row * search->size + word];
}

static void add_hit(Search *search, int64_t start, int64_t end, uint64_t key, int64_t flags) {
    if (end <= start || !is_one_of(search->index->keys, search->index->key_count, key)) return;
    if (!stands_clear(search->index, search->codes, search->width, search->size, start, end))
        flags |= LOOK_ROUND;
    int64_t at = search->found++;
    if (at >= search->room) return; /* counted, so that the caller makes room for all of them */
    /* By start, the longer first; a hit is hardly ever far from its place. */
    for (; at && (search->start[at - 1] > start ||
                  (search->start[at - 1] == start && search->end[at - 1] < end));
         at--) {
        search->start[at] = search->start[at - 1];
        search->end[at] = search->end[at - 1];
        search->key[at] = search->key[at - 1];
        search->flags[at] = search->flags[at - 1];
    }
    search->start[at] = start;
    search->end[at] = end;
    search->key[at] = (int64_t)key;
    search->flags[at] = flags;
}

/* Finds the hits that begin at one place: the beginning of a word, or a bound inside it. `tail` is
 * the first bound that is not before the word. */
static void find_from(Search *search, int64_t word, int64_t tail, int64_t start, int64_t letter,
                      uint64_t hash, int64_t flags) {
    const Index *index = search->index;
    const Bounds *tails = &search->tails;
    uint64_t before = 0;
    for (int64_t step = 0, at = word; step < index->longest && at < search->count; step++, at++) {
        int64_t first = step ? in_row(search, FIRST, at) : letter;
        if (step)
            hash = joined(before, in_row(search, HASH, at), in_row(search, LAST, at) - first);
        uint8_t seen = probed(index, hash);
        if (seen & WHOLE) add_hit(search, start, in_row(search, END, at), hash, flags);
        for (; tail < tails->count && tails->of[tail] <= at; tail++) {
            int64_t size = tails->letter[tail] - first;
            if (tails->of[tail] < at || size <= 0) continue;
            uint64_t part = hash_of(search->letters, first, first + size);
            uint64_t inner = joined(before, part, size);
            if (probed(index, inner) & WHOLE)
                add_hit(search, start, tails->at[tail], inner, flags | AFFIX_BEHIND);
        }
        if (!(seen & PREFIX)) return;
        before = hash;
    }
}

static Bounds bounds_in(const int64_t *rows, int64_t count) {
    return (Bounds){count, rows, rows + count, rows + 2 * count};
}

/* Finds the hits of a stretch.
 *
 * rows, letters: as `find_words` wrote them
 * heads, tails: bounds inside words, three rows each
 * hits: takes start, end, key and flags of the hits, four rows
 *
 * Returns the number of hits, which may be greater than `room`: then the rest is left out. */
int64_t find_hits(const void *codes, int width, int64_t size, const Index *index,
                  const uint16_t *letters, int64_t count, const int64_t *rows, int64_t head_count,
                  const int64_t *heads, int64_t tail_count, const int64_t *tails, int64_t room,
                  int64_t *hits) {
    Search search = {
        index, codes, width, size, count, rows, letters,
        bounds_in(heads, head_count), bounds_in(tails, tail_count),
        room, 0, hits, hits + room, hits + 2 * room, hits + 3 * room,
    };
    int64_t head = 0, tail = 0;
    for (int64_t word = 0; word < count; word++) {
        uint64_t hash = in_row(&search, HASH, word);
        if (word + AHEAD < count) fetch(index, in_row(&search, HASH, word + AHEAD));
        while (tail < tail_count && search.tails.of[tail] < word) tail++;
        if (probed(index, hash) || (tail < tail_count && search.tails.of[tail] == word))
            find_from(&search, word, tail, in_row(&search, START, word),
                      in_row(&search, FIRST, word), hash, 0);
        for (; head < head_count && search.heads.of[head] == word; head++) {
            int64_t letter = search.heads.letter[head];
            hash = hash_of(letters, letter, in_row(&search, LAST, word));
            find_from(&search, word, tail, search.heads.at[head], letter, hash, AFFIX_BEFORE);
        }
    }
    return search.found;
}

/* The strings that a text is searched for, found by their first units. */
typedef struct {
    int64_t head;               /* so many units, as the shortest has, at most four */
    const int64_t *begin;       /* where each begins in `units`; one more at the end */
    const uint16_t *units;
    uint64_t known[SLOTS / 64]; /* a bit for each slot that holds any */
    int64_t *first;             /* of each slot, or -1 */
    int64_t *next;              /* of each string, or -1 */
    uint8_t *kinds;             /* of each unit: what begins with it, and whether it is an inner one */
    const uint8_t *inner;       /* of each unit: whether none that stand apart begin behind it */
    const uint8_t *apart;       /* of each string: how it stands apart */
} Strings;

/* What begins with a unit: strings that may stand anywhere, or such as stand apart; an inner unit. */
enum { ANYWHERE = 1, APART = 2, INNER = 4 };

/* How strings stand apart: none behind an inner unit, none before one. */
enum { APART_BEFORE = 1, APART_BEHIND = 2 };

static inline uint64_t slot_of_head(uint64_t head) { return (head * SPREAD) >> (64 - SLOT_BITS); }

static void arrange(Strings *strings, int64_t count) {
    memset(strings->known, 0, sizeof strings->known);
    for (int64_t unit = 0; unit < SLOTS; unit++)
        strings->kinds[unit] = strings->inner[unit] ? INNER : 0;
    memset(strings->first, 0xFF, SLOTS * sizeof *strings->first);
    for (int64_t which = 0; which < count; which++) {
        const uint16_t *units = strings->units + strings->begin[which];
        uint64_t head = 0;
        for (int64_t i = 0; i < strings->head; i++) head = head << 16 | units[i];
        uint64_t slot = slot_of_head(head);
        strings->known[slot / 64] |= 1ull << slot % 64;
        strings->next[which] = strings->first[slot];
        strings->first[slot] = which;
        strings->kinds[units[0]] |= strings->apart[which] & APART_BEFORE ? APART : ANYWHERE;
    }
}

static inline int stands_at(const void *codes, int width, int64_t size, int64_t at,
                            const Strings *strings, int64_t which) {
    int64_t begin = strings->begin[which], length = strings->begin[which + 1] - begin;
    if (at + length > size) return 0;
    for (int64_t i = 0; i < length; i++)
        if (unit_at(codes, width, at + i) != strings->units[begin + i]) return 0;
    return !(strings->apart[which] & APART_BEHIND) || at + length == size ||
           !strings->inner[unit_at(codes, width, at + length)];
}

static inline int64_t strings_in(const void *codes, int width, int64_t size,
                                 const Strings *strings, int64_t room, int64_t *places) {
    int64_t found = 0;
    uint8_t may_begin = ANYWHERE | APART;
    for (int64_t at = 0; at + strings->head <= size; at++) {
        /* One look at a table and one branch for a character: in scripts without capitals something
         * begins with most letters, but behind an inner unit not what stands apart. */
        uint8_t kind = strings->kinds[unit_at(codes, width, at)];
        uint8_t begins = kind & may_begin;
        may_begin = ANYWHERE | (kind & INNER ? 0 : APART);
        if (!begins) continue;
        uint64_t head = 0;
        for (int64_t i = 0; i < strings->head; i++)
            head = head << 16 | unit_at(codes, width, at + i);
        uint64_t slot = slot_of_head(head);
        if (!(strings->known[slot / 64] >> slot % 64 & 1)) continue;
        for (int64_t which = strings->first[slot]; which >= 0; which = strings->next[which])
            if (stands_at(codes, width, size, at, strings, which)) {
                if (found < room) {
                    places[found] = at;
                    places[room + found] = which;
                }
                found++;
            }
    }
    return found;
}

/* Finds where any of some strings stand, in words or across them. Those that stand apart may be left
 * out behind an inner unit, and are left out before one if they stand apart there.
 *
 * count: how many strings; none is empty
 * apart: how each stands apart
 * inner: whether each unit is an inner one
 * begin, units: their code units, one string behind the other
 * head: how many units the shortest has, at most four
 * work: room for as many numbers as strings, and WORK more
 * places: takes where they stand, in order, and which; two rows
 *
 * Returns the number of places, which may be greater than `room`: then the rest is left out. */
int64_t find_strings(const void *codes, int width, int64_t size, int64_t count,
                     const int64_t *begin, const uint16_t *units, int64_t head,
                     const uint8_t *apart, const uint8_t *inner, int64_t *work, int64_t room,
                     int64_t *places) {
    Strings strings = {
        .head = head, .begin = begin, .units = units, .first = work,
        .kinds = (uint8_t *)(work + SLOTS), .inner = inner, .apart = apart, .next = work + WORK,
    };
    arrange(&strings, count);
    return width == 1 ? strings_in(codes, 1, size, &strings, room, places)
                      : strings_in(codes, 2, size, &strings, room, places);
}
