/* The lexicon: the twin is lexicon.py. */
#ifndef COPYDESK_LEXICON_H
#define COPYDESK_LEXICON_H

#include "characters.h"
#include "hashing.h"

enum {
    COMMON = 26,
    RARE = 32,
    FAR_COMMONER = 25,
    GRAVE = 16,
    ADDED = 4,
    LEFT_OUT = 4,
    CONSONANT = 16,
    SHORT = 12,
    MEANT = 3,
    NEARLY = 28,
    HIGHEST = 80,
    JOINT = 4,
    WORTH = 8,
    UNKNOWN = 8,
    TORN = 45,
    LEAST = 4,
    LONGEST_SLIP = 20,
    LEAST_TOGETHER = 6,
    LONGEST_PART = 16,
    MANY_SIGNS = 3,
    MOST_SIGNS = 5,
    LEAST_BY_SIGN = 2,
    LEAST_BY_PUNCTUATION = 3,
    MOST_BASES = 8,
    MOST_WAYS = 9,
    FILTER_BITS = 14,
    BUCKET_BITS = 14,
    NOTE = 0xff,
    LEVEL = 0x7f,
    MARKED = 0x80,
};

typedef struct {
    PyObject_HEAD
    Py_buffer entries;   /* numbers of 64 bits in rising order: a hash, and in its lowest eight bits a mark and the level */
    Py_ssize_t count;
    int highest;         /* the level of the commonest word */
    uint64_t *filter;    /* by a hash's beginning, the marks of those that there are; most words that nobody uses end here */
    uint32_t *buckets;   /* where the entries of each shorter beginning begin */
} Lexicon;

/* What was meant by a word: the commonest words, those written together, or the `MOST_WAYS` at most that it may stand for
   by the rules; and besides the symbols in it. */
typedef struct {
    Py_UCS4 letters[(MOST_WAYS + 1) * WORD_CHARACTERS]; /* of one word after the other */
    int lengths[2 * WORD_CHARACTERS], count;
} Meant;

/* The commonest words so far, the first of equals first. */
typedef struct {
    struct {
        Py_UCS4 letters[WORD_CHARACTERS];
        int length, level;
    } words[MEANT];
    int least, most, count;
} Best;

static PyTypeObject *lexicon_type;

static inline uint64_t entry_of(const Lexicon *lexicon, Py_ssize_t at)
{
    uint64_t entry;
    memcpy(&entry, (const char *)lexicon->entries.buf + (size_t)at * sizeof entry, sizeof entry);
    return entry;
}

static int note_in_bucket(const Lexicon *lexicon, uint64_t hash)
{
    uint64_t bucket = hash >> (64 - BUCKET_BITS);
    for (uint32_t i = lexicon->buckets[bucket]; i < lexicon->buckets[bucket + 1]; i++) {
        uint64_t entry = entry_of(lexicon, i);
        if ((entry & ~(uint64_t)NOTE) == hash) {
            return (int)(entry & NOTE);
        }
    }
    return 0;
}

/* Whether a hash may be known, by the two bits that it has in the number of the filter that is its own: of 48,000 words,
   both are set by chance for one hash in a hundred. */
static inline int may_be_known(const Lexicon *lexicon, uint64_t hash)
{
    uint64_t own = lexicon->filter[hash >> (64 - FILTER_BITS)];
    return (int)(own >> (hash >> (58 - FILTER_BITS) & 63) & own >> (hash >> (52 - FILTER_BITS) & 63) & 1);
}

/* The note, mark and level, of what is in the table of features by this number before it is mixed; 0 if not known. */
static inline int note_of_product(const Lexicon *lexicon, uint64_t product)
{
    uint64_t hash = mixed(product);
    return may_be_known(lexicon, hash) ? note_in_bucket(lexicon, hash & ~(uint64_t)NOTE) : 0;
}

static inline int note_of_hash(const Lexicon *lexicon, uint64_t whole)
{
    return note_of_product(lexicon, whole * PAIR);
}

static inline int level_of_hash(const Lexicon *lexicon, uint64_t whole)
{
    return note_of_hash(lexicon, whole) & LEVEL;
}

/* What a word's letters add to its hash, wherever they stand: times powers[n] where they stand n letters further. */
static inline uint64_t sum_of(const Py_UCS4 *word, Py_ssize_t length)
{
    uint64_t sum = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        sum += word[i] * powers[i + 2];
    }
    return sum;
}

static inline uint64_t whole_of(const Py_UCS4 *word, Py_ssize_t length)
{
    return 2 * BASE + sum_of(word, length) + 3 * powers[length + 2];
}

static inline int note_of_word(const Lexicon *lexicon, const Py_UCS4 *word, Py_ssize_t length)
{
    return lexicon->count && length <= WORD_CHARACTERS ? note_of_hash(lexicon, whole_of(word, length)) : 0;
}

static inline int level_of(const Lexicon *lexicon, const Py_UCS4 *word, Py_ssize_t length)
{
    return note_of_word(lexicon, word, length) & LEVEL;
}

/* A word that names a group of people stands in the lexicon a second time, after a space. */
static int names_group(const Lexicon *lexicon, const Py_UCS4 *word, Py_ssize_t length)
{
    Py_UCS4 entry[WORD_CHARACTERS] = {' '};
    if (length >= WORD_CHARACTERS) {
        return 0;
    }
    memcpy(entry + 1, word, (size_t)length * sizeof *word);
    return level_of(lexicon, entry, length + 1) > 0;
}

/* The level from which a word is among the best. */
static inline int bar_of(const Best *best)
{
    return best->count == best->most ? best->words[best->count - 1].level + 1 : best->least;
}

static void take(Best *best, const Py_UCS4 *word, Py_ssize_t length, int level)
{
    int at = 0, place = best->count;
    for (; at < best->count; at++) {
        if (best->words[at].length == length
            && !memcmp(best->words[at].letters, word, (size_t)length * sizeof *word)) {
            if (level <= best->words[at].level) {
                return;
            }
            place = at;
        }
    }
    at = place < best->most ? place : best->most - 1;
    best->count += place == best->count && best->count < best->most;
    for (; at && best->words[at - 1].level < level; at--) {
        best->words[at] = best->words[at - 1];
    }
    memcpy(best->words[at].letters, word, (size_t)length * sizeof *word);
    best->words[at].length = (int)length;
    best->words[at].level = level;
}

static void consider(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length, int cost)
{
    int level = level_of(lexicon, word, length) - cost;
    if (level >= bar_of(best)) {
        take(best, word, length, level);
    }
}

/* Adds a word to what was meant, unless it is empty or there already. */
static void add_meaning(Meant *meant, const Py_UCS4 *word, Py_ssize_t length)
{
    Py_UCS4 *letters = meant->letters;
    for (int i = 0; i < meant->count; letters += meant->lengths[i++]) {
        if (meant->lengths[i] == length && !memcmp(letters, word, (size_t)length * sizeof *word)) {
            return;
        }
    }
    if (length) {
        memcpy(letters, word, (size_t)length * sizeof *word);
        meant->lengths[meant->count++] = (int)length;
    }
}

/* What was meant, now that all has been considered; nothing that is rarer than `rarest`. */
static void tell(Meant *meant, const Best *best, int rarest)
{
    Py_UCS4 *letters = meant->letters;
    meant->count = 0;
    for (int i = 0; i < best->count; i++) {
        int level = best->words[i].level, length = best->words[i].length;
        if (level >= best->words[0].level - NEARLY && level >= rarest) {
            memcpy(letters, best->words[i].letters, (size_t)length * sizeof *letters);
            meant->lengths[meant->count++] = length;
            letters += length;
        }
    }
}

/* The word without repeated letters: one of each run, one of each of three or more, two of each. */
static void consider_fewer(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length)
{
    Py_UCS4 fewer[3][WORD_CHARACTERS];
    Py_ssize_t lengths[3] = {0};
    for (Py_ssize_t begin = 0, end; begin < length; begin = end) {
        for (end = begin + 1; end < length && word[end] == word[begin]; end++) {
        }
        Py_ssize_t run = end - begin, kept[3] = {1, run > 2 ? 1 : run, run > 2 ? 2 : run};
        for (int way = 0; way < 3; way++) {
            for (Py_ssize_t i = 0; i < kept[way]; i++) {
                fewer[way][lengths[way]++] = word[begin];
            }
        }
    }
    for (int way = 0; lengths[0] < length && way < 3; way++) {
        consider(lexicon, best, fewer[way], lengths[way], 0);
    }
}

static inline int is_vowel(Py_UCS4 c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* The pattern with letters for its signs: any for one, with a vowel among two, vowels for more. */
static void consider_filled(const Lexicon *lexicon, Best *best, const Py_UCS4 *pattern, Py_ssize_t length)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz", vowels[] = "aeiouy";
    Py_UCS4 word[WORD_CHARACTERS];
    Py_ssize_t places[MOST_SIGNS];
    int signs = 0, chosen[MOST_SIGNS] = {0};
    for (Py_ssize_t i = 0; i < length; i++) {
        word[i] = pattern[i];
        if (pattern[i] == '*') {
            if (signs == MOST_SIGNS) {
                return;
            }
            places[signs++] = i;
        }
    }
    const char *of = signs < MANY_SIGNS ? letters : vowels;
    int all = signs < MANY_SIGNS ? 26 : signs == MANY_SIGNS ? 6 : 5;
    while (signs) {
        int consonants = 0;
        for (int i = 0; i < signs; i++) {
            word[places[i]] = (Py_UCS4)of[chosen[i]];
            consonants += !is_vowel(word[places[i]]);
        }
        if (consonants < 2) {
            consider(lexicon, best, word, length, consonants * CONSONANT);
        }
        int last = signs - 1;
        while (last >= 0 && ++chosen[last] == all) {
            chosen[last--] = 0;
        }
        if (last < 0) {
            return;
        }
    }
}

static inline int cost_of_left_out(Py_ssize_t length, int enough)
{
    return length < enough ? LEFT_OUT + SHORT : LEFT_OUT;
}

enum { LETTERS = 26 };

/* The hash of a word with each of the letters in one place, from `a` on. */
ALSO_FOR_AVX2 static void hash_letters(uint64_t *hashes, uint64_t product, uint64_t step)
{
    for (int i = 0; i < LETTERS; i++, product += step) {
        hashes[i] = mixed(product);
    }
}

/* The word with a letter more within it; grave ones for `gravest`, too, unless that is NULL. */
static void consider_fuller(const Lexicon *lexicon, Best *best, Best *gravest, const Py_UCS4 *word, Py_ssize_t length,
                            int cost)
{
    int grave_cost = cost ? cost_of_left_out(length, LEAST + 1) : 0;
    Py_UCS4 other[WORD_CHARACTERS + 1];
    for (Py_ssize_t i = 0; i < length; i++) {
        if (word[i] >= 128) {
            return;
        }
    }
    if (length < LEAST - 1) {
        return;
    }
    memcpy(other, word, sizeof *word);
    memcpy(other + 2, word + 1, (size_t)(length - 1) * sizeof *word);
    other[1] = 0;
    uint64_t whole = whole_of(other, length + 1);
    for (Py_ssize_t at = 1; at < length; at++) {
        uint64_t hashes[LETTERS], step = powers[at + 2] * PAIR, found = 0;
        hash_letters(hashes, whole * PAIR + 'a' * step, step);
        for (int i = 0; i < LETTERS; i++) {
            found |= (uint64_t)may_be_known(lexicon, hashes[i]) << i;
        }
        for (; found; found &= found - 1) {
            int letter = LOWEST_BIT(found), note = note_in_bucket(lexicon, hashes[letter] & ~(uint64_t)NOTE);
            int level = note & LEVEL;
            other[at] = (Py_UCS4)('a' + letter);
            if (level - cost >= bar_of(best)) {
                take(best, other, length + 1, level - cost);
            }
            if (note & MARKED && gravest != NULL && level - grave_cost >= bar_of(gravest)) {
                take(gravest, other, length + 1, level - grave_cost);
            }
        }
        other[at] = word[at];
        whole += word[at] * (powers[at + 2] - powers[at + 3]);
    }
}

/* The level of what has this hash where it is among the best, else 0: it is written only then. */
static inline int level_if_best(const Lexicon *lexicon, const Best *best, uint64_t whole, int cost)
{
    int level = level_of_hash(lexicon, whole) - cost;
    return level >= bar_of(best) ? level : 0;
}

/* The word with two neighbours within it the other way round. */
static void consider_turned(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length, uint64_t whole)
{
    for (Py_ssize_t at = 1; at < length - 2; at++) {
        uint64_t turned = whole + ((uint64_t)word[at + 1] - word[at]) * (powers[at + 2] - powers[at + 3]);
        int level = word[at] == word[at + 1] ? 0 : level_if_best(lexicon, best, turned, 0);
        if (level) {
            Py_UCS4 other[WORD_CHARACTERS];
            memcpy(other, word, (size_t)length * sizeof *word);
            other[at] = word[at + 1];
            other[at + 1] = word[at];
            take(best, other, length, level);
        }
    }
}

/* The word without a letter within it: one that is doubled, or else any but the last. */
static void consider_shorter(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length, int is_doubled)
{
    Py_UCS4 other[WORD_CHARACTERS];
    other[0] = word[0];
    memcpy(other + 1, word + 2, (size_t)(length - 2) * sizeof *word);
    uint64_t whole = whole_of(other, length - 1);
    for (Py_ssize_t at = 1; at < length - !is_doubled; at++) {
        if (!is_doubled || word[at] == word[at - 1]) {
            int level = level_if_best(lexicon, best, whole, is_doubled ? 0 : ADDED);
            if (level) {
                take(best, other, length - 1, level);
            }
        }
        whole += ((uint64_t)word[at] - word[at + 1 < length ? at + 1 : at]) * powers[at + 2];
        other[at] = word[at];
    }
}

/* The word without repeated letters, and what is one slip away. */
static void consider_slips(const Lexicon *lexicon, Best *best, Best *gravest, const Py_UCS4 *word, Py_ssize_t length)
{
    int doubled = 0;
    for (Py_ssize_t i = 1; i < length; i++) {
        doubled += word[i] == word[i - 1];
    }
    if (doubled) {
        consider_fewer(lexicon, best, word, length);
    }
    if (length > LONGEST_SLIP) {
        return;
    }
    if (length >= LEAST) {
        consider_turned(lexicon, best, word, length, whole_of(word, length));
    }
    if (length >= LEAST && doubled) {
        consider_shorter(lexicon, best, word, length, 1);
    }
    if (length > LEAST) {
        consider_shorter(lexicon, best, word, length, 0);
    }
    consider_fuller(lexicon, best, gravest, word, length, cost_of_left_out(length, LEAST));
}

/* The words that make it together and cost least; none where they cost more than its letters may. */
static void part(const Lexicon *lexicon, Meant *meant, const Py_UCS4 *word, Py_ssize_t length)
{
    int most = WORTH * (int)length, costs[WORD_CHARACTERS + 1] = {0}, begins[WORD_CHARACTERS + 1] = {0};
    if (length < LEAST_TOGETHER) {
        return;
    }
    for (Py_ssize_t end = 1; end <= length; end++) {
        costs[end] = most + 1;
    }
    for (int begin = 0; begin < length; begin++) {
        uint64_t whole = 2 * BASE;
        for (int count = 1; costs[begin] <= most && count <= LONGEST_PART && begin + count <= length; count++) {
            int end = begin + count, level;
            whole += word[end - 1] * powers[count + 1];
            if (count == length || !(level = level_of_hash(lexicon, whole + 3 * powers[count + 2]))) {
                continue;
            }
            int cost = costs[begin] + (level < HIGHEST ? HIGHEST - level : 0) + JOINT;
            if (cost < costs[end]) {
                costs[end] = cost;
                begins[end] = begin;
            }
        }
    }
    if (costs[length] > most) {
        return;
    }
    for (int end = (int)length; end; end = begins[end]) {
        meant->count++;
    }
    for (int end = (int)length, at = meant->count; end; end = begins[end]) {
        meant->lengths[--at] = end - begins[end];
    }
    memcpy(meant->letters, word, (size_t)length * sizeof *word);
}

typedef struct {
    Py_UCS4 letters[WORD_CHARACTERS];
    Py_ssize_t length;
} Base;

/* What was meant by a word that is not known; `meant->count` is 0 where nothing was. */
static void restore(const Lexicon *lexicon, Meant *meant, const Base *bases, int count, const Base *pattern)
{
    Best best, gravest;
    best.least = COMMON;
    best.most = MEANT;
    gravest.least = GRAVE;
    gravest.most = 1;
    best.count = gravest.count = meant->count = 0;
    if (!lexicon->count) {
        return;
    }
    for (int i = 0; i < count; i++) {
        consider(lexicon, &best, bases[i].letters, bases[i].length, 0);
    }
    if (pattern != NULL) {
        consider_filled(lexicon, &best, pattern->letters, pattern->length);
    }
    for (int i = 0; i < count; i++) {
        if (level_of(lexicon, bases[i].letters, bases[i].length) < COMMON) {
            consider_slips(lexicon, &best, &gravest, bases[i].letters, bases[i].length);
        }
    }
    tell(meant, &best, 0);
    for (int i = 0; !meant->count && i < count; i++) {
        part(lexicon, meant, bases[i].letters, bases[i].length);
    }
    if (gravest.count) {
        add_meaning(meant, gravest.words[0].letters, gravest.words[0].length);
    }
}

/* What a word is read as; `meant->count` is 0 where it is as it stands. */
static void read_as(const Lexicon *lexicon, Meant *meant, const Base *word)
{
    int level = level_of(lexicon, word->letters, word->length);
    if (!level) {
        restore(lexicon, meant, word, 1, NULL);
        return;
    }
    meant->count = 0;
    if (level > RARE || word->length > LONGEST_SLIP) {
        return;
    }
    Best best;
    best.least = level + FAR_COMMONER;
    best.most = 1;
    best.count = 0;
    consider_fuller(lexicon, &best, NULL, word->letters, word->length, 0);
    if (best.count) {
        memcpy(meant->letters, word->letters, (size_t)word->length * sizeof *word->letters);
        memcpy(meant->letters + word->length, best.words[0].letters, (size_t)best.words[0].length * sizeof *word->letters);
        meant->lengths[0] = (int)word->length;
        meant->lengths[1] = best.words[0].length;
        meant->count = 2;
    }
}

/* A word that may be a part of one. */
typedef struct {
    const Py_UCS4 *letters;
    uint64_t sum;
    int length, level;
} Piece;

static inline Piece piece_of(const Lexicon *lexicon, const Py_UCS4 *letters, Py_ssize_t length)
{
    return (Piece){letters, sum_of(letters, length), (int)length, level_of(lexicon, letters, length)};
}

static inline int is_punctuation(Py_UCS4 c)
{
    return c == '.' || c == ',' || c == ':' || c == '-' || c == '/';
}

/* Writes two pieces as one, with a letter between them unless that is 0; returns how long it is. */
static Py_ssize_t write_both(Py_UCS4 *word, const Piece *first, const Piece *second, Py_UCS4 between)
{
    Py_ssize_t at = first->length;
    memcpy(word, first->letters, (size_t)first->length * sizeof *word);
    if (between) {
        word[at++] = between;
    }
    memcpy(word + at, second->letters, (size_t)second->length * sizeof *word);
    return at + second->length;
}

/* The note of two pieces as one: its hash is made of theirs, for nearly no two make a word. */
static inline int note_of_both(const Lexicon *lexicon, Piece first, Piece second, Py_UCS4 between)
{
    int at = first.length + (between != 0);
    uint64_t whole = 2 * BASE + first.sum + between * powers[first.length + 2];
    return note_of_hash(lexicon, whole + second.sum * powers[at] + 3 * powers[at + second.length + 2]);
}

static void consider_both(const Lexicon *lexicon, Best *best, const Piece *first, const Piece *second, Py_UCS4 between)
{
    int level = note_of_both(lexicon, *first, *second, between) & LEVEL;
    if (level >= bar_of(best)) {
        Py_UCS4 word[WORD_CHARACTERS];
        take(best, word, write_both(word, first, second, between), level);
    }
}

/* `join` where the pieces may make a word. */
static void join_pieces(const Lexicon *lexicon, Meant *meant, const Piece *first, const Piece *second, Py_UCS4 sign,
                        int rarest)
{
    static const char vowels[] = "aeiouy";
    Best best;
    best.count = 0;
    best.least = COMMON;
    best.most = MEANT;
    consider_both(lexicon, &best, first, second, 0);
    for (int i = 0; sign != ' ' && vowels[i]; i++) {
        consider_both(lexicon, &best, first, second, (Py_UCS4)vowels[i]);
    }
    if (!best.count) {
        return;
    }
    int neighbours = sign == ' ' ? note_of_both(lexicon, *first, *second, ' ') & LEVEL : 0;
    tell(meant, &best, neighbours && neighbours + TORN > rarest ? neighbours + TORN : rarest);
}

/* The words that two pieces make with a sign between them; returns how many. Nearly all are parted by a space and make
   none, which their hash as one tells. */
static inline int join(const Lexicon *lexicon, Meant *meant, Piece first, Piece second, Py_UCS4 sign)
{
    int length = first.length + second.length;
    int least = sign == ' ' ? LEAST : is_punctuation(sign) ? LEAST_BY_PUNCTUATION : LEAST_BY_SIGN;
    int rarest = (first.level ? first.level : UNKNOWN) + (second.level ? second.level : UNKNOWN) - TORN;
    meant->count = 0;
    if (lexicon->count && rarest <= lexicon->highest && length >= least && length < WORD_CHARACTERS
        && (sign != ' ' || note_of_both(lexicon, first, second, 0))) {
        Piece one = first, other = second;
        join_pieces(lexicon, meant, &one, &other, sign, rarest);
    }
    return meant->count;
}

/* Considers the grave words that a word leaves a letter out of. */
static void consider_graver(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length)
{
    Best none;
    none.least = LEVEL + 1;
    none.most = 1;
    none.count = 0;
    best->least = best->most = 1;
    consider_fuller(lexicon, &none, best, word, length, 0);
}

/* Whether there is such a word. */
static int leaves_grave(const Lexicon *lexicon, const Py_UCS4 *word, Py_ssize_t length)
{
    Best best;
    best.count = 0;
    if (length < WORD_CHARACTERS) {
        consider_graver(lexicon, &best, word, length);
    }
    return best.count;
}

/* The grave word that one of two neighbours leaves a letter out of; returns whether there is one. */
static inline int find_slip(const Lexicon *lexicon, Meant *meant, Piece first, Piece second)
{
    meant->count = 0;
    if (lexicon->count && first.length + second.length < WORD_CHARACTERS
        && note_of_both(lexicon, first, second, ' ') & MARKED) {
        Best best;
        best.count = 0;
        consider_graver(lexicon, &best, first.letters, first.length);
        consider_graver(lexicon, &best, second.letters, second.length);
        tell(meant, &best, 0);
    }
    return meant->count;
}

static int base_of(Base *base, PyObject *text, Py_ssize_t least)
{
    base->length = PyUnicode_Check(text) ? PyUnicode_GET_LENGTH(text) : -1;
    if (base->length < least || base->length > WORD_CHARACTERS) {
        PyErr_SetString(PyExc_ValueError, "a word is no string, is empty or is too long");
        return -1;
    }
    return base->length && PyUnicode_AsUCS4(text, base->letters, WORD_CHARACTERS, 0) == NULL ? -1 : 0;
}

static PyObject *tuple_of(const Meant *meant)
{
    PyObject *words = PyTuple_New(meant->count);
    const Py_UCS4 *letters = meant->letters;
    for (int i = 0; words != NULL && i < meant->count; letters += meant->lengths[i++]) {
        PyObject *word = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, letters, meant->lengths[i]);
        if (word == NULL) {
            Py_CLEAR(words);
        } else {
            PyTuple_SET_ITEM(words, i, word);
        }
    }
    return words;
}

static PyObject *lexicon_level(PyObject *self, PyObject *text)
{
    Base word;
    if (PyUnicode_Check(text) && PyUnicode_GET_LENGTH(text) > WORD_CHARACTERS) {
        return PyLong_FromLong(0);
    }
    return base_of(&word, text, 0) < 0
        ? NULL
        : PyLong_FromLong(level_of((const Lexicon *)self, word.letters, word.length));
}

static PyObject *lexicon_read_as(PyObject *self, PyObject *text)
{
    Base word;
    if (base_of(&word, text, 1) < 0) {
        return NULL;
    }
    Meant meant;
    const Lexicon *lexicon = (const Lexicon *)self;
    read_as(lexicon, &meant, &word);
    return !meant.count && level_of(lexicon, word.letters, word.length) ? PyTuple_Pack(1, text) : tuple_of(&meant);
}

static PyObject *lexicon_restore(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Base bases[MOST_BASES], pattern;
    if (count != 2 || !PyTuple_Check(arguments[0])) {
        PyErr_SetString(PyExc_TypeError, "expected a tuple of words and a pattern");
        return NULL;
    }
    Py_ssize_t given = PyTuple_GET_SIZE(arguments[0]);
    if (given > MOST_BASES) {
        PyErr_Format(PyExc_ValueError, "at most %d words are compared", MOST_BASES);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < given; i++) {
        if (base_of(&bases[i], PyTuple_GET_ITEM(arguments[0], i), 1) < 0) {
            return NULL;
        }
    }
    if (base_of(&pattern, arguments[1], 0) < 0) {
        return NULL;
    }
    Meant meant;
    restore((const Lexicon *)self, &meant, bases, (int)given, pattern.length ? &pattern : NULL);
    return tuple_of(&meant);
}

static PyObject *lexicon_join(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Base first, second, sign;
    if (count != 3) {
        PyErr_SetString(PyExc_TypeError, "expected two words and what stands between them");
        return NULL;
    }
    if (base_of(&first, arguments[0], 1) < 0 || base_of(&second, arguments[1], 1) < 0
        || base_of(&sign, arguments[2], 1) < 0) {
        return NULL;
    }
    Meant meant;
    const Lexicon *lexicon = (const Lexicon *)self;
    Piece one = piece_of(lexicon, first.letters, first.length), other = piece_of(lexicon, second.letters, second.length);
    join(lexicon, &meant, one, other, sign.letters[0]);
    return tuple_of(&meant);
}

static PyObject *lexicon_slip(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Base first, second;
    if (count != 2) {
        PyErr_SetString(PyExc_TypeError, "expected two words");
        return NULL;
    }
    if (base_of(&first, arguments[0], 1) < 0 || base_of(&second, arguments[1], 1) < 0) {
        return NULL;
    }
    Meant meant;
    const Lexicon *lexicon = (const Lexicon *)self;
    Piece one = piece_of(lexicon, first.letters, first.length), other = piece_of(lexicon, second.letters, second.length);
    find_slip(lexicon, &meant, one, other);
    return tuple_of(&meant);
}

static int index_entries(Lexicon *lexicon)
{
    uint64_t before = 0;
    uint32_t bucket = 0;
    for (Py_ssize_t i = 0; i < lexicon->count; i++) {
        uint64_t entry = entry_of(lexicon, i);
        if (i && (entry & ~(uint64_t)NOTE) <= (before & ~(uint64_t)NOTE)) {
            PyErr_SetString(PyExc_ValueError, "the entries of a lexicon stand in rising order, each hash once");
            return -1;
        }
        before = entry;
        lexicon->highest = (int)(entry & LEVEL) > lexicon->highest ? (int)(entry & LEVEL) : lexicon->highest;
        lexicon->filter[entry >> (64 - FILTER_BITS)] |= (uint64_t)1 << (entry >> (58 - FILTER_BITS) & 63)
            | (uint64_t)1 << (entry >> (52 - FILTER_BITS) & 63);
        for (; bucket <= entry >> (64 - BUCKET_BITS); bucket++) {
            lexicon->buckets[bucket] = (uint32_t)i;
        }
    }
    for (; bucket <= 1u << BUCKET_BITS; bucket++) {
        lexicon->buckets[bucket] = (uint32_t)lexicon->count;
    }
    return 0;
}

static PyObject *lexicon_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"entries", NULL};
    PyObject *entries;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &entries)) {
        return NULL;
    }
    Lexicon *lexicon = (Lexicon *)type->tp_alloc(type, 0);
    if (lexicon == NULL) {
        return NULL;
    }
    if (PyObject_GetBuffer(entries, &lexicon->entries, PyBUF_C_CONTIGUOUS) < 0) {
        Py_DECREF(lexicon);
        return NULL;
    }
    lexicon->count = lexicon->entries.len / (Py_ssize_t)sizeof(uint64_t);
    if (lexicon->entries.len % (Py_ssize_t)sizeof(uint64_t) || lexicon->count > INT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "a lexicon has 8 bytes a word");
        Py_DECREF(lexicon);
        return NULL;
    }
    if (lexicon->count) {
        lexicon->filter = PyMem_RawCalloc((size_t)1 << FILTER_BITS, sizeof *lexicon->filter);
        lexicon->buckets = PyMem_RawCalloc(((size_t)1 << BUCKET_BITS) + 1, sizeof *lexicon->buckets);
        if (lexicon->filter == NULL || lexicon->buckets == NULL) {
            PyErr_NoMemory();
            Py_DECREF(lexicon);
            return NULL;
        }
        if (index_entries(lexicon) < 0) {
            Py_DECREF(lexicon);
            return NULL;
        }
    }
    return (PyObject *)lexicon;
}

static void lexicon_dealloc(PyObject *self)
{
    Lexicon *lexicon = (Lexicon *)self;
    PyTypeObject *type = Py_TYPE(self);
    if (lexicon->entries.obj != NULL) {
        PyBuffer_Release(&lexicon->entries);
    }
    PyMem_RawFree(lexicon->filter);
    PyMem_RawFree(lexicon->buckets);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef lexicon_methods[] = {
    {"level", lexicon_level, METH_O, NULL},
    {"read_as", lexicon_read_as, METH_O, NULL},
    {"restore", (PyCFunction)(void (*)(void))lexicon_restore, METH_FASTCALL, NULL},
    {"join", (PyCFunction)(void (*)(void))lexicon_join, METH_FASTCALL, NULL},
    {"slip", (PyCFunction)(void (*)(void))lexicon_slip, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot lexicon_slots[] = {
    {Py_tp_new, lexicon_new},
    {Py_tp_dealloc, lexicon_dealloc},
    {Py_tp_methods, lexicon_methods},
    {0, NULL},
};

static PyType_Spec lexicon_spec = {
    .name = "model._kernel.Lexicon",
    .basicsize = sizeof(Lexicon),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = lexicon_slots,
};

/* The lexicon that an argument is; NULL without an exception for None, with one for anything else. */
static const Lexicon *lexicon_in(PyObject *given)
{
    if (given != Py_None && !PyObject_TypeCheck(given, lexicon_type)) {
        PyErr_Format(PyExc_TypeError, "expected a lexicon, not %.100s", Py_TYPE(given)->tp_name);
        return NULL;
    }
    return given == Py_None || !((const Lexicon *)given)->count ? NULL : (const Lexicon *)given;
}

#endif
