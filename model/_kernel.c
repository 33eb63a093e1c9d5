/*
 * Reads a comment, scores it, and tells which of its words weighed.
 *
 * This is the compiled twin of what stands in Python: words.py, features.py, hashing.py and numpy_kernel.py, and of the
 * first looks in text.py, links.py, surroundings.py, languages.py and spoken.py that spare most comments the long way.
 * Those say what is meant, and tests/model/test_kernel.py holds both to the same answers on any text; what is written
 * here is why it is safe and quick.
 *
 * - A text is copied into an array of code points that ends with a NUL. NUL is no letter, digit, space or sign, so a look
 *   at the next character never needs a look at the length: it stops there. Lone surrogates are code points like others.
 * - Every loop moves on by at least one character or ends after a fixed number of them, so that no text costs more than
 *   its length. Hash tables take their places by a number that nobody outside knows (`secret`), so that nobody can make
 *   up words that meet in one place.
 * - The interpreter lock is held throughout, and nothing of Python runs between reading a text and weighing its words.
 *   What was found in the memory of words is used only where nothing was forgotten meanwhile, which a new word can cause.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#if PY_BIG_ENDIAN
#error "The table is little-endian: without a kernel, numpy turns its bytes."
#endif

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#define LOWEST_BIT(bits) __builtin_ctzll(bits)
#else
#define PREFETCH(address) ((void)(address))
#define LOWEST_BIT(bits) lowest_bit(bits)
static inline int lowest_bit(uint64_t bits)
{
    int at = 0;
    while (!(bits >> at & 1)) {
        at++;
    }
    return at;
}
#endif

/* ---- Characters ---- */

enum {
    IN_WORD = 1,  /* what can stand within a word: letters, digits, and the signs that hide them */
    OUTER = 2,    /* of these, what is no part of the word at its ends */
    ALNUM = 4,    /* \w */
    LETTER = 8,   /* [^\W\d_] */
    AT = 16,
    NUMBER_SIGN = 32,
    BRACKET = 64, /* what markup begins with */
    MARK = 128,   /* any of these three, a digit or a currency: what shapes are told by */
    PARTING = 256, /* what may stand between letters that are written apart */
    OUTER_LETTER = 512, /* an apostrophe that is a letter, too */
    INDICATOR = 1024,   /* a letter of flags; told of whole texts only */
};

typedef struct {
    Py_UCS4 first, last;
} Range;

/* `_PLAIN` of text.py: what is composed and visible already; beyond PLAIN_END only what `is_plain` names. */
enum { PLAIN_END = 0x700 };

/* The classes of the characters before PLAIN_END, which most texts are made of; those beyond are looked up each time. */
static uint16_t classes[PLAIN_END];

static const Range plain_ranges[] = {
    {'\t', '\n'}, {'\r', '\r'}, {' ', '~'}, {0xa1, 0xa7}, {0xa9, 0xa9}, {0xab, 0xac}, {0xae, 0xae}, {0xb0, 0xb1},
    {0xb6, 0xb6}, {0xbb, 0xbb}, {0xbf, 0x131}, {0x134, 0x13e}, {0x141, 0x148}, {0x14a, 0x17e}, {0x386, 0x386},
    {0x388, 0x3ce}, {0x401, 0x4ff}, {0x621, 0x63a}, {0x641, 0x642}, {0x644, 0x648}, {0x660, 0x669}, {0x67e, 0x67e},
    {0x686, 0x686}, {0x698, 0x698}, {0x6a9, 0x6a9}, {0x6af, 0x6af}, {0x6cc, 0x6cc}, {0x6f0, 0x6f9},
};
static uint8_t plains[PLAIN_END];

static inline int is_between(Py_UCS4 c, Py_UCS4 first, Py_UCS4 last)
{
    return c - first <= last - first;
}

/* Vowel signs of the scripts from India to Cambodia are no letters to Unicode, but words are not parted by them. */
static inline int is_vowel_sign(Py_UCS4 c)
{
    return is_between(c, 0x900, 0x17d3)
        && (is_between(c, 0x900, 0x963) || is_between(c, 0x966, 0xdff) || c == 0xe31 || is_between(c, 0xe34, 0xe4e)
            || is_between(c, 0xeb1, 0xece) || is_between(c, 0xf71, 0xfbc) || is_between(c, 0x102b, 0x109d)
            || is_between(c, 0x17b4, 0x17d3));
}

static int is_alnum_beyond(Py_UCS4 c)
{
    return !is_between(c, 0x2010, 0x205e) && Py_UNICODE_ISALNUM(c); /* dashes and quotes at a glance */
}

static inline int is_quote(Py_UCS4 c)
{
    return c == 0x2019 || c == 0x2018 || c == 0x2bc || c == 0x2032;
}

static inline int is_currency(Py_UCS4 c)
{
    return c == '$' || c == 0x20ac || c == 0xa3 || c == 0x20bd;
}

static inline int is_parting(Py_UCS4 c)
{
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' || c == '~' || c == '|' || c == ',' || c == '/';
}

/* All the classes of a character, at length. */
static int class_of(Py_UCS4 c)
{
    int is_alnum = is_alnum_beyond(c), is_decimal = Py_UNICODE_ISDECIMAL(c), is_word = is_alnum || c == '_';
    int is_outer = c == '!' || c == '\'' || is_quote(c), is_special = c == '@' || c == '#' || c == '<' || c == '[';
    int class = is_word || is_outer || is_vowel_sign(c) || c == '$' || c == '*' || c == '@' ? IN_WORD : 0;
    class |= (is_outer ? OUTER : 0) | (is_outer && is_alnum ? OUTER_LETTER : 0) | (is_word ? ALNUM : 0) | (is_alnum && !is_decimal ? LETTER : 0);
    class |= (c == '@' ? AT : 0) | (c == '#' ? NUMBER_SIGN : 0) | (c == '<' || c == '[' ? BRACKET : 0);
    return class | (is_special || is_decimal || is_currency(c) ? MARK : 0) | (is_parting(c) ? PARTING : 0);
}

static void describe_characters(void)
{
    for (size_t i = 0; i < sizeof plain_ranges / sizeof *plain_ranges; i++) {
        memset(plains + plain_ranges[i].first, 1, plain_ranges[i].last - plain_ranges[i].first + 1);
    }
    for (Py_UCS4 c = 0; c < PLAIN_END; c++) {
        classes[c] = (uint16_t)class_of(c);
    }
}

static inline int is_alnum(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & ALNUM : is_alnum_beyond(c);
}

static inline int is_decimal(Py_UCS4 c)
{
    return c < 128 ? is_between(c, '0', '9') : Py_UNICODE_ISDECIMAL(c);
}

static inline int is_letter(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & LETTER : is_alnum_beyond(c) && !Py_UNICODE_ISDECIMAL(c);
}

static inline int is_in_word(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & IN_WORD : is_quote(c) || is_vowel_sign(c) || is_alnum_beyond(c);
}

static inline int is_outer(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & OUTER : is_quote(c);
}

/* Arrows, symbols and emoji: each is a word by itself, but hides a letter where it stands between two. */
static inline int is_symbol(Py_UCS4 c)
{
    return is_between(c, 0x2190, 0x2bff) || is_between(c, 0x1f000, 0x1faff);
}

/* `_DRAWN` of words.py: symbols that look like a letter, and are one beside letters. */
static inline int is_drawn(Py_UCS4 c)
{
    return c == 0x2b55 || c == 0x274c || c == 0x274e || c == 0x2716 || c == 0x271d;
}

static inline int is_letter_or_drawn(Py_UCS4 c)
{
    return is_letter(c) || is_drawn(c);
}

static inline int is_plain(Py_UCS4 c)
{
    return c < PLAIN_END ? plains[c]
                         : is_between(c, 0x2013, 0x2014) || is_between(c, 0x2018, 0x201e) || c == 0x20ac
                               || (is_between(c, 0x1f300, 0x1faff) && c != 0x1f4b2);
}

/* The letters that flags are made of; `regions` is `_REGIONS` of text.py: a bit for each second letter, by the first. */
static const uint32_t regions[26] = {
    0x2df597c, 0x36f7bfb, 0x3f2fded, 0x2005650, 0x01e00d5, 0x0025700, 0x15fb9fb, 0x01a3400, 0x00f781c,
    0x000d010, 0x342b1d0, 0x13e0507, 0x3fffcfd, 0x212c975, 0x0001000, 0x14e3cf1, 0x0000001, 0x0544010,
    0x3ae7fdf, 0x26a7eed, 0x3043041, 0x0102155, 0x0040020, 0x0000400, 0x0080010, 0x0401001,
};

static inline int is_indicator(Py_UCS4 c)
{
    return is_between(c, 0x1f1e6, 0x1f1ff);
}

/* How many indicators stand here in a row, and whether all of them are flags. */
static Py_ssize_t count_indicators(const Py_UCS4 *text, int *are_flags)
{
    Py_ssize_t count = 0;
    for (*are_flags = 1; is_indicator(text[count]); count++) {
        if (count & 1) {
            *are_flags &= (int)(regions[text[count - 1] - 0x1f1e6] >> (text[count] - 0x1f1e6));
        }
    }
    *are_flags &= !(count & 1);
    return count;
}

/* Marks that are left out, and compose with no character that `respelled` takes. */
static inline int is_mark(Py_UCS4 c)
{
    return is_between(c, 0x64b, 0x652) || c == 0x670 || is_between(c, 0x483, 0x489);
}

/* What becomes of a character before its case is folded, whatever stands around it: returns how many it becomes, 0 to 3,
   all of them `as`; -1 where text.py must look at its neighbours, too. */
static int respelled(Py_UCS4 c, Py_UCS4 *as)
{
    *as = c;
    if (is_between(c, 0x2753, 0x2757)) { /* signs that are written in colour */
        *as = c == 0x2756 ? c : c < 0x2755 ? '?' : '!';
        return 1;
    }
    if (is_mark(c) || c == 0xad || c == 0x640 || is_between(c, 0x200b, 0x200f) || is_between(c, 0x202a, 0x202e)
        || is_between(c, 0xfe00, 0xfe0f) || c == 0xfeff) {
        return 0;
    }
    if (is_plain(c) || c == 0x60c || c == 0x61b || c == 0x61f || is_between(c, 0x66a, 0x66c) || c == 0x6d4 || c == 0xb7
        || c == 0x2022 || c == 0x20bd || is_between(c, 0x2600, 0x27bf) || is_indicator(c)) {
        return 1;
    }
    switch (c) {
    case 0x64a: /* yeh and kaf as Arabic keyboards write them, for Persian ones */
    case 0x649:
        *as = 0x6cc;
        return 1;
    case 0x643:
        *as = 0x6a9;
        return 1;
    case 0xa0:
        *as = ' ';
        return 1;
    case 0x1f4b2:
        *as = '$';
        return 1;
    case 0xb4: /* an accent typed for an apostrophe */
        *as = 0x2019;
        return 1;
    case 0x2026:
        *as = '.';
        return 3;
    default:
        return -1;
    }
}

/* The alphabets whose letters are taken for each other's. */
static inline int is_latin(Py_UCS4 c)
{
    return is_between(c, 'a', 'z') || is_between(c, 0xdf, 0x2af);
}

static inline int is_greek_or_cyrillic(Py_UCS4 c)
{
    return is_between(c, 0x370, 0x52f);
}

/* `_RANGES` of languages.py, in its order. */
enum { SCRIPTS = 14, LAST_OF_SCRIPTS = 0xd7af };
static const struct {
    Range range;
    int script;
} scripts[] = {
    {{'A', 'Z'}, 0}, {{'a', 'z'}, 0}, {{0xc0, 0x24f}, 0}, {{0x259, 0x259}, 0}, {{0x1e00, 0x1eff}, 0},
    {{0x370, 0x3ff}, 1}, {{0x400, 0x52f}, 2}, {{0x531, 0x588}, 3}, {{0x591, 0x5f4}, 4}, {{0x620, 0x6ff}, 5},
    {{0x750, 0x77f}, 5}, {{0x900, 0x97f}, 6}, {{0x980, 0x9ff}, 7}, {{0xb80, 0xbff}, 8}, {{0xe01, 0xe5b}, 9},
    {{0x10a0, 0x10ff}, 10}, {{0x1100, 0x11ff}, 11}, {{0xac00, LAST_OF_SCRIPTS}, 11}, {{0x3041, 0x30ff}, 12},
    {{0x4e00, 0x9fff}, 13},
};

enum { WORD_CHARACTERS = 48 };

/* ---- What Python gives ---- */

static int are_texts(PyObject *const *arguments, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyUnicode_Check(arguments[i])) {
            PyErr_Format(PyExc_TypeError, "expected a text, not %.100s", Py_TYPE(arguments[i])->tp_name);
            return 0;
        }
#if PY_VERSION_HEX < 0x030C0000
        if (PyUnicode_READY(arguments[i]) < 0) {
            return 0;
        }
#endif
    }
    return 1;
}

static int are_as_many(Py_ssize_t given, Py_ssize_t expected)
{
    if (given != expected) {
        PyErr_Format(PyExc_TypeError, "expected %zd arguments, not %zd", expected, given);
    }
    return given == expected;
}

/* ---- Hashing, as hashing.py tells ---- */

static const uint64_t BASE = 0x9E3779B97F4A7C15, MIX = 0xFF51AFD7ED558CCD, PAIR = 0xC4CEB9FE1A85EC53;

enum { SHORTEST = 2, LONGEST = 5 };

/* The powers of BASE: with them no letter of a word waits for the one before it. */
static uint64_t powers[WORD_CHARACTERS + 4];

static void work_out_powers(void)
{
    powers[0] = 1;
    for (size_t i = 1; i < sizeof powers / sizeof *powers; i++) {
        powers[i] = powers[i - 1] * BASE;
    }
}

static inline uint64_t mixed(uint64_t hash)
{
    hash = (hash ^ hash >> 32) * MIX;
    return (hash ^ hash >> 32) * PAIR;
}

/* ---- The lexicon: the twin is lexicon.py ---- */

enum {
    COMMON = 26,
    RARE = 32,
    FAR_COMMONER = 25,
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
    FILTER_BITS = 20,
    BUCKET_BITS = 14,
    LEVEL = 0xff,
};

typedef struct {
    PyObject_HEAD
    Py_buffer entries;   /* numbers of 64 bits in rising order: a hash, and in its lowest eight bits the level */
    Py_ssize_t count;
    int highest;         /* the level of the commonest word */
    uint64_t *filter;    /* a bit for each beginning of a hash that there is; most words that nobody uses end here */
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

static int level_in_bucket(const Lexicon *lexicon, uint64_t hash)
{
    uint64_t bucket = hash >> (64 - BUCKET_BITS);
    for (uint32_t i = lexicon->buckets[bucket]; i < lexicon->buckets[bucket + 1]; i++) {
        uint64_t entry = entry_of(lexicon, i);
        if ((entry & ~(uint64_t)LEVEL) == hash) {
            return (int)(entry & LEVEL);
        }
    }
    return 0;
}

/* The level of what is in the table of features by this number before it is mixed. */
static inline int level_of_product(const Lexicon *lexicon, uint64_t product)
{
    uint64_t hash = mixed(product) & ~(uint64_t)LEVEL, start = hash >> (64 - FILTER_BITS);
    return lexicon->filter[start >> 6] >> (start & 63) & 1 ? level_in_bucket(lexicon, hash) : 0;
}

static inline int level_of_hash(const Lexicon *lexicon, uint64_t whole)
{
    return level_of_product(lexicon, whole * PAIR);
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

static inline int level_of(const Lexicon *lexicon, const Py_UCS4 *word, Py_ssize_t length)
{
    return lexicon->count && length <= WORD_CHARACTERS ? level_of_hash(lexicon, whole_of(word, length)) : 0;
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

/* The word with a letter more within it. */
static void consider_fuller(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length, int cost)
{
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
    for (Py_ssize_t at = 1; at < length; at++) {
        other[at] = 0;
        uint64_t step = powers[at + 2] * PAIR, product = whole_of(other, length + 1) * PAIR + 'a' * step;
        for (Py_UCS4 letter = 'a'; letter <= 'z'; letter++, product += step) {
            int level = level_of_product(lexicon, product) - cost;
            if (level >= bar_of(best)) {
                other[at] = letter;
                take(best, other, length + 1, level);
            }
        }
        other[at] = word[at];
    }
}

/* The word without repeated letters, and what is one slip away. */
static void consider_slips(const Lexicon *lexicon, Best *best, const Py_UCS4 *word, Py_ssize_t length)
{
    Py_UCS4 other[WORD_CHARACTERS];
    consider_fewer(lexicon, best, word, length);
    if (length > LONGEST_SLIP) {
        return;
    }
    memcpy(other, word, (size_t)length * sizeof *word);
    for (Py_ssize_t at = 1; length >= LEAST && at < length - 2; at++) {
        if (word[at] != word[at + 1]) {
            other[at] = word[at + 1];
            other[at + 1] = word[at];
            consider(lexicon, best, other, length, 0);
            other[at] = word[at];
            other[at + 1] = word[at + 1];
        }
    }
    for (int is_doubled = 1; is_doubled >= 0; is_doubled--) {
        Py_ssize_t first = 1, last = is_doubled ? length : length - 1;
        if (length < LEAST + !is_doubled) {
            continue;
        }
        memcpy(other, word, (size_t)first * sizeof *word);
        memcpy(other + first, word + first + 1, (size_t)(length - first - 1) * sizeof *word);
        for (Py_ssize_t at = first; at < last; at++) {
            if (!is_doubled || word[at] == word[at - 1]) {
                consider(lexicon, best, other, length - 1, is_doubled ? 0 : ADDED);
            }
            other[at] = word[at];
        }
    }
    consider_fuller(lexicon, best, word, length, length < LEAST ? LEFT_OUT + SHORT : LEFT_OUT);
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
    Best best = {.least = COMMON, .most = MEANT};
    meant->count = 0;
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
            consider_slips(lexicon, &best, bases[i].letters, bases[i].length);
        }
    }
    tell(meant, &best, 0);
    for (int i = 0; !meant->count && i < count; i++) {
        part(lexicon, meant, bases[i].letters, bases[i].length);
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
    Best best = {.least = level + FAR_COMMONER, .most = 1};
    consider_fuller(lexicon, &best, word->letters, word->length, 0);
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

/* The level of two pieces as one: its hash is made of theirs, for nearly no two make a word. */
static inline int level_of_both(const Lexicon *lexicon, const Piece *first, const Piece *second, Py_UCS4 between)
{
    int at = first->length + (between != 0);
    uint64_t whole = 2 * BASE + first->sum + between * powers[first->length + 2];
    return level_of_hash(lexicon, whole + second->sum * powers[at] + 3 * powers[at + second->length + 2]);
}

static inline void consider_both(const Lexicon *lexicon, Best *best, const Piece *first, const Piece *second,
                                 Py_UCS4 between)
{
    int level = level_of_both(lexicon, first, second, between);
    if (level >= bar_of(best)) {
        Py_UCS4 word[WORD_CHARACTERS];
        take(best, word, write_both(word, first, second, between), level);
    }
}

/* The words that two pieces make with a sign between them; `meant->count` is 0 where they make none. */
static void join(const Lexicon *lexicon, Meant *meant, const Piece *first, const Piece *second, Py_UCS4 sign)
{
    static const char vowels[] = "aeiouy";
    int length = first->length + second->length;
    int least = sign == ' ' ? LEAST : is_punctuation(sign) ? LEAST_BY_PUNCTUATION : LEAST_BY_SIGN;
    int rarest = (first->level ? first->level : UNKNOWN) + (second->level ? second->level : UNKNOWN) - TORN;
    meant->count = 0;
    if (!lexicon->count || rarest > lexicon->highest || length < least || length >= WORD_CHARACTERS) {
        return;
    }
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
    int neighbours = sign == ' ' ? level_of_both(lexicon, first, second, ' ') : 0;
    tell(meant, &best, neighbours && neighbours + TORN > rarest ? neighbours + TORN : rarest);
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
    join(lexicon, &meant, &one, &other, sign.letters[0]);
    return tuple_of(&meant);
}

static int index_entries(Lexicon *lexicon)
{
    uint64_t before = 0;
    uint32_t bucket = 0;
    for (Py_ssize_t i = 0; i < lexicon->count; i++) {
        uint64_t entry = entry_of(lexicon, i), start = entry >> (64 - FILTER_BITS);
        if (i && (entry & ~(uint64_t)LEVEL) <= (before & ~(uint64_t)LEVEL)) {
            PyErr_SetString(PyExc_ValueError, "the entries of a lexicon stand in rising order, each hash once");
            return -1;
        }
        before = entry;
        lexicon->highest = (int)(entry & LEVEL) > lexicon->highest ? (int)(entry & LEVEL) : lexicon->highest;
        lexicon->filter[start >> 6] |= (uint64_t)1 << (start & 63);
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
        lexicon->filter = PyMem_RawCalloc((size_t)1 << FILTER_BITS >> 3, 1);
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

/* ---- What a word stands for: the twin is `spellings_in_python` of words.py ---- */

enum { NOTHING = 0x7fffffff, LEET_LETTERS = 2, LEET_LENGTH = 4, LEAST_LEFT = 3 };

/* Where letters with an accent stand, and what each is without it. */
static const Range accented[] = {{0xc0, 0x3ff}, {0x451, 0x451}, {0x622, 0x626}, {0x1e00, 0x1fff}};
enum { ACCENTED = sizeof accented / sizeof *accented, MOST_ACCENTED = 0x340 + 1 + 5 + 0x200 };
static uint16_t without_accent[MOST_ACCENTED];

/* `_TYPED_PLAIN` of words.py, but for what has an accent to Unicode, too. */
static const uint16_t typed_plain[][2] = {{0x131, 'i'}, {0xf8, 'o'}, {0x142, 'l'}, {0x111, 'd'}, {0xf0, 'd'}, {0x259, 'e'}};

/* `TO_LATIN` of text.py, and the same by character. */
enum { FIRST_ALIKE = 0x3b1, LAST_ALIKE = 0x51d };
static const uint16_t alike[][2] = {
    {0x3b1, 'a'}, {0x3b2, 'b'}, {0x3b5, 'e'}, {0x3b7, 'n'}, {0x3b9, 'i'}, {0x3ba, 'k'}, {0x3bd, 'v'}, {0x3bf, 'o'},
    {0x3c1, 'p'}, {0x3c4, 't'}, {0x3c5, 'u'}, {0x3c7, 'x'}, {0x3c9, 'w'}, {0x430, 'a'}, {0x432, 'b'}, {0x433, 'r'},
    {0x435, 'e'}, {0x43a, 'k'}, {0x43c, 'm'}, {0x43d, 'h'}, {0x43e, 'o'}, {0x43f, 'n'}, {0x440, 'p'}, {0x441, 'c'},
    {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x44c, 'b'}, {0x451, 'e'}, {0x455, 's'}, {0x456, 'i'}, {0x457, 'i'},
    {0x458, 'j'}, {0x4bb, 'h'}, {0x4cf, 'l'}, {0x4d9, 0x259}, {0x501, 'd'}, {0x51b, 'q'}, {0x51d, 'w'},
};
static uint16_t in_latin[LAST_ALIKE - FIRST_ALIKE + 1];

static void describe_alike(void)
{
    for (Py_UCS4 c = FIRST_ALIKE; c <= LAST_ALIKE; c++) {
        in_latin[c - FIRST_ALIKE] = (uint16_t)c;
    }
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        in_latin[alike[i][0] - FIRST_ALIKE] = alike[i][1];
    }
}

/* Asks Python for the first character that each letter with an accent is composed of, of all at once. */
static int describe_accents(void)
{
    Py_UCS4 letters[2 * MOST_ACCENTED];
    Py_ssize_t count = 0, described = 0;
    for (int range = 0; range < ACCENTED; range++) {
        for (Py_UCS4 c = accented[range].first; c <= accented[range].last; c++) {
            letters[count++] = '\n'; /* no mark belongs to what stands before it */
            letters[count++] = c;
        }
    }
    PyObject *composed = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, letters, count);
    PyObject *unicodedata = PyImport_ImportModule("unicodedata");
    PyObject *decomposed = composed == NULL || unicodedata == NULL
        ? NULL
        : PyObject_CallMethod(unicodedata, "normalize", "sO", "NFD", composed);
    Py_UCS4 *parts = decomposed == NULL ? NULL : PyUnicode_AsUCS4Copy(decomposed);
    for (Py_ssize_t i = 0; parts != NULL && parts[i] && described < MOST_ACCENTED; i++) {
        if (parts[i] == '\n') {
            without_accent[described++] = (uint16_t)parts[i + 1];
        }
    }
    for (size_t i = 0; i < sizeof typed_plain / sizeof *typed_plain; i++) {
        without_accent[typed_plain[i][0] - accented[0].first] = typed_plain[i][1];
    }
    int is_done = parts != NULL;
    PyMem_Free(parts);
    Py_XDECREF(decomposed);
    Py_XDECREF(unicodedata);
    Py_XDECREF(composed);
    return is_done ? 0 : -1;
}

/* What becomes of a character by itself; NOTHING where it is left out. */
typedef Py_UCS4 Rule(Py_UCS4 c);

static inline Base respelt(const Base *word, Rule *rule)
{
    Base told;
    told.length = 0;
    for (Py_ssize_t i = 0; i < word->length; i++) {
        Py_UCS4 c = rule(word->letters[i]);
        told.letters[told.length] = c;
        told.length += c != NOTHING;
    }
    return told;
}

static inline Py_UCS4 no_ornament(Py_UCS4 c)
{
    return c == '\'' || c == '_' || is_quote(c) ? NOTHING : c;
}

static inline Py_UCS4 no_accent(Py_UCS4 c)
{
    const uint16_t *bases = without_accent;
    for (int range = 0; c >= accented[0].first && range < ACCENTED; range++) {
        if (is_between(c, accented[range].first, accented[range].last)) {
            return bases[c - accented[range].first];
        }
        bases += accented[range].last - accented[range].first + 1;
    }
    return c;
}

static inline Py_UCS4 as_latin(Py_UCS4 c)
{
    return is_between(c, FIRST_ALIKE, LAST_ALIKE) ? in_latin[c - FIRST_ALIKE] : c;
}

static inline Py_UCS4 no_star(Py_UCS4 c)
{
    return c == '*' ? NOTHING : c;
}

static inline Py_UCS4 as_nought(Py_UCS4 c)
{
    return is_decimal(c) ? '0' : c;
}

/* `_LEET` of words.py. */
static inline Py_UCS4 leet(Py_UCS4 c)
{
    switch (c) {
    case '0':
    case 0x2b55:
        return 'o';
    case '1':
        return 'l';
    case '3':
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    case '7':
    case 0x271d:
        return 't';
    case '!':
        return 'i';
    case 0x274c:
    case 0x274e:
    case 0x2716:
        return 'x';
    default:
        return c;
    }
}

static inline Py_UCS4 leet_i(Py_UCS4 c)
{
    return c == '1' ? 'i' : leet(c);
}

static inline Py_UCS4 more_leet(Py_UCS4 c)
{
    return c == '6' || c == '9' ? 'g' : c == '8' ? 'b' : c == '|' ? 'l' : leet_i(c);
}

static inline int is_hiding(Py_UCS4 c)
{
    return c == '@' || c == '$' || c == '!' || is_drawn(c);
}

static inline Py_UCS4 hiding(Py_UCS4 c)
{
    return is_hiding(c) ? '*' : c;
}

static inline Py_UCS4 no_sign(Py_UCS4 c)
{
    return c == '*' || is_hiding(c) ? NOTHING : c;
}

static inline Py_UCS4 symbol_as_star(Py_UCS4 c)
{
    return is_symbol(c) && !is_drawn(c) ? '*' : c;
}

/* The word with as many as `most` of each run of `least` or more equal characters; of stars only, if so asked. */
static Base shortened(const Base *word, Py_ssize_t least, Py_ssize_t most, int stars_only)
{
    Base told;
    told.length = 0;
    for (Py_ssize_t begin = 0, end; begin < word->length; begin = end) {
        for (end = begin + 1; end < word->length && word->letters[end] == word->letters[begin]; end++) {
        }
        int is_run = end - begin >= least && (!stars_only || word->letters[begin] == '*');
        for (Py_ssize_t i = 0; i < (is_run ? most : end - begin); i++) {
            told.letters[told.length++] = word->letters[begin];
        }
    }
    return told;
}

static inline Base with_single_stars(const Base *word)
{
    return shortened(word, 2, 1, 1);
}

static int count_letters(const Base *word)
{
    int count = 0;
    for (Py_ssize_t i = 0; i < word->length; i++) {
        count += Py_UNICODE_ISALPHA(word->letters[i]) != 0;
    }
    return count;
}

static inline int are_same(const Base *one, const Base *other)
{
    return one->length == other->length && !memcmp(one->letters, other->letters, (size_t)one->length * sizeof(Py_UCS4));
}

static inline int has(const Base *word, Py_UCS4 sign, Py_ssize_t from)
{
    while (from < word->length && word->letters[from] != sign) {
        from++;
    }
    return from < word->length;
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

/* Adds all that a word may stand for, by the rules alone. */
static void add_possible(Meant *meant, const Base *plain)
{
    Base found[MOST_WAYS];
    int letters = count_letters(plain), count = 1;
    found[0] = letters ? *plain : respelt(plain, as_nought);
    if (has(plain, '*', 1)) {
        found[count++] = respelt(&found[0], no_star);
    }
    if (letters && letters < plain->length) {
        Base bare = respelt(plain, no_star);
        found[count++] = respelt(&bare, leet);
        found[count++] = respelt(&bare, leet_i);
    }
    Base single = shortened(plain, 3, 1, 0);
    if (single.length < plain->length) {
        for (int i = 0, stretched = count; i < stretched; i++) {
            found[count++] = shortened(&found[i], 3, 1, 0);
        }
        found[count++] = shortened(&found[0], 3, 2, 0);
    }
    for (int i = 0; i < count; i++) {
        add_meaning(meant, found[i].letters, found[i].length);
    }
}

/* How long a word is without the stars around it. */
static Py_ssize_t length_within_stars(const Base *word)
{
    Py_ssize_t begin = 0, end = word->length;
    while (begin < end && word->letters[begin] == '*') {
        begin++;
    }
    while (begin < end && word->letters[end - 1] == '*') {
        end--;
    }
    return end - begin;
}

static inline int is_common(const Lexicon *lexicon, const Base *word)
{
    return level_of(lexicon, word->letters, word->length) >= COMMON;
}

/* Keeps the common ones of the words; returns how many. */
static int keep_common(const Lexicon *lexicon, Base *words, int count)
{
    int kept = 0;
    for (int i = 0; i < count; i++) {
        if (is_common(lexicon, &words[i])) {
            words[kept++] = words[i];
        }
    }
    return kept;
}

/* Keeps those of letters alone, each once; returns how many. */
static int keep_of_letters(Base *words, int count)
{
    int kept = 0;
    for (int i = 0; i < count; i++) {
        int is_new = words[i].length && count_letters(&words[i]) == words[i].length;
        for (int other = 0; other < kept; other++) {
            is_new &= !are_same(&words[other], &words[i]);
        }
        if (is_new) {
            words[kept++] = words[i];
        }
    }
    return kept;
}

/* What a word, of one kind of characters or several, may be without its disguise; returns how many bases there are, and
   sets its pattern, which is empty where it has none. */
static int find_bases(const Lexicon *lexicon, Base *bases, Base *pattern, const Base *flat)
{
    pattern->length = 0;
    if (count_letters(flat) == flat->length) {
        bases[0] = *flat;
        bases[1] = respelt(flat, as_latin);
        return keep_of_letters(bases, 2);
    }
    Base bare = respelt(flat, no_star), signless = respelt(flat, no_sign);
    int letters = count_letters(&bare), is_few = 1, leets = 0, is_any = 0;
    for (Py_ssize_t i = 0; i < bare.length; i++) {
        is_few &= !Py_UNICODE_ISDECIMAL(bare.letters[i]);
    }
    if (bare.length >= LEET_LENGTH - is_few && letters >= LEET_LETTERS - is_few) {
        bases[leets++] = respelt(&bare, leet);
        bases[leets++] = respelt(&bare, leet_i);
        bases[leets++] = respelt(&bare, more_leet);
    }
    for (int i = 0; i < leets; i++) {
        is_any |= is_common(lexicon, &bases[i]);
    }
    int is_left = signless.length >= LEAST_LEFT || signless.length == length_within_stars(flat);
    /* A sign that looks like a letter is that letter, if it makes a word; `@men` are men as well. */
    if (is_any && letters < bare.length) {
        bases[leets] = signless;
        return keep_common(lexicon, bases, leets + is_left);
    }
    int count = leets;
    bases[count++] = bare;
    bases[count] = signless;
    count += is_left;
    bases[count++] = respelt(&bare, as_latin);
    *pattern = respelt(flat, hiding);
    if (!has(pattern, '*', 0) || !signless.length || count_letters(&signless) < signless.length) {
        pattern->length = 0;
    }
    return keep_of_letters(bases, count);
}

/* Adds what was meant by a word without symbols: what the lexicon knows, or what the rules tell. */
static void add_meant(const Lexicon *lexicon, Meant *meant, const Base *word)
{
    Base plain = respelt(word, no_ornament);
    if (!plain.length) {
        plain = *word;
    }
    int has_letters = count_letters(&plain);
    Base flat = has_letters ? respelt(&plain, no_accent) : plain, bases[MOST_BASES], pattern;
    if (has_letters && lexicon != NULL) {
        if (level_of(lexicon, flat.letters, flat.length)) {
            read_as(lexicon, meant, &flat);
            if (!meant->count) {
                add_meaning(meant, flat.letters, flat.length);
            }
            return;
        }
        Py_ssize_t stem = word->length - 2;
        if (stem >= 0 && word->letters[stem + 1] == 's' && (word->letters[stem] == '\'' || word->letters[stem] == 0x2019)
            && level_of(lexicon, word->letters, stem)) {
            add_meaning(meant, word->letters, stem);
            return;
        }
        int count = find_bases(lexicon, bases, &pattern, &flat);
        restore(lexicon, meant, bases, count, pattern.length ? &pattern : NULL);
        if (meant->count) {
            return;
        }
    }
    flat = with_single_stars(&flat);
    add_possible(meant, &flat);
}

/* Adds what was meant by a word that has symbols, each of which may hide a letter. */
static void add_meant_by_symbols(const Lexicon *lexicon, Meant *meant, const Base *word)
{
    Base hidden = respelt(word, symbol_as_star);
    Meant found = {.count = 0};
    add_meant(lexicon, &found, &hidden);
    const Py_UCS4 *letters = found.letters;
    int is_told = 0;
    for (int i = 0; i < found.count; letters += found.lengths[i++]) {
        Base one = {.length = found.lengths[i]};
        memcpy(one.letters, letters, (size_t)one.length * sizeof *letters);
        is_told |= one.length == word->length && count_letters(&one) == one.length;
        add_meaning(meant, letters, found.lengths[i]);
    }
    if (is_told) { /* what hides a letter says nothing by itself */
        *meant = found;
        return;
    }
    for (Py_ssize_t i = 0; i < word->length; i++) {
        if (is_symbol(word->letters[i])) {
            add_meaning(meant, &word->letters[i], 1);
        }
    }
}

/* Whether a word is of plain letters, none of them three times in a row. */
static int is_plain_word(const Base *word)
{
    uint32_t same = 1;
    for (Py_ssize_t i = 0; i < word->length; i++) {
        if (!(word->letters[i] < 128 && classes[word->letters[i]] & LETTER)) {
            return 0;
        }
        same = i && word->letters[i] == word->letters[i - 1] ? same + 1 : 1;
        if (same > 2) {
            return 0;
        }
    }
    return 1;
}

static int has_symbols(const Base *word)
{
    for (Py_ssize_t i = 0; word->length > 1 && i < word->length; i++) {
        if (is_symbol(word->letters[i])) {
            return 1;
        }
    }
    return 0;
}

/* All that a word, which is not empty, stands for: one at least. */
static void spell(const Lexicon *lexicon, Meant *meant, const Base *word)
{
    meant->count = 0;
    if (has_symbols(word)) {
        add_meant_by_symbols(lexicon, meant, word);
    } else if (!is_plain_word(word)) {
        add_meant(lexicon, meant, word);
    } else {
        if (lexicon != NULL) {
            read_as(lexicon, meant, word);
        }
        if (!meant->count) {
            add_meaning(meant, word->letters, word->length);
        }
    }
}

/* spellings(word[, lexicon]) */
static PyObject *kernel_spellings(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    Base word;
    if (!are_as_many(count, count == 2 ? 2 : 1) || base_of(&word, arguments[0], 1) < 0) {
        return NULL;
    }
    const Lexicon *lexicon = count == 2 ? lexicon_in(arguments[1]) : NULL;
    if (PyErr_Occurred()) {
        return NULL;
    }
    Meant meant;
    spell(lexicon, &meant, &word);
    return tuple_of(&meant);
}

/* ---- Reading: the words of a text, and which of them are the same ---- */

enum { LETTERS_APART = 3, MIXED_APART = 4, MOST_APART = 25, LEAST_FLAGS = 4 };

typedef struct {
    uint32_t begin, end; /* in the text */
    uint32_t at;         /* where its letters stand in `characters`: at `begin`, or after the text if put together */
    uint32_t length;
    int32_t word;        /* which of the distinct words it is */
    uint64_t key;        /* a hash of it that is secret to this process */
} Place;

typedef struct {
    uint64_t key;        /* as that of its places */
    uint64_t hash;       /* what the word's pairs are made from; set by whoever weighs the words */
    uint64_t sum;        /* as that of a piece */
    uint32_t at, length; /* its letters in `characters`; of a word that is remembered, in the memory's */
    int level, all;      /* in the lexicon; of ALNUM and LETTER, what every one of its characters is */
    uint32_t number;     /* from 1, of the memory; 0 for a word that was not there */
} Word;

/* The words met before, each with its row. */
typedef struct {
    Word *words;
    float *sums;         /* a row for each of them */
    Py_UCS4 *letters;
    uint32_t *slots;     /* numbers from 1 of `words`; 0 is a free place */
    uint32_t mask, count, most, used, room;
    uint32_t forgotten;  /* how often all were: a number is good until then */
    int columns;
} Memory;

/* Memory that is used again for the next text. */
typedef struct {
    void *memory;
    size_t size;
} Room;

enum { CHARACTERS, PLACES, WORDS, PAIRS, SLOTS, MARKS, ROOMS, MOST_KEPT = 4 << 20 };

typedef struct {
    Py_UCS4 *characters;
    Py_ssize_t length;
    Py_ssize_t used;     /* of `characters`: the text, its end, and the letters that were put together */
    int seen;            /* the classes of all its characters before PLAIN_END */
    Place *places;
    Py_ssize_t count;
    Word *words;         /* the distinct words in their order */
    Py_ssize_t distinct;
    uint64_t *pairs;     /* room for the hash of each pair of neighbours */
    int32_t *slots;      /* a hash table of numbers from 1; 0 is a free place */
    uint64_t mask;
    uint32_t *marks;     /* where characters of the class MARK stand */
    Py_ssize_t marked;
    const Memory *memory; /* where its words are looked up; NULL for nowhere */
    uint32_t forgotten;   /* of the memory, when they were */
    float root;           /* of the squares of what was summed; 0 until then */
    Room rooms[ROOMS];
} Reading;

static uint64_t secret;
/* By what each letter of a word is multiplied for its key (Dietzfelbinger et al. 1997), unknown outside as `secret`. */
static uint64_t factors[WORD_CHARACTERS];

/* The room of the last reading, for the next: asking for it anew, page by page, costs more than some of the work. */
static Room spare[ROOMS];

static void close_reading(Reading *reading)
{
    for (int i = 0; i < ROOMS; i++) {
        if (spare[i].memory == NULL && reading->rooms[i].size <= MOST_KEPT) {
            spare[i] = reading->rooms[i];
        } else {
            PyMem_RawFree(reading->rooms[i].memory);
        }
    }
}

static void *room_for(Py_ssize_t count, size_t size)
{
    void *room = (size_t)count < (size_t)PY_SSIZE_T_MAX / size ? PyMem_RawMalloc((size_t)count * size) : NULL;
    if (room == NULL) {
        PyErr_NoMemory();
    }
    return room;
}

/* Room for so many of a reading's, with what is in it already; NULL with an exception. */
static void *enlarge(Reading *reading, int which, Py_ssize_t count, size_t size)
{
    Room *room = &reading->rooms[which];
    size_t needed = (size_t)count * size; /* `open_reading` saw to it that this is no more than there are numbers */
    if (room->size < needed) {
        needed += needed / 2; /* the next text may be a little longer */
        void *memory = PyMem_RawRealloc(room->memory, needed);
        if (memory == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        *room = (Room){memory, needed};
    }
    return room->memory;
}

static inline void add_place(Reading *reading, Py_ssize_t begin, Py_ssize_t end)
{
    Place *place = &reading->places[reading->count++];
    place->begin = place->at = (uint32_t)begin;
    place->end = (uint32_t)end;
    place->length = (uint32_t)(end - begin);
}

/* Whether a word that began before goes on with this symbol. */
static inline int goes_on(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t i)
{
    Py_UCS4 c = text[i];
    return c >= 0x2190 && is_symbol(c)
        && (is_drawn(c) || (i > begin && is_letter_or_drawn(text[i - 1]) && is_letter_or_drawn(text[i + 1])));
}

/* The end of the word that begins at `i`, or before; adds to `seen` the classes of its characters. */
static inline Py_ssize_t end_of_word(const Py_UCS4 *text, Py_ssize_t i, int *seen)
{
    Py_ssize_t begin = i;
    for (Py_UCS4 c = text[i]; is_in_word(c) || goes_on(text, begin, i); c = text[++i]) {
        *seen |= c < PLAIN_END ? classes[c] : 0;
    }
    return i;
}

/* Adds what stands there without the signs at its ends, in pieces if it is long; returns whether it is one character. */
static inline int add_word(Reading *reading, Py_ssize_t begin, Py_ssize_t end)
{
    const Py_UCS4 *text = reading->characters;
    for (; begin < end && is_outer(text[begin]); begin++) {
    }
    for (; begin < end && is_outer(text[end - 1]); end--) {
    }
    int is_single = end - begin == 1;
    for (; begin < end; begin += WORD_CHARACTERS) {
        add_place(reading, begin, begin + WORD_CHARACTERS < end ? begin + WORD_CHARACTERS : end);
    }
    return is_single;
}

/* `find_words` where there are no symbols: what is in a word is marked first, 64 characters at a time, so that no branch
   is guessed wrong at each end. */
static Py_ssize_t find_words_by_bits(Reading *reading)
{
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t length = reading->length, singles = 0, begin = -1;
    uint64_t last = 0; /* whether the character before was within a word */
    int seen = 0;
    for (Py_ssize_t first = 0; first <= length; first += 64) { /* the NUL at the end ends the last word */
        uint64_t within = 0, turns;
        Py_ssize_t count = length + 1 - first < 64 ? length + 1 - first : 64;
        for (Py_ssize_t i = 0; i < count; i++) {
            int class = classes[text[first + i]];
            seen |= class;
            within |= (uint64_t)(class & IN_WORD) << i;
        }
        for (turns = within ^ (within << 1 | last); turns; turns &= turns - 1) {
            Py_ssize_t at = first + LOWEST_BIT(turns);
            if (begin < 0) {
                begin = at;
            } else {
                singles += add_word(reading, begin, at);
                begin = -1;
            }
        }
        last = within >> 63;
    }
    reading->seen = seen;
    return singles;
}

/* Words in their order; returns how many of them are a single character. */
static Py_ssize_t find_words(Reading *reading)
{
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t length = reading->length, singles = 0, i = 0;
    int seen = 0;
    while (i < length) {
        Py_UCS4 c = text[i];
        if (!is_in_word(c) && !(is_drawn(c) && is_letter(text[i + 1]))) {
            if (c < PLAIN_END) {
                seen |= classes[c];
            } else if (is_symbol(c)) {
                seen |= is_indicator(c) ? INDICATOR : 0;
                add_place(reading, i, i + 1);
                singles++;
            }
            i++;
            continue;
        }
        Py_ssize_t end = end_of_word(text, i, &seen);
        singles += add_word(reading, i, end);
        i = end;
    }
    reading->seen = seen;
    return singles;
}

/* How far letters with one sign each between them go on from `begin`; sets where the last one stands. */
static Py_ssize_t count_mixed(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t *last)
{
    Py_ssize_t letters = 1, at = begin;
    for (; letters < MOST_APART && is_parting(text[at + 1]) && is_letter(text[at + 2]); letters++) {
        at += 2;
    }
    for (; letters >= MIXED_APART && is_alnum(text[at + 1]); letters--) {
        at -= 2;
    }
    *last = at;
    return letters >= MIXED_APART ? letters : 0;
}

/* As `count_mixed` for the same one or two signs; sets also how far it is from letter to letter. */
static Py_ssize_t count_alike(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t *last, Py_ssize_t *step)
{
    Py_UCS4 first = text[begin + 1], second = is_parting(text[begin + 2]) ? text[begin + 2] : 0;
    Py_ssize_t letters = 1, at = begin;
    *step = second ? 3 : 2;
    while (letters < MOST_APART && text[at + 1] == first && (!second || text[at + 2] == second)
           && is_letter(text[at + *step])) {
        at += *step;
        letters++;
    }
    if (is_alnum(text[at + 1])) {
        if (first == '_') {
            return 0; /* to `\w` an underscore goes on, so that no shorter run ends well either */
        }
        letters--;
        at -= *step;
    }
    *last = at;
    return letters >= LETTERS_APART ? letters : 0;
}

/* Adds the word that letters with signs between them make from `begin` on, as in `f u c k`; returns where it ends. */
static Py_ssize_t add_apart(Reading *reading, Py_ssize_t begin)
{
    Py_UCS4 *text = reading->characters, before = begin ? text[begin - 1] : ' ';
    if (!is_letter(text[begin]) || is_alnum(before) || before == '\'' || before == 0x2019) {
        return begin;
    }
    Py_ssize_t last, step = 2, letters = count_mixed(text, begin, &last);
    if (!letters) {
        letters = count_alike(text, begin, &last, &step);
    }
    if (!letters) {
        return begin;
    }
    Place *place = &reading->places[reading->count++];
    *place = (Place){(uint32_t)begin, (uint32_t)last + 1, (uint32_t)reading->used, (uint32_t)letters, 0, 0};
    for (Py_ssize_t from = begin; from <= last; from += step) {
        text[reading->used++] = text[from];
    }
    return last + 1;
}

/* The words that begin from `begin` up to, not including, `end`; returns where the last of all ends. */
static Py_ssize_t find_apart_between(Reading *reading, Py_ssize_t begin, Py_ssize_t end, Py_ssize_t done)
{
    for (; begin < end; begin++) {
        if (begin >= done && is_parting(reading->characters[begin + 1])) {
            done = add_apart(reading, begin);
        }
    }
    return done;
}

/* The words of letters apart. The first letter of one begins a place, of the first `count`, or comes after a sign within
   one; only an apostrophe that is a letter may be in none. */
static void find_apart(Reading *reading, Py_ssize_t count)
{
    if (reading->seen & OUTER_LETTER) {
        find_apart_between(reading, 0, reading->length, 0);
        return;
    }
    Py_ssize_t done = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        const Place *place = &reading->places[i];
        Py_ssize_t end = reading->words[place->word].all & ALNUM ? place->begin + 1 : place->end;
        done = find_apart_between(reading, place->begin, end, done);
    }
}

/* Whether a tag stands between two places, with the one between them as its name. */
static int is_tag(const Py_UCS4 *text, const Place *before, const Place *name, const Place *after)
{
    Py_ssize_t at = before->end;
    if ((text[at] != '[' && text[at] != '<') || name->end + 1 != after->begin) {
        return 0;
    }
    at += text[at + 1] == '/' ? 2 : 1;
    if (at != name->begin) {
        return 0;
    }
    for (; at < name->end; at++) {
        if (!is_between(text[at], 'a', 'z')) {
            return 0;
        }
    }
    return 1;
}

static inline Piece piece_at(const Reading *reading, const Place *place)
{
    const Word *word = &reading->words[place->word];
    return (Piece){reading->characters + word->at, word->sum, (int)word->length, word->level};
}

static inline int is_of_letters(const Reading *reading, const Place *place)
{
    return reading->words[place->word].all & LETTER;
}

/* The words that two neighbours of the first `count` places make. */
static void find_joined(Reading *reading, const Lexicon *lexicon, Py_ssize_t count)
{
    Py_UCS4 *text = reading->characters;
    for (Py_ssize_t i = 1; i < count; i++) {
        const Place *place = &reading->places[i], *before = place - 1;
        if (place->begin - before->end != 1 || !is_of_letters(reading, place)) {
            continue;
        }
        Py_UCS4 sign = text[before->end];
        if ((sign == ']' || sign == '>') && i > 1 && is_tag(text, before - 1, before, place)) {
            before--;
            sign = text[before->end];
        } else if (sign == '\n' || sign == '[' || sign == ']' || sign == '<' || sign == '>') {
            continue;
        }
        if (!is_of_letters(reading, before)) {
            continue;
        }
        Meant meant;
        Piece first = piece_at(reading, before), second = piece_at(reading, place);
        join(lexicon, &meant, &first, &second, sign);
        const Py_UCS4 *letters = meant.letters;
        for (int word = 0; word < meant.count; letters += meant.lengths[word++]) {
            uint32_t length = (uint32_t)meant.lengths[word];
            reading->places[reading->count++] = (Place){before->begin, place->end, (uint32_t)reading->used, length, 0, 0};
            memcpy(text + reading->used, letters, length * sizeof *text);
            reading->used += length;
        }
    }
}

/* The words that rows of flags among the first `count` places spell. */
static void find_flagged(Reading *reading, const Lexicon *lexicon, Py_ssize_t count)
{
    Py_UCS4 *text = reading->characters;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint32_t begin = reading->places[i].begin;
        int are_flags;
        Py_ssize_t length = count_indicators(text + begin, &are_flags);
        i += length > 1 ? length - 1 : 0;
        if (length < LEAST_FLAGS || length > WORD_CHARACTERS) {
            continue;
        }
        Py_UCS4 *word = text + reading->used;
        for (Py_ssize_t at = 0; at < length; at++) {
            word[at] = text[begin + at] - 0x1f1e6 + 'a';
        }
        if (level_of(lexicon, word, length)) {
            uint32_t end = begin + (uint32_t)length;
            reading->places[reading->count++] = (Place){begin, end, (uint32_t)reading->used, (uint32_t)length, 0, 0};
            reading->used += length;
        }
    }
}

static inline uint64_t key_of(const Py_UCS4 *word, uint32_t length)
{
    uint64_t key = 0;
    for (uint32_t i = 0; i < length; i++) {
        key += word[i] * factors[i];
    }
    return key >> 32 | key << 32; /* its upper half is the better one */
}

static inline int is_same(const Py_UCS4 *one, const Py_UCS4 *other, uint32_t length)
{
    return memcmp(one, other, length * sizeof *one) == 0;
}

/* Where a word is remembered, or the free place where it goes. */
static uint32_t slot_of(const Memory *memory, const Py_UCS4 *letters, const Word *word)
{
    uint32_t slot = (uint32_t)word->key & memory->mask;
    for (; memory->slots[slot]; slot = (slot + 1) & memory->mask) {
        const Word *known = &memory->words[memory->slots[slot] - 1];
        if (known->key == word->key && known->length == word->length
            && is_same(memory->letters + known->at, letters, word->length)) {
            break;
        }
    }
    return slot;
}

/* What is known of a word by its letters alone: from the memory, or else worked out. */
static void look_up(const Reading *reading, const Lexicon *lexicon, Word *word)
{
    const Memory *memory = reading->memory;
    const Py_UCS4 *letters = reading->characters + word->at;
    word->number = memory == NULL ? 0 : memory->slots[slot_of(memory, letters, word)];
    if (word->number) {
        const Word *known = &memory->words[word->number - 1];
        word->hash = known->hash;
        word->sum = known->sum;
        word->level = known->level;
        word->all = known->all;
        return;
    }
    word->all = ALNUM | LETTER;
    for (uint32_t i = 0; i < word->length; i++) {
        word->all &= (is_alnum(letters[i]) ? ALNUM : 0) | (is_letter(letters[i]) ? LETTER : 0);
    }
    if (lexicon != NULL && word->all & LETTER) {
        word->sum = sum_of(letters, word->length);
        word->level = level_of_hash(lexicon, 2 * BASE + word->sum + 3 * powers[word->length + 2]);
    }
}

/* The number from 1 of the word at this place; 0 where it is new, and then `slot` is where that goes. */
static inline int32_t number_of(const Reading *reading, const Place *place, uint64_t *slot)
{
    const Py_UCS4 *letters = reading->characters + place->at;
    int32_t number;
    for (*slot = place->key & reading->mask; (number = reading->slots[*slot]) != 0; *slot = (*slot + 1) & reading->mask) {
        const Word *word = &reading->words[number - 1];
        if (word->key == place->key && word->length == place->length
            && is_same(reading->characters + word->at, letters, word->length)) {
            break;
        }
    }
    return number;
}

/* The words of the places from `first` on. */
static void find_distinct(Reading *reading, const Lexicon *lexicon, Py_ssize_t first)
{
    const Memory *memory = reading->memory;
    for (Py_ssize_t i = first; i < reading->count; i++) {
        Place *place = &reading->places[i];
        place->key = key_of(reading->characters + place->at, place->length);
        if (memory != NULL) {
            PREFETCH(&memory->slots[(uint32_t)place->key & memory->mask]);
        }
    }
    for (Py_ssize_t i = first; memory != NULL && i < reading->count; i++) {
        uint32_t number = memory->slots[(uint32_t)reading->places[i].key & memory->mask];
        PREFETCH(&memory->words[number ? number - 1 : 0]); /* most stand in the first place that is looked at */
    }
    for (Py_ssize_t i = first; i < reading->count; i++) {
        Place *place = &reading->places[i];
        uint64_t slot;
        int32_t number = number_of(reading, place, &slot);
        if (!number) {
            Word *word = &reading->words[reading->distinct++];
            *word = (Word){.key = place->key, .at = place->at, .length = place->length};
            look_up(reading, lexicon, word);
            number = reading->slots[slot] = (int32_t)reading->distinct;
        }
        place->word = number - 1;
    }
}

/* Makes room for the words of all places there are, and for their pairs. Returns -1 with an exception. */
static int make_room_for_words(Reading *reading)
{
    uint64_t mask = reading->mask ? reading->mask : 7;
    while (mask < (uint64_t)reading->count * 2) {
        mask = mask * 2 + 1;
    }
    reading->words = enlarge(reading, WORDS, reading->count + 1, sizeof *reading->words);
    reading->pairs = enlarge(reading, PAIRS, reading->count + 1, sizeof *reading->pairs);
    reading->slots = enlarge(reading, SLOTS, (Py_ssize_t)mask + 1, sizeof *reading->slots);
    if (reading->words == NULL || reading->pairs == NULL || reading->slots == NULL) {
        return -1;
    }
    if (mask == reading->mask) {
        return 0;
    }
    reading->mask = mask;
    memset(reading->slots, 0, ((size_t)mask + 1) * sizeof *reading->slots);
    for (int32_t number = 1; number <= reading->distinct; number++) {
        uint64_t slot = reading->words[number - 1].key & mask;
        while (reading->slots[slot]) {
            slot = (slot + 1) & mask;
        }
        reading->slots[slot] = number;
    }
    return 0;
}

/* The words of a normalised text. Returns -1 with an exception; `close_reading` is due in any case. */
static int open_reading(Reading *reading, PyObject *normalised, Py_ssize_t room)
{
    memset(reading, 0, sizeof *reading);
    memcpy(reading->rooms, spare, sizeof spare);
    memset(spare, 0, sizeof spare);
    Py_ssize_t length = PyUnicode_GET_LENGTH(normalised);
    room = length > room ? length : room;
    if (room > INT32_MAX / 8) {
        PyErr_SetString(PyExc_OverflowError, "no text of this length can be read");
        return -1;
    }
    /* Written apart, n letters take 2 n - 1 characters at least, and three letters are the least: so a half more is
       enough for all letters, and a quarter more for all places. A piece is joined to two others at most, or to three
       where there are tags; each pair makes at most three words, with a letter more each, and takes, with the sign
       between them, one more character than the pair before. */
    reading->characters = enlarge(reading, CHARACTERS, room + 14 * length + 2, sizeof *reading->characters);
    reading->places = enlarge(reading, PLACES, 3 * length + length / 4 + 1, sizeof *reading->places);
    reading->length = length;
    return reading->characters == NULL || reading->places == NULL ? -1 : 0;
}

static int read_words(Reading *reading, PyObject *normalised, const Lexicon *lexicon, const Memory *memory)
{
    if (PyUnicode_AsUCS4(normalised, reading->characters, reading->length + 1, 1) == NULL) {
        return -1;
    }
    reading->used = reading->length + 1;
    reading->memory = memory;
    reading->forgotten = memory == NULL ? 0 : memory->forgotten;
    int has_bytes = PyUnicode_KIND(normalised) == PyUnicode_1BYTE_KIND;
    Py_ssize_t singles = has_bytes ? find_words_by_bits(reading) : find_words(reading), found = reading->count;
    if (make_room_for_words(reading) < 0) {
        return -1;
    }
    find_distinct(reading, lexicon, 0);
    if (singles >= LETTERS_APART) {
        find_apart(reading, found);
    }
    if (lexicon != NULL) {
        find_joined(reading, lexicon, found);
        if (reading->seen & INDICATOR) {
            find_flagged(reading, lexicon, found);
        }
    }
    if (reading->count == found) {
        return 0;
    }
    if (make_room_for_words(reading) < 0) {
        return -1;
    }
    find_distinct(reading, lexicon, found);
    return 0;
}

/* ---- Shape: the rows of `SHAPES` in features.py that a text shows ---- */

enum {
    STEPS = 5,
    SHARES = 4,
    LENGTHS = 6,
    LINKS = 0,
    EXCLAMATIONS = LINKS + STEPS,
    QUESTIONS = EXCLAMATIONS + STEPS,
    MENTIONS = QUESTIONS + STEPS,
    HASHTAGS = MENTIONS + STEPS,
    ADDRESSES = HASHTAGS + STEPS,
    NUMBERS = ADDRESSES + STEPS,
    MONEY = NUMBERS + STEPS,
    LINES = MONEY + STEPS,
    CAPITALS = LINES + STEPS,
    DIGITS = CAPITALS + SHARES,
    REPETITION = DIGITS + SHARES,
    LENGTH = REPETITION + SHARES,
    OBFUSCATED_LINK = LENGTH + LENGTHS,
    MARKUP = OBFUSCATED_LINK + 1,
    OWN_SHAPES = MARKUP + 1,
    ENOUGH_DIGITS = 7,
};

static const int steps[STEPS] = {1, 2, 3, 5, 9};
static const double shares[SHARES] = {0.05, 0.15, 0.3, 0.6};
static const int lengths[LENGTHS] = {4, 10, 25, 60, 150, 400};

typedef struct {
    int rows[OWN_SHAPES];
    int count;
} Shape;

static void show_count(Shape *shape, int first, Py_ssize_t count)
{
    for (int i = 0; i < STEPS && count >= steps[i]; i++) {
        shape->rows[shape->count++] = first + i;
    }
}

static void show_share(Shape *shape, int first, double share)
{
    for (int i = 0; i < SHARES && share >= shares[i]; i++) {
        shape->rows[shape->count++] = first + i;
    }
}

static Py_ssize_t count_of(const Reading *reading, Py_UCS4 sign)
{
    uint32_t count = 0; /* of the characters' size, so that it is counted in vectors */
    for (Py_ssize_t i = 0; i < reading->length; i++) {
        count += reading->characters[i] == sign;
    }
    return count;
}

static int is_unit(const Py_UCS4 *text)
{
    return is_currency(*text) || *text == '%' || (text[0] == 'u' && text[1] == 's' && text[2] == 'd')
        || (text[0] == 'e' && text[1] == 'u' && text[2] == 'r') || (text[0] == 'b' && text[1] == 't' && text[2] == 'c');
}

/* Where digits, currencies, `@`, `#` and brackets stand: all that follows looks at these places alone. */
static int find_marks(Reading *reading)
{
    reading->marks = enlarge(reading, MARKS, reading->length + 1, sizeof *reading->marks);
    if (reading->marks == NULL) {
        return -1;
    }
    Py_ssize_t marked = 0;
    for (Py_ssize_t i = 0; i < reading->length; i++) {
        Py_UCS4 c = reading->characters[i];
        reading->marks[marked] = (uint32_t)i; /* written over unless it is one: no branch that is guessed wrong */
        marked += c < PLAIN_END ? (classes[c] & MARK) != 0 : is_currency(c) || Py_UNICODE_ISDECIMAL(c);
    }
    reading->marked = marked;
    return 0;
}

static Py_ssize_t count_money(const Reading *reading)
{
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t count = 0, done = 0;
    for (Py_ssize_t mark = 0; mark < reading->marked; mark++) {
        Py_ssize_t i = reading->marks[mark];
        int is_sign = is_currency(text[i]);
        if (i < done || (!is_sign && !is_decimal(text[i]))) {
            continue;
        }
        Py_ssize_t next = i + 1 + (Py_UNICODE_ISSPACE(text[i + 1]) != 0);
        if (is_sign && is_decimal(text[next])) {
            count++;
            done = next + 1;
        } else if (!is_sign && is_unit(text + next)) {
            count++;
            done = next + (text[next] == 'u' || text[next] == 'e' || text[next] == 'b' ? 3 : 1);
        }
    }
    return count;
}

static inline int is_in_number(Py_UCS4 c)
{
    return c == ' ' || c == '(' || c == ')' || c == '.' || c == '-' || is_decimal(c);
}

static Py_ssize_t count_numbers(const Reading *reading)
{
    enum { FEWEST_FIGURES = 5, MOST_FIGURES = 30 };
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t count = 0, done = 0;
    for (Py_ssize_t mark = 0; mark < reading->marked; mark++) {
        Py_ssize_t i = reading->marks[mark], within = 0;
        if (i < done || !is_decimal(text[i])) {
            continue;
        }
        while (within < MOST_FIGURES && is_in_number(text[i + 1 + within])) {
            within++;
        }
        while (within >= FEWEST_FIGURES && !is_decimal(text[i + 1 + within])) {
            within--;
        }
        if (within >= FEWEST_FIGURES) {
            count++;
            done = i + 2 + within;
        }
    }
    return count;
}

static Py_ssize_t count_marked(const Reading *reading, Py_UCS4 sign)
{
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t count = 0;
    for (Py_ssize_t mark = 0; mark < reading->marked; mark++) {
        Py_ssize_t i = reading->marks[mark];
        if (text[i] == sign && is_alnum(text[i + 1])) {
            Py_UCS4 before = i ? text[i - 1] : ' ';
            count += !is_alnum(before) && (sign != '@' || before != '.');
        }
    }
    return count;
}

static Py_ssize_t count_addresses(const Reading *reading)
{
    enum { MOST = 63 };
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t count = 0, done = 0;
    for (Py_ssize_t mark = 0; mark < reading->marked; mark++) {
        Py_ssize_t i = reading->marks[mark];
        if (text[i] != '@' || i - 1 < done) {
            continue;
        }
        Py_UCS4 before = text[i - 1];
        if (!is_alnum(before) && before != '.' && before != '+' && before != '-') {
            continue;
        }
        Py_ssize_t label = 0;
        while (label <= MOST && (is_alnum(text[i + 1 + label]) || text[i + 1 + label] == '-')) {
            label++;
        }
        if (label > 0 && label <= MOST && text[i + 1 + label] == '.' && is_alnum(text[i + 2 + label])) {
            count++;
            done = i + 3 + label;
        }
    }
    return count;
}

static int is_markup(const Py_UCS4 *text)
{
    static const char *const names[] = {"url", "b", "img", "link"};
    if (*text == '<') {
        return is_between(text[1], 'a', 'z') || text[1] == '/';
    }
    for (size_t name = 0; *text == '[' && name < sizeof names / sizeof *names; name++) {
        const Py_UCS4 *after = text + 1;
        const char *letter = names[name];
        for (; *letter && *after == (Py_UCS4)*letter; letter++, after++) {
        }
        if (!*letter && (*after == '=' || *after == ']')) {
            return 1;
        }
    }
    return 0;
}

static int has_markup(const Reading *reading)
{
    for (Py_ssize_t mark = 0; mark < reading->marked; mark++) {
        if (is_markup(reading->characters + reading->marks[mark])) {
            return 1;
        }
    }
    return 0;
}

/* What is counted in the text as it was submitted: its bytes in UTF-8, and of these the capitals and the digits. */
typedef struct {
    Py_ssize_t bytes, capitals, digits;
} Signs;

static Signs count_signs_in_ascii(const uint8_t *text, Py_ssize_t length)
{
    uint32_t capitals = 0, digits = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        capitals += (uint8_t)(text[i] - 'A') < 26;
        digits += (uint8_t)(text[i] - '0') < 10;
    }
    return (Signs){length, capitals, digits};
}

static Signs count_signs(const Py_UCS4 *text, Py_ssize_t length)
{
    uint32_t bytes = 0, capitals = 0, digits = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 c = text[i];
        bytes += 1u + (c >= 0x80) + (c >= 0x800) + (c >= 0x10000);
        capitals += c - 'A' < 26;
        digits += c - '0' < 10;
    }
    return (Signs){bytes, capitals, digits};
}

/* Shows what is told by marks. Returns -1 with an exception. */
static int show_marked(Shape *shape, Reading *reading, Signs raw)
{
    if (!raw.digits && !(reading->seen & (AT | NUMBER_SIGN | BRACKET))) {
        return 0;
    }
    if (find_marks(reading) < 0) {
        return -1;
    }
    if (raw.digits) {
        show_count(shape, MONEY, count_money(reading));
    }
    if (raw.digits >= ENOUGH_DIGITS) {
        show_count(shape, NUMBERS, count_numbers(reading));
    }
    if (reading->seen & AT) {
        show_count(shape, ADDRESSES, count_addresses(reading));
        show_count(shape, MENTIONS, count_marked(reading, '@'));
    }
    if (reading->seen & NUMBER_SIGN) {
        show_count(shape, HASHTAGS, count_marked(reading, '#'));
    }
    if (reading->seen & BRACKET && has_markup(reading)) {
        shape->rows[shape->count++] = MARKUP;
    }
    return 0;
}

static int find_shape(Shape *shape, Reading *reading, Signs raw)
{
    shape->count = 0;
    for (int i = 0; i < LENGTHS && reading->count >= lengths[i]; i++) {
        shape->rows[shape->count++] = LENGTH + i;
    }
    double characters = raw.bytes ? (double)raw.bytes : 1.0;
    show_share(shape, CAPITALS, (double)raw.capitals / characters);
    show_share(shape, DIGITS, (double)raw.digits / characters);
    if (reading->count >= lengths[0]) {
        show_share(shape, REPETITION, 1 - (double)reading->distinct / (double)reading->count);
    }
    if (reading->seen & OUTER) {
        show_count(shape, EXCLAMATIONS, count_of(reading, '!'));
    }
    show_count(shape, QUESTIONS, count_of(reading, '?'));
    show_count(shape, LINES, count_of(reading, '\n'));
    return show_marked(shape, reading, raw);
}

/* ---- The kernel: a table, and the words met before ---- */

enum { MOST_COLUMNS = 64, MOST_SPANS = 64, LETTERS_EACH = 12 };

typedef struct {
    PyObject_HEAD
    Py_buffer table;
    int bits, columns;
    Py_ssize_t shapes;
    float biases[MOST_COLUMNS];
    PyObject *attributes, *span;
    const Lexicon *lexicon; /* NULL without one */
    Memory memory;
    Reading last;      /* of the text that was scored last: it is the one that is explained, if any */
    PyObject *read;    /* that text, normalised; NULL for none */
} Kernel;

/* A half (IEEE 754 binary16) as a float. Masks and a union, for a branch or a copy would keep compilers from doing several
   at once. */
static inline float widened(uint16_t half)
{
    uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, exponent = magnitude & 0x0f800000;
    uint32_t is_infinite = -(uint32_t)(exponent == 0x0f800000), is_subnormal = -(uint32_t)(exponent == 0);
    uint32_t rebased = magnitude + ((127u - 15u) << 23) + (is_infinite & (128u - 16u) << 23);
    union {
        uint32_t bits;
        float value;
    } raised = {rebased + (1u << 23)}, wide;
    raised.value -= 0x1p-14f;
    wide.bits = (rebased ^ ((rebased ^ raised.bits) & is_subnormal)) | (uint32_t)(half & 0x8000) << 16;
    return wide.value;
}

static inline const char *row_of(const Kernel *kernel, uint64_t hash)
{
    return (const char *)kernel->table.buf + (hash >> (64 - kernel->bits)) * (uint64_t)kernel->columns * 2;
}

/* Eight columns at a time, in vectors, and then the rest. */
static inline void add_row(float *total, const char *row, int columns)
{
    enum { LANES = 8 };
    uint16_t halves[LANES];
    for (; columns >= LANES; columns -= LANES, total += LANES, row += sizeof halves) {
        memcpy(halves, row, sizeof halves);
        for (int i = 0; i < LANES; i++) {
            total[i] += widened(halves[i]);
        }
    }
    memcpy(halves, row, (size_t)columns * sizeof *halves);
    for (int i = 0; i < columns; i++) {
        total[i] += widened(halves[i]);
    }
}

/* Adds the rows of a spelling's features; returns its hash. */
static uint64_t add_spelling(const Kernel *kernel, float *sum, const Py_UCS4 *spelling, Py_ssize_t length)
{
    enum { ROOM = WORD_CHARACTERS + 2, NGRAMS = LONGEST - SHORTEST + 1 };
    uint64_t codes[ROOM], features[1 + ROOM * NGRAMS], whole = 0;
    Py_ssize_t count = 1, end = length + 2;
    codes[0] = 2;
    codes[end - 1] = 3;
    for (Py_ssize_t i = 0; i < length; i++) {
        codes[i + 1] = spelling[i];
    }
    for (Py_ssize_t i = 0; i < end; i++) {
        whole += codes[i] * powers[i + 1];
        uint64_t rolling = codes[i];
        for (Py_ssize_t n = 2; n <= LONGEST && i + n <= end; n++) {
            rolling = rolling * BASE + codes[i + n - 1];
            features[count++] = mixed(rolling + (uint64_t)n);
        }
    }
    features[0] = mixed(whole * PAIR);
    for (Py_ssize_t i = 0; i < count; i++) {
        PREFETCH(row_of(kernel, features[i]));
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        add_row(sum, row_of(kernel, features[i]), kernel->columns);
    }
    return whole;
}

/* Remembers a word and numbers it; where there is no more room, all others are forgotten before. */
static void remember(Memory *memory, const Py_UCS4 *letters, Word *word, const float *sum)
{
    uint32_t slot = slot_of(memory, letters, word);
    if (memory->count == memory->most || memory->room - memory->used < word->length) {
        memset(memory->slots, 0, ((size_t)memory->mask + 1) * sizeof *memory->slots);
        memory->count = memory->used = 0;
        memory->forgotten++;
        slot = slot_of(memory, letters, word);
    }
    memory->words[memory->count] = *word;
    memory->words[memory->count].at = memory->used;
    memcpy(memory->letters + memory->used, letters, word->length * sizeof *letters);
    memcpy(memory->sums + (size_t)memory->count * (size_t)memory->columns, sum,
           (size_t)memory->columns * sizeof *sum);
    memory->used += word->length;
    word->number = memory->slots[slot] = ++memory->count;
}

/* Works out a word that is not remembered: its row and its hash, which is that of what it stands for first. */
static void learn(Kernel *kernel, const Py_UCS4 *letters, Word *word, float *sum)
{
    Meant meant;
    Base base;
    base.length = word->length;
    memcpy(base.letters, letters, word->length * sizeof *letters);
    spell(kernel->lexicon, &meant, &base);
    memset(sum, 0, MOST_COLUMNS * sizeof *sum);
    const Py_UCS4 *spelling = meant.letters;
    for (int i = 0; i < meant.count; spelling += meant.lengths[i++]) {
        uint64_t hash = add_spelling(kernel, sum, spelling, meant.lengths[i]);
        word->hash = i ? word->hash : hash;
    }
    remember(&kernel->memory, letters, word, sum);
}

/* Adds each distinct word's row to `total`, copies it to `sums` unless that is NULL, and sets the words' hashes. */
static void add_words(Kernel *kernel, Reading *reading, float *total, float *sums)
{
    const Memory *memory = &kernel->memory;
    int columns = kernel->columns;
    for (Py_ssize_t i = 0; i < reading->distinct; i++) {
        Word *word = &reading->words[i];
        const Py_UCS4 *letters = reading->characters + word->at;
        if (reading->forgotten != memory->forgotten) {
            word->number = memory->slots[slot_of(memory, letters, word)];
        }
        float fresh[MOST_COLUMNS];
        const float *sum = fresh;
        if (word->number) {
            sum = memory->sums + (size_t)(word->number - 1) * (size_t)columns;
            word->hash = memory->words[word->number - 1].hash;
        } else {
            learn(kernel, letters, word, fresh);
        }
        for (int column = 0; column < columns; column++) {
            total[column] += sum[column];
        }
        if (sums != NULL) {
            memcpy(sums + (size_t)i * (size_t)columns, sum, (size_t)columns * sizeof *sum);
        }
    }
}

/* Finds the pairs of neighbours, and adds the row of each distinct one to `total`. */
static void add_pairs(const Kernel *kernel, Reading *reading, float *total)
{
    for (Py_ssize_t i = 0; i + 1 < reading->count; i++) {
        uint64_t first = reading->words[reading->places[i].word].hash;
        uint64_t second = reading->words[reading->places[i + 1].word].hash;
        reading->pairs[i] = mixed(first * PAIR + mixed(second));
        PREFETCH(row_of(kernel, reading->pairs[i]));
    }
    memset(reading->slots, 0, ((size_t)reading->mask + 1) * sizeof *reading->slots);
    for (Py_ssize_t i = 0; i + 1 < reading->count; i++) {
        uint64_t pair = reading->pairs[i], slot = (pair * secret >> 32) & reading->mask;
        int32_t number;
        while ((number = reading->slots[slot]) != 0 && reading->pairs[number - 1] != pair) {
            slot = (slot + 1) & reading->mask;
        }
        if (number == 0) {
            reading->slots[slot] = (int32_t)i + 1;
            add_row(total, row_of(kernel, pair), kernel->columns);
        }
    }
}

static double root_of(float squares)
{
    return squares > 0 ? sqrt((double)squares) : 1.0;
}

/* ---- What Python calls ---- */

/* Reads a comment's words and shape. Returns -1 with an exception; `close_reading` is due in any case. */
static int read_comment(Reading *reading, Shape *shape, PyObject *original, PyObject *normalised,
                        const Lexicon *lexicon, const Memory *memory)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(original);
    int is_ascii = PyUnicode_IS_ASCII(original);
    if (open_reading(reading, normalised, length) < 0
        || (!is_ascii && PyUnicode_AsUCS4(original, reading->characters, length + 1, 1) == NULL)) {
        return -1;
    }
    Signs raw = is_ascii ? count_signs_in_ascii(PyUnicode_1BYTE_DATA(original), length)
                         : count_signs(reading->characters, length);
    return read_words(reading, normalised, lexicon, memory) < 0 ? -1 : find_shape(shape, reading, raw);
}

/* Keeps the reading of a text for whoever explains it, instead of the one before; closes it where `read` is NULL. */
static void keep_reading(Kernel *kernel, Reading *reading, PyObject *read)
{
    if (read == NULL || reading->rooms[CHARACTERS].size > MOST_KEPT) {
        close_reading(reading);
        return;
    }
    if (kernel->read != NULL) {
        close_reading(&kernel->last);
    }
    kernel->last = *reading;
    Py_XSETREF(kernel->read, Py_NewRef(read));
}

/* The reading of a text that was kept, which is no longer; else of all anew. Returns -1 with an exception. */
static int take_reading(Kernel *kernel, Reading *reading, PyObject *normalised)
{
    if (kernel->read == normalised) {
        *reading = kernel->last;
        Py_CLEAR(kernel->read);
        return 0;
    }
    return open_reading(reading, normalised, 0) < 0 ? -1
                                                    : read_words(reading, normalised, kernel->lexicon, &kernel->memory);
}

/* logits(original, normalised, rows): `rows` are those of SHAPES that others found. */
static int find_logits(Kernel *kernel, float *logits, PyObject *const *arguments, Py_ssize_t count)
{
    if (!are_as_many(count, 3) || !are_texts(arguments, 2)) {
        return -1;
    }
    Reading reading;
    Shape shape;
    float total[MOST_COLUMNS] = {0}, shown[MOST_COLUMNS] = {0};
    int attributes = kernel->columns - 1, done = -1;
    PyObject *rows = PySequence_Fast(arguments[2], "expected a sequence of rows");
    if (rows == NULL) {
        return -1;
    }
    if (read_comment(&reading, &shape, arguments[0], arguments[1], kernel->lexicon, &kernel->memory) < 0) {
        goto end;
    }
    add_words(kernel, &reading, total, NULL);
    add_pairs(kernel, &reading, total);
    const char *shapes = (const char *)kernel->table.buf + ((size_t)kernel->columns * 2 << kernel->bits);
    for (int i = 0; i < shape.count; i++) {
        add_row(shown, shapes + (size_t)shape.rows[i] * (size_t)kernel->columns * 2, kernel->columns);
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(rows); i++) {
        Py_ssize_t row = PyNumber_AsSsize_t(PySequence_Fast_GET_ITEM(rows, i), PyExc_IndexError);
        if (row < 0 || row >= kernel->shapes) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_IndexError, "there is no shape of this number");
            }
            goto end;
        }
        add_row(shown, shapes + (size_t)row * (size_t)kernel->columns * 2, kernel->columns);
    }
    reading.root = (float)root_of(total[attributes]);
    for (int i = 0; i < attributes; i++) {
        logits[i] = total[i] / reading.root + kernel->biases[i] + shown[i];
    }
    done = 0;
end:
    keep_reading(kernel, &reading, done == 0 ? arguments[1] : NULL);
    Py_DECREF(rows);
    return done;
}

static double logistic(double logit)
{
    const double furthest = 30;
    return 1 / (1 + exp(-(logit > furthest ? furthest : logit < -furthest ? -furthest : logit)));
}

static PyObject *kernel_logits(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    float logits[MOST_COLUMNS];
    if (find_logits(kernel, logits, arguments, count) < 0) {
        return NULL;
    }
    PyObject *list = PyList_New(kernel->columns - 1);
    for (int i = 0; list != NULL && i < kernel->columns - 1; i++) {
        PyObject *logit = PyFloat_FromDouble((double)logits[i]);
        if (logit == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, i, logit);
        }
    }
    return list;
}

static PyObject *kernel_score(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    float logits[MOST_COLUMNS];
    if (find_logits(kernel, logits, arguments, count) < 0) {
        return NULL;
    }
    PyObject *scores = PyDict_New();
    for (int i = 0; scores != NULL && i < kernel->columns - 1; i++) {
        PyObject *score = PyFloat_FromDouble(logistic((double)logits[i]));
        if (score == NULL || PyDict_SetItem(scores, PyTuple_GET_ITEM(kernel->attributes, i), score) < 0) {
            Py_CLEAR(scores);
        }
        Py_XDECREF(score);
    }
    return scores;
}

typedef struct {
    float weight;
    const Place *place;
} Weighed;

/* The heaviest places, the first of equal ones first; returns how many weigh enough to be told. */
static int find_heaviest(Weighed *heaviest, int limit, const Place *places, const float *weights, Py_ssize_t count)
{
    const double least_share = 0.1, nothing = 1e-9;
    int found = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        float weight = weights[i];
        if (found == limit && !(weight > heaviest[limit - 1].weight)) {
            continue;
        }
        int at = found < limit ? found++ : limit - 1;
        for (; at > 0 && weight > heaviest[at - 1].weight; at--) {
            heaviest[at] = heaviest[at - 1];
        }
        heaviest[at] = (Weighed){weight, &places[i]};
    }
    double least = found ? least_share * (double)heaviest[0].weight : 0;
    least = least > nothing ? least : nothing;
    while (found > 0 && !((double)heaviest[found - 1].weight >= least)) {
        found--;
    }
    return found;
}

static int comes_after(const Place *one, const Place *other)
{
    return one->begin > other->begin || (one->begin == other->begin && one->end > other->end);
}

static PyObject *span_of(PyObject *type, Weighed weighed)
{
    PyObject *span = ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 3);
    if (span != NULL) {
        PyObject *begin = PyLong_FromUnsignedLong(weighed.place->begin);
        PyObject *end = PyLong_FromUnsignedLong(weighed.place->end);
        PyObject *weight = PyFloat_FromDouble(rint((double)weighed.weight * 1000) / 1000);
        PyTuple_SET_ITEM(span, 0, begin);
        PyTuple_SET_ITEM(span, 1, end);
        PyTuple_SET_ITEM(span, 2, weight);
        if (begin == NULL || end == NULL || weight == NULL) {
            Py_CLEAR(span);
        }
    }
    return span;
}

static PyObject *spans_of(PyObject *type, Weighed *heaviest, int found)
{
    for (int i = 1; i < found; i++) {
        Weighed one = heaviest[i];
        int at = i;
        for (; at > 0 && comes_after(heaviest[at - 1].place, one.place); at--) {
            heaviest[at] = heaviest[at - 1];
        }
        heaviest[at] = one;
    }
    /* `a_b_c` is a word, and also the word that its letters make: one span, with the lesser weight. */
    int kept = 0;
    for (int i = 0; i < found; i++) {
        int is_again = kept > 0 && !comes_after(heaviest[i].place, heaviest[kept - 1].place);
        heaviest[is_again ? kept - 1 : kept++] = heaviest[i];
    }
    found = kept;
    PyObject *spans = PyTuple_New(found);
    for (int i = 0; spans != NULL && i < found; i++) {
        PyObject *span = span_of(type, heaviest[i]);
        if (span == NULL) {
            Py_CLEAR(spans);
        } else {
            PyTuple_SET_ITEM(spans, i, span);
        }
    }
    return spans;
}

/* What each place weighs for one attribute: its word, and half of each pair it is in. */
static void weigh_places(const Kernel *kernel, const Reading *reading, const float *sums, int column, float *weights)
{
    float before = 0;
    for (Py_ssize_t i = 0; i < reading->count; i++) {
        float after = 0;
        if (i + 1 < reading->count) {
            uint16_t half;
            memcpy(&half, row_of(kernel, reading->pairs[i]) + 2 * column, sizeof half);
            after = widened(half) / 2;
        }
        size_t row = (size_t)reading->places[i].word * (size_t)kernel->columns;
        weights[i] = (sums[row + (size_t)column] + after + before) / reading->root;
        before = after;
    }
}

/* explain(normalised, attributes, limit): for each attribute the spans, in the normalised text, that weighed most. */
static PyObject *kernel_explain(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    if (!are_as_many(count, 3) || !are_texts(arguments, 1)) {
        return NULL;
    }
    long limit = PyLong_AsLong(arguments[2]);
    if (limit < 1 || limit > MOST_SPANS) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_ValueError, "the limit must be 1 to %d", MOST_SPANS);
        }
        return NULL;
    }
    PyObject *attributes = PySequence_Fast(arguments[1], "expected a sequence of attributes"), *explained = NULL;
    if (attributes == NULL) {
        return NULL;
    }
    Reading reading;
    float total[MOST_COLUMNS] = {0}, *sums = NULL, *weights = NULL;
    if (take_reading(kernel, &reading, arguments[0]) < 0) {
        goto end;
    }
    sums = room_for(reading.distinct * kernel->columns + 1, sizeof *sums);
    weights = room_for(reading.count + 1, sizeof *weights);
    if (sums == NULL || weights == NULL) {
        goto end;
    }
    add_words(kernel, &reading, total, sums);
    if (!reading.root) {
        add_pairs(kernel, &reading, total);
        reading.root = (float)root_of(total[kernel->columns - 1]);
    }
    explained = PyDict_New();
    for (Py_ssize_t i = 0; explained != NULL && i < PySequence_Fast_GET_SIZE(attributes); i++) {
        PyObject *attribute = PySequence_Fast_GET_ITEM(attributes, i), *spans = NULL;
        Py_ssize_t column = PySequence_Index(kernel->attributes, attribute);
        if (column >= 0) {
            Weighed heaviest[MOST_SPANS];
            weigh_places(kernel, &reading, sums, (int)column, weights);
            int found = find_heaviest(heaviest, (int)limit, reading.places, weights, reading.count);
            spans = spans_of(kernel->span, heaviest, found);
        }
        if (spans == NULL || PyDict_SetItem(explained, attribute, spans) < 0) {
            Py_CLEAR(explained);
        }
        Py_XDECREF(spans);
    }
end:
    PyMem_RawFree(sums);
    PyMem_RawFree(weights);
    keep_reading(kernel, &reading, explained == NULL ? NULL : arguments[0]);
    Py_DECREF(attributes);
    return explained;
}

/* ---- The kernel's life ---- */

static int take_biases(Kernel *kernel, PyObject *given)
{
    PyObject *biases = PySequence_Fast(given, "expected a sequence of biases");
    if (biases == NULL) {
        return -1;
    }
    int done = 0;
    if (PySequence_Fast_GET_SIZE(biases) != kernel->columns - 1) {
        PyErr_SetString(PyExc_ValueError, "there is not one bias for each attribute");
        done = -1;
    }
    for (int i = 0; done == 0 && i < kernel->columns - 1; i++) {
        kernel->biases[i] = (float)PyFloat_AsDouble(PySequence_Fast_GET_ITEM(biases, i));
        done = PyErr_Occurred() ? -1 : 0;
    }
    Py_DECREF(biases);
    return done;
}

static int make_room(Memory *memory, unsigned int most, int columns)
{
    memory->columns = columns;
    memory->most = most;
    memory->room = most * LETTERS_EACH > WORD_CHARACTERS ? most * LETTERS_EACH : WORD_CHARACTERS;
    memory->mask = 7;
    while (memory->mask < most * 2) {
        memory->mask = memory->mask * 2 + 1;
    }
    memory->words = PyMem_RawMalloc(most * sizeof *memory->words);
    memory->sums = PyMem_RawMalloc((size_t)most * (size_t)columns * sizeof *memory->sums);
    memory->letters = PyMem_RawMalloc(memory->room * sizeof *memory->letters);
    memory->slots = PyMem_RawCalloc((size_t)memory->mask + 1, sizeof *memory->slots);
    if (memory->words == NULL || memory->sums == NULL || memory->letters == NULL || memory->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static PyObject *kernel_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "biases", "attributes", "bits", "span", "remembered", "lexicon", NULL};
    PyObject *table, *biases, *attributes, *span, *lexicon = Py_None;
    int bits;
    unsigned int remembered;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOO!iO!I|O", names, &table, &biases, &PyTuple_Type, &attributes,
                                     &bits, &PyType_Type, &span, &remembered, &lexicon)) {
        return NULL;
    }
    Py_ssize_t columns = PyTuple_GET_SIZE(attributes) + 1;
    if (bits < 4 || bits > 24 || columns < 2 || columns > MOST_COLUMNS || remembered < 1 || remembered > 1 << 24
        || !PyType_IsSubtype((PyTypeObject *)span, &PyTuple_Type)) {
        PyErr_SetString(PyExc_ValueError, "bits, attributes, remembered or span are not what a kernel works with");
        return NULL;
    }
    const Lexicon *known = lexicon_in(lexicon);
    Kernel *kernel = PyErr_Occurred() ? NULL : (Kernel *)type->tp_alloc(type, 0);
    if (kernel == NULL) {
        return NULL;
    }
    kernel->lexicon = known == NULL ? NULL : (const Lexicon *)Py_NewRef(lexicon);
    kernel->bits = bits;
    kernel->columns = (int)columns;
    kernel->attributes = Py_NewRef(attributes);
    kernel->span = Py_NewRef(span);
    if (take_biases(kernel, biases) < 0 || make_room(&kernel->memory, remembered, kernel->columns) < 0
        || PyObject_GetBuffer(table, &kernel->table, PyBUF_C_CONTIGUOUS) < 0) {
        Py_DECREF(kernel);
        return NULL;
    }
    kernel->shapes = kernel->table.len / (columns * 2) - ((Py_ssize_t)1 << bits);
    if (kernel->shapes < OWN_SHAPES || kernel->table.len % (columns * 2) != 0) {
        PyErr_SetString(PyExc_ValueError, "the table has not 2**bits rows and one for each shape of a text, of halves");
        Py_DECREF(kernel);
        return NULL;
    }
    return (PyObject *)kernel;
}

static int kernel_traverse(PyObject *self, visitproc visit, void *arg)
{
    Kernel *kernel = (Kernel *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(kernel->attributes);
    Py_VISIT(kernel->span);
    Py_VISIT((PyObject *)kernel->lexicon);
    Py_VISIT(kernel->table.obj);
    return 0;
}

/* No tp_clear: whoever has a kernel may score with it, and what it refers to knows nothing of it. */
static void kernel_dealloc(PyObject *self)
{
    Kernel *kernel = (Kernel *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (kernel->table.obj != NULL) {
        PyBuffer_Release(&kernel->table);
    }
    Py_XDECREF(kernel->attributes);
    Py_XDECREF(kernel->span);
    Py_XDECREF((PyObject *)kernel->lexicon);
    if (kernel->read != NULL) {
        close_reading(&kernel->last);
        Py_CLEAR(kernel->read);
    }
    PyMem_RawFree(kernel->memory.words);
    PyMem_RawFree(kernel->memory.sums);
    PyMem_RawFree(kernel->memory.letters);
    PyMem_RawFree(kernel->memory.slots);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef kernel_methods[] = {
    {"score", (PyCFunction)(void (*)(void))kernel_score, METH_FASTCALL, NULL},
    {"logits", (PyCFunction)(void (*)(void))kernel_logits, METH_FASTCALL, NULL},
    {"explain", (PyCFunction)(void (*)(void))kernel_explain, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot kernel_slots[] = {
    {Py_tp_new, kernel_new},
    {Py_tp_dealloc, kernel_dealloc},
    {Py_tp_traverse, kernel_traverse},
    {Py_tp_methods, kernel_methods},
    {0, NULL},
};

static PyType_Spec kernel_spec = {
    .name = "model._kernel.Kernel",
    .basicsize = sizeof(Kernel),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = kernel_slots,
};

/* ---- The module ---- */

static PyObject *word_at(const Reading *reading, const Place *place)
{
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, reading->characters + place->at, (Py_ssize_t)place->length);
}

/* read(original, normalised[, lexicon]): the words, and the rows of SHAPES that the text shows. */
static PyObject *kernel_read(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (!are_as_many(count, count == 3 ? 3 : 2) || !are_texts(arguments, 2)) {
        return NULL;
    }
    const Lexicon *lexicon = count == 3 ? lexicon_in(arguments[2]) : NULL;
    if (PyErr_Occurred()) {
        return NULL;
    }
    Reading reading;
    Shape shape;
    PyObject *words = NULL, *rows = NULL, *both = NULL;
    if (read_comment(&reading, &shape, arguments[0], arguments[1], lexicon, NULL) < 0) {
        goto end;
    }
    words = PyList_New(reading.count);
    for (Py_ssize_t i = 0; words != NULL && i < reading.count; i++) {
        PyObject *word = word_at(&reading, &reading.places[i]);
        if (word == NULL) {
            Py_CLEAR(words);
        } else {
            PyList_SET_ITEM(words, i, word);
        }
    }
    rows = PyList_New(shape.count);
    for (int i = 0; rows != NULL && i < shape.count; i++) {
        PyObject *row = PyLong_FromLong(shape.rows[i]);
        if (row == NULL) {
            Py_CLEAR(rows);
        } else {
            PyList_SET_ITEM(rows, i, row);
        }
    }
    both = words != NULL && rows != NULL ? PyTuple_Pack(2, words, rows) : NULL;
end:
    Py_XDECREF(words);
    Py_XDECREF(rows);
    close_reading(&reading);
    return both;
}

/* find_places(normalised): the words, each with where it begins and ends. */
static PyObject *kernel_find_places(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (!are_as_many(count, count == 2 ? 2 : 1)) {
        return NULL;
    }
    PyObject *normalised = arguments[0];
    const Lexicon *lexicon = count == 2 ? lexicon_in(arguments[1]) : NULL;
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (!are_texts(&normalised, 1)) {
        return NULL;
    }
    Reading reading;
    PyObject *places = NULL;
    if (open_reading(&reading, normalised, 0) < 0 || read_words(&reading, normalised, lexicon, NULL) < 0) {
        goto end;
    }
    places = PyList_New(reading.count);
    for (Py_ssize_t i = 0; places != NULL && i < reading.count; i++) {
        const Place *at = &reading.places[i];
        PyObject *place = Py_BuildValue("(NII)", word_at(&reading, at), at->begin, at->end);
        if (place == NULL) {
            Py_CLEAR(places);
        } else {
            PyList_SET_ITEM(places, i, place);
        }
    }
end:
    close_reading(&reading);
    return places;
}

/* `_CALLED` of surroundings.py, and where two letters stand in each that are seldom neighbours elsewhere. */
static const struct {
    const char *name;
    int rare;
} messengers[] = {{"whatsapp", 6}, {"telegram", 3}, {"viber", 1}, {"wechat", 1}};

static int append(PyObject *list, Py_ssize_t number)
{
    PyObject *one = PyLong_FromSsize_t(number);
    int done = one == NULL ? -1 : PyList_Append(list, one);
    Py_XDECREF(one);
    return done;
}

static int begins_with(const Py_UCS4 *text, const Py_UCS4 *word)
{
    for (; *word; word++, text++) {
        if (*word != *text) {
            return 0;
        }
    }
    return 1;
}

/* Two neighbours may be what is looked for where a bit of the first is one of the second: both are looked up, and no
   branch is guessed wrong until there may be something. Beyond ASCII only the ideographic full stop is a first. */
static uint8_t first_of_link[128], second_of_link[128], first_of_name[128], second_of_name[128];

static inline int may_be(const uint8_t *first, const uint8_t *second, const Py_UCS4 *text)
{
    return (text[0] < 128 ? first[text[0]] : text[0] == 0x3002) & (text[1] < 128 ? second[text[1]] : 0xff);
}

static void describe_neighbours(void)
{
    enum { ANY = 1, FIGURE = 2, APART = 4 };
    for (Py_UCS4 c = 0; c < 128; c++) {
        second_of_link[c] = ANY | (is_letter(c) || is_decimal(c) ? FIGURE : 0) | (c == '.' || c == 'd' ? APART : 0);
    }
    first_of_link['/'] = first_of_link['\\'] = first_of_link['('] = first_of_link['['] = first_of_link['{'] = ANY;
    first_of_link['.'] = FIGURE;
    first_of_link[' '] = APART;
    for (size_t i = 0; i < sizeof messengers / sizeof *messengers; i++) {
        const char *pair = messengers[i].name + messengers[i].rare;
        first_of_name[(int)pair[0]] |= (uint8_t)(1 << i);
        second_of_name[(int)pair[1]] |= (uint8_t)(1 << i);
    }
}

/* Whether something begins there that no link is without. */
static int is_sign_of_link(const Py_UCS4 *text, Py_ssize_t at)
{
    static const Py_UCS4 dot[] = {'d', 'o', 't', 0}, tochka[] = {0x442, 0x43e, 0x447, 0x43a, 0x430, 0};
    const Py_UCS4 *next = text + at + 1;
    switch (text[at]) {
    case '/':
    case '\\':
    case 0x3002:
        return 1;
    case '.':
        return is_letter(*next) || is_decimal(*next);
    case ' ':
        return *next == '.' || (begins_with(next, dot) && next[3] == ' ');
    case '(':
    case '[':
    case '{':
        next += Py_UNICODE_ISSPACE(*next) != 0;
        return *next == '.' || begins_with(next, dot) || begins_with(next, tochka);
    default:
        return 0;
    }
}

/* The code points of a text, with a NUL after them; NULL with an exception. For PyMem_Free. */
static Py_UCS4 *characters_of(PyObject *text)
{
    return are_texts(&text, 1) ? PyUnicode_AsUCS4Copy(text) : NULL;
}

/* find_signs_of_links(normalised): where something stands that no link is without. */
static PyObject *kernel_find_signs_of_links(PyObject *module, PyObject *normalised)
{
    (void)module;
    Py_UCS4 *text = characters_of(normalised);
    PyObject *signs = text == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; signs != NULL && i < PyUnicode_GET_LENGTH(normalised); i++) {
        if (may_be(first_of_link, second_of_link, text + i) && is_sign_of_link(text, i) && append(signs, i) < 0) {
            Py_CLEAR(signs);
        }
    }
    PyMem_Free(text);
    return signs;
}

/* Where the messenger's name begins whose two rare letters stand at `at`, and its end; -1 where they are of none. */
static Py_ssize_t begin_of_name(const Py_UCS4 *text, Py_ssize_t at, Py_ssize_t *end)
{
    for (size_t i = 0; i < sizeof messengers / sizeof *messengers; i++) {
        Py_ssize_t begin = at - messengers[i].rare;
        const char *letter = messengers[i].name;
        for (*end = begin; begin >= 0 && *letter && text[*end] == (Py_UCS4)*letter; letter++) {
            ++*end;
        }
        if (!*letter) {
            return begin;
        }
    }
    return -1;
}

/* find_messengers(normalised): where the name of one begins and ends. */
static PyObject *kernel_find_messengers(PyObject *module, PyObject *normalised)
{
    (void)module;
    Py_UCS4 *text = characters_of(normalised);
    PyObject *places = text == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0, end; places != NULL && i < PyUnicode_GET_LENGTH(normalised); i++) {
        Py_ssize_t begin = may_be(first_of_name, second_of_name, text + i) ? begin_of_name(text, i, &end) : -1;
        PyObject *place = begin < 0 ? NULL : Py_BuildValue("(nn)", begin, end);
        if (begin >= 0 && (place == NULL || PyList_Append(places, place) < 0)) {
            Py_CLEAR(places);
        }
        Py_XDECREF(place);
    }
    PyMem_Free(text);
    return places;
}

/* is_plain(text): whether every character is composed and visible already. */
static PyObject *kernel_is_plain(PyObject *module, PyObject *given)
{
    (void)module;
    Py_UCS4 *text = characters_of(given);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given), i = 0;
    while (i < length && is_plain(text[i])) {
        i++;
    }
    PyMem_Free(text);
    return PyBool_FromLong(i == length);
}

/* respell(text): the text with what each character becomes by itself; None where that cannot be said of every one. */
static PyObject *kernel_respell(PyObject *module, PyObject *given)
{
    (void)module;
    Py_UCS4 *text = characters_of(given), *written = NULL;
    PyObject *told = NULL;
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given), count = 0, i = 0;
    written = room_for(length + 1, 3 * sizeof *written);
    if (written == NULL) {
        goto end;
    }
    int are_flags = 0;
    for (Py_ssize_t end = 0; i < length; i++) {
        Py_UCS4 as;
        int times = respelled(text[i], &as);
        if (times < 0) {
            break;
        }
        if (is_indicator(as)) {
            end = i < end ? end : i + count_indicators(text + i, &are_flags);
            as = are_flags ? as : 'a' + (as - 0x1f1e6);
        }
        for (; times > 0; times--) {
            written[count++] = as;
        }
    }
    told = i < length ? Py_NewRef(Py_None) : PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, written, count);
end:
    PyMem_RawFree(written);
    PyMem_Free(text);
    return told;
}

/* trace(text): where each character of the normalised text begins in this one, and where it ends; None as `respell`.
   The marks on a letter belong to it. */
static PyObject *kernel_trace(PyObject *module, PyObject *given)
{
    (void)module;
    Py_UCS4 *text = characters_of(given);
    PyObject *begins = PyList_New(0), *ends = PyList_New(0), *told = NULL;
    if (text == NULL || begins == NULL || ends == NULL) {
        goto end;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given), next;
    for (Py_ssize_t i = 0; i < length; i = next) {
        Py_UCS4 c = text[i], as;
        int times = respelled(c, &as);
        if (times < 0) {
            told = Py_NewRef(Py_None);
            goto end;
        }
        next = i + 1;
        while (c != ' ' && c != '\t' && c != '\r' && c != '\n' && is_mark(text[next])) {
            next++;
        }
        times += as == 0xdf; /* the only one that case folding makes two of */
        for (; times > 0; times--) {
            if (append(begins, i) < 0 || append(ends, next) < 0) {
                goto end;
            }
        }
    }
    told = PyTuple_Pack(2, begins, ends);
end:
    Py_XDECREF(begins);
    Py_XDECREF(ends);
    PyMem_Free(text);
    return told;
}

/* is_settled(folded): whether case folding left a plain text no mark, and letters of two alphabets are no neighbours. */
static PyObject *kernel_is_settled(PyObject *module, PyObject *folded)
{
    (void)module;
    Py_UCS4 *text = characters_of(folded);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(folded), i = 0;
    while (i < length && !is_between(text[i], 0x300, 0x36f) && !is_between(text[i], 0x483, 0x489)
           && !(is_latin(text[i]) && is_greek_or_cyrillic(text[i + 1]))
           && !(is_greek_or_cyrillic(text[i]) && is_latin(text[i + 1]))) {
        i++;
    }
    PyMem_Free(text);
    return PyBool_FromLong(i == length);
}

/* count_letters(text): how many different letters of each script of languages.py there are. */
static PyObject *kernel_count_letters(PyObject *module, PyObject *given)
{
    (void)module;
    Py_UCS4 *text = characters_of(given);
    if (text == NULL) {
        return NULL;
    }
    uint64_t seen[LAST_OF_SCRIPTS / 64 + 1] = {0};
    long counts[SCRIPTS] = {0};
    Py_ssize_t length = PyUnicode_GET_LENGTH(given);
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 c = text[i];
        if (c > LAST_OF_SCRIPTS || seen[c / 64] >> c % 64 & 1) {
            continue;
        }
        seen[c / 64] |= (uint64_t)1 << c % 64;
        for (size_t range = 0; range < sizeof scripts / sizeof *scripts; range++) {
            if (is_between(c, scripts[range].range.first, scripts[range].range.last)) {
                counts[scripts[range].script]++;
                break;
            }
        }
    }
    PyMem_Free(text);
    PyObject *told = PyTuple_New(SCRIPTS);
    for (int i = 0; told != NULL && i < SCRIPTS; i++) {
        PyObject *count = PyLong_FromLong(counts[i]);
        if (count == NULL) {
            Py_CLEAR(told);
        } else {
            PyTuple_SET_ITEM(told, i, count);
        }
    }
    return told;
}

/* ---- Common words: the twin is in spoken.py ---- */

enum { COMMON_BYTES = 16, COMMON_BITS = 17 };

/* A word in ASCII, padded with NUL; in its last bit, which no letter has, whether it is of the language expected. */
typedef struct {
    uint64_t first, last;
} CommonWord;

static const uint64_t OWN = (uint64_t)1 << 63;

typedef struct {
    PyObject_HEAD
    CommonWord *words; /* a hash table; NULs are a free place */
    uint64_t mask;
    uint64_t *filter;  /* a bit for each beginning of a hash that there is; most other words end here */
} CommonWords;

/* `_PARTED` of spoken.py */
static uint8_t parts_words[256];

static void describe_parts(void)
{
    for (const char *sign = " \t\n\v\f\r\x1c\x1d\x1e\x1f.,;:!?\"()[]{}<>*~|=+^%&"; *sign; sign++) {
        parts_words[(int)*sign] = 1;
    }
}

static inline uint64_t hash_of_common(CommonWord word)
{
    return word.first * factors[0] + word.last * factors[1];
}

static CommonWord *place_of(const CommonWords *common, CommonWord word)
{
    uint64_t at = hash_of_common(word) >> 32 & common->mask;
    CommonWord *place = &common->words[at];
    while (place->first && (place->first != word.first || (place->last & ~OWN) != word.last)) {
        at = (at + 1) & common->mask;
        place = &common->words[at];
    }
    return place;
}

static int add_common(CommonWords *common, PyObject *words, uint64_t own)
{
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(words); i++) {
        PyObject *bytes = PySequence_Fast_GET_ITEM(words, i);
        Py_ssize_t length = PyBytes_Check(bytes) ? PyBytes_GET_SIZE(bytes) : 0;
        CommonWord word = {0, 0};
        if (length < 1 || length > COMMON_BYTES) {
            PyErr_Format(PyExc_ValueError, "a common word has 1 to %d bytes of ASCII", COMMON_BYTES);
            return -1;
        }
        memcpy(&word, PyBytes_AS_STRING(bytes), (size_t)length);
        CommonWord *place = place_of(common, word);
        if (place->first || !word.first || word.last & OWN) {
            PyErr_SetString(PyExc_ValueError, "a common word is given twice, or is not ASCII");
            return -1;
        }
        *place = (CommonWord){word.first, word.last | own};
        uint64_t start = hash_of_common(word) >> (64 - COMMON_BITS);
        common->filter[start >> 6] |= (uint64_t)1 << (start & 63);
    }
    return 0;
}

static PyObject *common_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"own", "others", NULL};
    PyObject *own, *others;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO", names, &own, &others)) {
        return NULL;
    }
    own = PySequence_Fast(own, "expected words as bytes");
    others = own == NULL ? NULL : PySequence_Fast(others, "expected words as bytes");
    CommonWords *common = others == NULL ? NULL : (CommonWords *)type->tp_alloc(type, 0);
    if (common != NULL) {
        uint64_t needed = 2 * (uint64_t)(PySequence_Fast_GET_SIZE(own) + PySequence_Fast_GET_SIZE(others));
        for (common->mask = 7; common->mask < needed;) {
            common->mask = common->mask * 2 + 1;
        }
        common->words = PyMem_RawCalloc((size_t)common->mask + 1, sizeof *common->words);
        common->filter = PyMem_RawCalloc((size_t)1 << COMMON_BITS >> 3, 1);
        int has_room = common->words != NULL && common->filter != NULL;
        if (!has_room) {
            PyErr_NoMemory();
        }
        if (!has_room || add_common(common, own, OWN) < 0 || add_common(common, others, 0) < 0) {
            Py_CLEAR(common);
        }
    }
    Py_XDECREF(own);
    Py_XDECREF(others);
    return (PyObject *)common;
}

static void common_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_RawFree(((CommonWords *)self)->words);
    PyMem_RawFree(((CommonWords *)self)->filter);
    type->tp_free(self);
    Py_DECREF(type);
}

/* What of a text was common so far: whether a word of its own, and the only other one. */
typedef struct {
    int has_own;
    const CommonWord *other;
} Common;

/* Takes a word into account; returns whether it is the second one of others. */
static inline int take_common(const CommonWords *common, Common *found, CommonWord word)
{
    uint64_t start = hash_of_common(word) >> (64 - COMMON_BITS);
    if (!(common->filter[start >> 6] >> (start & 63) & 1)) {
        return 0;
    }
    const CommonWord *place = place_of(common, word);
    if (!place->first) {
        return 0;
    }
    if (place->last & OWN) {
        found->has_own = 1;
        return 0;
    }
    int is_second = found->other != NULL && found->other != place;
    found->other = place;
    return is_second;
}

/* Up to 16 bytes, padded with NUL; without a call where there is something to read after them. */
static inline CommonWord common_word_at(const uint8_t *bytes, size_t count, size_t left)
{
    CommonWord word = {0, 0};
    if (left < COMMON_BYTES) {
        memcpy(&word, bytes, count);
        return word;
    }
    memcpy(&word, bytes, COMMON_BYTES);
    uint64_t kept = UINT64_MAX >> (64 - 8 * (count < 8 ? count : 8));
    word.first &= kept;
    word.last &= count > 8 ? UINT64_MAX >> (64 - 8 * (count - 8)) : 0;
    return word;
}

/* is_plain(text): whether a text in ASCII has words of its own, and no two different ones of others. */
static PyObject *common_is_plain(PyObject *self, PyObject *text)
{
    const CommonWords *common = (const CommonWords *)self;
    if (!are_texts(&text, 1)) {
        return NULL;
    }
    if (!PyUnicode_IS_ASCII(text)) {
        Py_RETURN_FALSE;
    }
    const uint8_t *bytes = PyUnicode_1BYTE_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    Common found = {0, NULL};
    for (Py_ssize_t begin = 0, end; begin < length; begin = end + 1) {
        for (end = begin; end < length && !parts_words[bytes[end]]; end++) {
        }
        size_t count = (size_t)(end - begin);
        if (count < 1 || count > COMMON_BYTES || !bytes[end - 1]) {
            continue; /* none ends with a NUL, which is what it is padded with */
        }
        CommonWord word = common_word_at(bytes + begin, count, (size_t)(length - begin));
        if (take_common(common, &found, word)) {
            Py_RETURN_FALSE;
        }
    }
    return PyBool_FromLong(found.has_own);
}

static PyMethodDef common_methods[] = {
    {"is_plain", common_is_plain, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot common_slots[] = {
    {Py_tp_new, common_new},
    {Py_tp_dealloc, common_dealloc},
    {Py_tp_methods, common_methods},
    {0, NULL},
};

static PyType_Spec common_spec = {
    .name = "model._kernel.CommonWords",
    .basicsize = sizeof(CommonWords),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = common_slots,
};

/* ---- Likeness and fingerprint: the twins are in model/likeness.py and service/history.py ---- */

enum { ROWS = 64, BANDS = 8, ROWS_A_BAND = ROWS / BANDS / 2, BAND_BYTES = 8, PIECE = 4, FEW_WORDS = 8 };
enum { SIGNATURE_BYTES = ROWS + BANDS * BAND_BYTES, PLACE_BITS = 15, HEADS = BANDS << PLACE_BITS, MOST_SLOTS = 1 << 14 };

/* The text in place with one blank between words and none around them; tells how many words there are. */
static Py_ssize_t squeeze(Py_UCS4 *text, Py_ssize_t *length)
{
    Py_ssize_t words = 0, written = 0;
    int is_within = 0;
    for (Py_ssize_t i = 0; i < *length; i++) {
        Py_UCS4 c = text[i];
        if (Py_UNICODE_ISSPACE(c)) {
            is_within = 0;
            continue;
        }
        if (!is_within) {
            if (words++) {
                text[written++] = ' ';
            }
            is_within = 1;
        }
        text[written++] = c;
    }
    *length = written;
    return words;
}

/* What signatures depend on, and nobody outside knows. */
typedef struct {
    uint64_t base;
    uint32_t factors[ROWS], terms[ROWS];
} Keys;

static int take_keys(Keys *keys, PyObject *given)
{
    if (!PyBytes_Check(given) || PyBytes_GET_SIZE(given) != sizeof *keys) {
        PyErr_Format(PyExc_ValueError, "the keys are %zu bytes", sizeof *keys);
        return -1;
    }
    memcpy(keys, PyBytes_AS_STRING(given), sizeof *keys);
    keys->base |= 1;
    for (int i = 0; i < ROWS; i++) {
        keys->factors[i] |= 1;
    }
    return 0;
}

static inline uint64_t stirred(const Keys *keys, uint64_t hash, uint32_t with)
{
    hash = (hash + with) * keys->base;
    return hash ^ hash >> 32;
}

/* Lets a word, or a piece of a text, lower each row to the least that any of them comes to there. */
static void add_to_signature(const Keys *keys, int32_t *minima, const Py_UCS4 *word, Py_ssize_t length)
{
    uint64_t hash = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        hash = stirred(keys, hash, word[i]);
    }
    uint32_t mark = (uint32_t)((hash + 1) * keys->base >> 32);
    for (int i = 0; i < ROWS; i++) {
        int32_t here = (int32_t)(mark * keys->factors[i] + keys->terms[i]);
        minima[i] = here < minima[i] ? here : minima[i];
    }
}

/* sign(normalised, keys): the lowest byte of each row, and then the hash of each band. */
static PyObject *kernel_sign(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    Keys keys;
    if (!are_as_many(count, 2) || take_keys(&keys, arguments[1]) < 0) {
        return NULL;
    }
    Py_UCS4 *text = characters_of(arguments[0]);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(arguments[0]), words = squeeze(text, &length);
    int32_t minima[ROWS];
    for (int i = 0; i < ROWS; i++) {
        minima[i] = INT32_MAX;
    }
    if (words < FEW_WORDS) {
        Py_ssize_t at = 0;
        do {
            add_to_signature(&keys, minima, text + at, length - at < PIECE ? length - at : PIECE);
            at++;
        } while (at + PIECE <= length);
    } else {
        for (Py_ssize_t begin = 0, end; begin < length; begin = end + 1) {
            for (end = begin; end < length && text[end] != ' '; end++) {
            }
            add_to_signature(&keys, minima, text + begin, end - begin);
        }
    }
    PyMem_Free(text);
    uint8_t signature[SIGNATURE_BYTES];
    for (int i = 0; i < ROWS; i++) {
        signature[i] = (uint8_t)minima[i];
    }
    for (int band = 0; band < BANDS; band++) {
        uint64_t hash = 0;
        for (int i = 0; i < ROWS_A_BAND; i++) {
            hash = stirred(&keys, hash, (uint32_t)minima[band * ROWS_A_BAND + i]);
        }
        memcpy(signature + ROWS + band * BAND_BYTES, &hash, sizeof hash);
    }
    return PyBytes_FromStringAndSize((const char *)signature, sizeof signature);
}

/* The newest signatures, each in a slot, and by band and a part of its hash the slot of the newest that has it. */
typedef struct {
    PyObject_HEAD
    uint32_t *heads;
    int64_t *numbers;
    uint8_t *rows;
    uint64_t next;
    unsigned int slots;
} LikenessIndex;

static PyObject *index_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"slots", NULL};
    unsigned int slots = MOST_SLOTS;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|I", names, &slots)) {
        return NULL;
    }
    if (slots < 1 || slots > MOST_SLOTS) {
        PyErr_Format(PyExc_ValueError, "the slots must be 1 to %d", MOST_SLOTS);
        return NULL;
    }
    LikenessIndex *index = (LikenessIndex *)type->tp_alloc(type, 0);
    if (index == NULL) {
        return NULL;
    }
    index->slots = slots;
    index->heads = PyMem_RawCalloc(HEADS, sizeof *index->heads);
    index->numbers = PyMem_RawCalloc(slots, sizeof *index->numbers);
    index->rows = PyMem_RawCalloc(slots, ROWS);
    if (index->heads == NULL || index->numbers == NULL || index->rows == NULL) {
        Py_DECREF(index);
        return PyErr_NoMemory();
    }
    return (PyObject *)index;
}

static void index_dealloc(PyObject *self)
{
    LikenessIndex *index = (LikenessIndex *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_RawFree(index->heads);
    PyMem_RawFree(index->numbers);
    PyMem_RawFree(index->rows);
    type->tp_free(self);
    Py_DECREF(type);
}

static uint32_t held_by(const LikenessIndex *index)
{
    return index->next < index->slots ? (uint32_t)index->next : index->slots;
}

static const uint8_t *bytes_of(PyObject *signature)
{
    if (!PyBytes_Check(signature) || PyBytes_GET_SIZE(signature) != SIGNATURE_BYTES) {
        PyErr_SetString(PyExc_ValueError, "a signature is what `sign` gives");
        return NULL;
    }
    return (const uint8_t *)PyBytes_AS_STRING(signature);
}

/* Where the newest with this band is told, and by what of its hash texts of one place are told apart. */
static inline uint32_t *head_of(const LikenessIndex *index, const uint8_t *signature, int band, uint32_t *tag)
{
    uint64_t hash;
    memcpy(&hash, signature + ROWS + band * BAND_BYTES, sizeof hash);
    *tag = (uint32_t)(hash >> PLACE_BITS) & ~(uint32_t)(MOST_SLOTS - 1);
    return index->heads + ((size_t)band << PLACE_BITS | (hash & ((1u << PLACE_BITS) - 1)));
}

static PyObject *index_add(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    LikenessIndex *index = (LikenessIndex *)self;
    const uint8_t *signature = are_as_many(count, 2) ? bytes_of(arguments[1]) : NULL;
    int64_t number = signature == NULL ? -1 : PyLong_AsLongLong(arguments[0]);
    if (signature == NULL || (number == -1 && PyErr_Occurred())) {
        return NULL;
    }
    uint32_t slot = (uint32_t)(index->next++ % index->slots), tag;
    index->numbers[slot] = number;
    memcpy(index->rows + (size_t)slot * ROWS, signature, ROWS);
    for (int band = 0; band < BANDS; band++) {
        uint32_t *head = head_of(index, signature, band, &tag);
        *head = tag | slot;
    }
    Py_RETURN_NONE;
}

static PyObject *index_forget(PyObject *self, PyObject *given)
{
    LikenessIndex *index = (LikenessIndex *)self;
    int64_t number = PyLong_AsLongLong(given);
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    for (uint32_t slot = 0; slot < held_by(index); slot++) {
        if (index->numbers[slot] == number) {
            memset(index->rows + (size_t)slot * ROWS, 0, ROWS);
            break;
        }
    }
    Py_RETURN_NONE;
}

static int same_rows(const uint8_t *one, const uint8_t *other)
{
    int same = 0;
    for (int i = 0; i < ROWS; i++) {
        same += one[i] == other[i];
    }
    return same;
}

/* find(signature): numbers and likenesses, by the greatest number first. */
static PyObject *index_find(PyObject *self, PyObject *given)
{
    enum { ALIKE_FROM = ROWS * 3 / 4 };
    LikenessIndex *index = (LikenessIndex *)self;
    const uint8_t *signature = bytes_of(given);
    PyObject *found = signature == NULL ? NULL : PyList_New(0);
    uint32_t looked_at[BANDS], tag;
    int looked = 0;
    for (int band = 0; found != NULL && band < BANDS; band++) {
        uint32_t head = *head_of(index, signature, band, &tag), slot = head & (MOST_SLOTS - 1);
        int is_again = 0;
        for (int i = 0; i < looked; i++) {
            is_again |= looked_at[i] == slot;
        }
        if ((head ^ tag) & ~(uint32_t)(MOST_SLOTS - 1) || is_again || slot >= held_by(index)) {
            continue;
        }
        looked_at[looked++] = slot;
        int same = same_rows(signature, index->rows + (size_t)slot * ROWS);
        if (same >= ALIKE_FROM) {
            PyObject *one = Py_BuildValue("(Ld)", (long long)index->numbers[slot], (double)same / ROWS);
            if (one == NULL || PyList_Append(found, one) < 0) {
                Py_CLEAR(found);
            }
            Py_XDECREF(one);
        }
    }
    if (found != NULL && PyList_GET_SIZE(found) > 1 && (PyList_Sort(found) < 0 || PyList_Reverse(found) < 0)) {
        Py_CLEAR(found);
    }
    return found;
}

static PyObject *index_held_bytes(PyObject *self, void *unused)
{
    (void)unused;
    LikenessIndex *index = (LikenessIndex *)self;
    size_t each = ROWS + sizeof *index->numbers;
    return PyLong_FromSize_t(HEADS * sizeof *index->heads + held_by(index) * each);
}

static PyMethodDef index_methods[] = {
    {"add", (PyCFunction)(void (*)(void))index_add, METH_FASTCALL, NULL},
    {"forget", index_forget, METH_O, NULL},
    {"find", index_find, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef index_members[] = {
    {"held_bytes", index_held_bytes, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot index_slots[] = {
    {Py_tp_new, index_new},
    {Py_tp_dealloc, index_dealloc},
    {Py_tp_methods, index_methods},
    {Py_tp_getset, index_members},
    {0, NULL},
};

static PyType_Spec index_spec = {
    .name = "model._kernel.LikenessIndex",
    .basicsize = sizeof(LikenessIndex),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = index_slots,
};

/* BLAKE2b (RFC 7693) without a key, of which the first 64 bits are kept: calling Python's takes longer than the hash. */
enum { BLOCK = 128 };
static const uint64_t blake2b_start[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};
static const uint8_t blake2b_order[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
};

static inline uint64_t turned(uint64_t bits, int by)
{
    return bits >> by | bits << (64 - by);
}

static inline void quarter(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y)
{
    v[a] += v[b] + x;
    v[d] = turned(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = turned(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = turned(v[b] ^ v[c], 63);
}

static void take_block(uint64_t *state, const uint8_t *bytes, uint64_t taken, int is_last)
{
    uint64_t v[16], m[16];
    memcpy(m, bytes, BLOCK);
    memcpy(v, state, sizeof blake2b_start);
    memcpy(v + 8, blake2b_start, sizeof blake2b_start);
    v[12] ^= taken;
    v[14] = is_last ? ~v[14] : v[14];
#pragma GCC unroll 12
    for (int round = 0; round < 12; round++) {
        const uint8_t *s = blake2b_order[round % 10];
        quarter(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
        quarter(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
        quarter(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
        quarter(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
        quarter(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
        quarter(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
        quarter(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
        quarter(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    for (int i = 0; i < 8; i++) {
        state[i] ^= v[i] ^ v[i + 8];
    }
}

/* The first 64 bits of the hash as a big-endian number. */
static int64_t hash_of_bytes(const uint8_t *bytes, size_t length)
{
    uint64_t state[8], hash = 0;
    uint8_t last[BLOCK] = {0};
    size_t done = 0;
    memcpy(state, blake2b_start, sizeof state);
    state[0] ^= 0x01010000 ^ sizeof hash;
    for (; length - done > BLOCK; done += BLOCK) {
        take_block(state, bytes + done, done + BLOCK, 0);
    }
    memcpy(last, bytes + done, length - done);
    take_block(state, last, length, 1);
    for (int i = 0; i < 8; i++) {
        hash = hash << 8 | (state[0] >> 8 * i & 0xff);
    }
    return (int64_t)hash;
}

/* UTF-8, also for lone surrogates; returns how many bytes it takes. */
static size_t encode(uint8_t *bytes, const Py_UCS4 *text, Py_ssize_t length)
{
    uint8_t *next = bytes;
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 c = text[i];
        if (c < 0x80) {
            *next++ = (uint8_t)c;
            continue;
        }
        if (c < 0x800) {
            *next++ = (uint8_t)(0xc0 | c >> 6);
        } else {
            if (c < 0x10000) {
                *next++ = (uint8_t)(0xe0 | c >> 12);
            } else {
                *next++ = (uint8_t)(0xf0 | c >> 18);
                *next++ = (uint8_t)(0x80 | (c >> 12 & 0x3f));
            }
            *next++ = (uint8_t)(0x80 | (c >> 6 & 0x3f));
        }
        *next++ = (uint8_t)(0x80 | (c & 0x3f));
    }
    return (size_t)(next - bytes);
}

/* Whether a text in ASCII has one blank between words, no other space, and none around it. */
static int is_squeezed(const uint8_t *text, Py_ssize_t length)
{
    uint8_t others = 0; /* summed without a branch, so in vectors */
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = text[i];
        others |= ((uint8_t)(c - '\t') < 5) | ((uint8_t)(c - 0x1c) < 4) | ((c == ' ') & (text[i + 1] == ' '));
    }
    return !others && (!length || (text[0] != ' ' && text[length - 1] != ' '));
}

/* fingerprint(normalised): the hash of a text, whatever its white space. */
static PyObject *kernel_fingerprint(PyObject *module, PyObject *normalised)
{
    (void)module;
    if (PyUnicode_Check(normalised) && PyUnicode_IS_COMPACT_ASCII(normalised)) {
        const uint8_t *ascii = PyUnicode_1BYTE_DATA(normalised);
        if (is_squeezed(ascii, PyUnicode_GET_LENGTH(normalised))) {
            return PyLong_FromLongLong(hash_of_bytes(ascii, (size_t)PyUnicode_GET_LENGTH(normalised)));
        }
    }
    Py_UCS4 *text = characters_of(normalised);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(normalised);
    squeeze(text, &length);
    uint8_t *bytes = room_for(length + 1, 4);
    PyObject *told = NULL;
    if (bytes != NULL) {
        told = PyLong_FromLongLong(hash_of_bytes(bytes, encode(bytes, text, length)));
    }
    PyMem_RawFree(bytes);
    PyMem_Free(text);
    return told;
}

/* ---- Numbers in JSON: the twins are `scores_text` and `spans_text` of service/wording.py ---- */

enum { NUMBER_BYTES = 24, SPAN_BYTES = 3 * NUMBER_BYTES + 32, TENS = 10000 };

static char *put(char *to, const char *text)
{
    size_t length = strlen(text);
    memcpy(to, text, length);
    return to + length;
}

static char *put_whole(char *to, uint64_t number)
{
    char digits[NUMBER_BYTES], *first = digits + sizeof digits;
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    size_t length = (size_t)(digits + sizeof digits - first);
    memcpy(to, first, length);
    return to + length;
}

/* A number as it is told, with one to four decimals; NULL where it is none, or too large for that. */
static char *put_rounded(char *to, PyObject *number)
{
    double value = PyFloat_CheckExact(number) ? PyFloat_AS_DOUBLE(number) : NAN;
    if (!(fabs(value) < 1e6)) {
        return NULL;
    }
    int64_t tens = (int64_t)rint(value * TENS);
    if (tens < 0) {
        *to++ = '-';
        tens = -tens;
    }
    to = put_whole(to, (uint64_t)tens / TENS);
    *to++ = '.';
    int rest = (int)(tens % TENS), unit = TENS / 10;
    do {
        *to++ = (char)('0' + rest / unit);
        rest %= unit;
        unit /= 10;
    } while (rest);
    return to;
}

static char *put_index(char *to, PyObject *index)
{
    Py_ssize_t number = PyLong_CheckExact(index) ? PyLong_AsSsize_t(index) : -1;
    if (number < 0) {
        PyErr_Clear();
        return NULL;
    }
    return put_whole(to, (uint64_t)number);
}

/* A name that JSON writes as it stands; NULL for any other. */
static char *put_name(char *to, PyObject *name)
{
    const char *letters = (const char *)PyUnicode_DATA(name);
    Py_ssize_t length = PyUnicode_GET_LENGTH(name);
    for (Py_ssize_t i = 0; i < length; i++) {
        if (!is_between((Py_UCS4)(unsigned char)letters[i], ' ', '~') || letters[i] == '"' || letters[i] == '\\') {
            return NULL;
        }
        *to++ = letters[i];
    }
    return to;
}

static PyObject *text_up_to(char *begin, const char *end)
{
    PyObject *told = end == NULL ? Py_NewRef(Py_None)
                                 : PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, begin, (Py_ssize_t)(end - begin));
    PyMem_RawFree(begin);
    return told;
}

/* scores_json(scores): an object of them; None where one takes more than digits to tell. */
static PyObject *kernel_scores_json(PyObject *module, PyObject *scores)
{
    (void)module;
    PyObject *name, *score;
    Py_ssize_t at = 0, bytes = 2;
    if (!PyDict_CheckExact(scores)) {
        Py_RETURN_NONE;
    }
    while (PyDict_Next(scores, &at, &name, &score)) {
        if (!PyUnicode_CheckExact(name) || !PyUnicode_IS_COMPACT_ASCII(name)) {
            Py_RETURN_NONE;
        }
        bytes += PyUnicode_GET_LENGTH(name) + NUMBER_BYTES + 4;
    }
    char *begin = room_for(bytes, 1), *to = begin;
    if (begin == NULL) {
        return NULL;
    }
    *to++ = '{';
    for (at = 0; to != NULL && PyDict_Next(scores, &at, &name, &score);) {
        to = put_name(put(to, to == begin + 1 ? "\"" : ",\""), name);
        to = to == NULL ? NULL : put_rounded(put(to, "\":"), score);
    }
    return text_up_to(begin, to == NULL ? NULL : put(to, "}"));
}

/* spans_json(spans): a list of them; None as above. */
static PyObject *kernel_spans_json(PyObject *module, PyObject *spans)
{
    (void)module;
    if (!PyTuple_CheckExact(spans)) {
        Py_RETURN_NONE;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(spans);
    char *begin = room_for(count + 1, SPAN_BYTES), *to = begin;
    if (begin == NULL) {
        return NULL;
    }
    *to++ = '[';
    for (Py_ssize_t i = 0; to != NULL && i < count; i++) {
        PyObject *span = PyTuple_GET_ITEM(spans, i);
        if (!PyTuple_Check(span) || PyTuple_GET_SIZE(span) != 3) {
            to = NULL;
            break;
        }
        to = put_index(put(to, i ? ",{\"begin\":" : "{\"begin\":"), PyTuple_GET_ITEM(span, 0));
        to = to == NULL ? NULL : put_index(put(to, ",\"end\":"), PyTuple_GET_ITEM(span, 1));
        to = to == NULL ? NULL : put_rounded(put(to, ",\"weight\":"), PyTuple_GET_ITEM(span, 2));
        to = to == NULL ? NULL : put(to, "}");
    }
    return text_up_to(begin, to == NULL ? NULL : put(to, "]"));
}

static PyMethodDef functions[] = {
    {"read", (PyCFunction)(void (*)(void))kernel_read, METH_FASTCALL, NULL},
    {"spellings", (PyCFunction)(void (*)(void))kernel_spellings, METH_FASTCALL, NULL},
    {"find_places", (PyCFunction)(void (*)(void))kernel_find_places, METH_FASTCALL, NULL},
    {"find_signs_of_links", kernel_find_signs_of_links, METH_O, NULL},
    {"find_messengers", kernel_find_messengers, METH_O, NULL},
    {"is_plain", kernel_is_plain, METH_O, NULL},
    {"is_settled", kernel_is_settled, METH_O, NULL},
    {"respell", kernel_respell, METH_O, NULL},
    {"trace", kernel_trace, METH_O, NULL},
    {"count_letters", kernel_count_letters, METH_O, NULL},
    {"sign", (PyCFunction)(void (*)(void))kernel_sign, METH_FASTCALL, NULL},
    {"fingerprint", kernel_fingerprint, METH_O, NULL},
    {"scores_json", kernel_scores_json, METH_O, NULL},
    {"spans_json", kernel_spans_json, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

/* An odd number that nobody outside knows. */
static int choose_secret(void)
{
    PyObject *os = PyImport_ImportModule("os"), *bytes = NULL;
    if (os != NULL) {
        bytes = PyObject_CallMethod(os, "urandom", "i", (int)sizeof secret);
        Py_DECREF(os);
    }
    if (bytes == NULL || PyBytes_GET_SIZE(bytes) != sizeof secret) {
        Py_XDECREF(bytes);
        return -1;
    }
    memcpy(&secret, PyBytes_AS_STRING(bytes), sizeof secret);
    secret |= 1;
    for (int i = 0; i < WORD_CHARACTERS; i++) {
        factors[i] = mixed(secret + (uint64_t)i * BASE) | 1;
    }
    Py_DECREF(bytes);
    return 0;
}

#ifndef SOURCE
#define SOURCE ""
#endif

static PyTypeObject *add_type(PyObject *module, const char *name, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type != NULL && PyModule_AddObjectRef(module, name, type) < 0) {
        Py_CLEAR(type);
    }
    return (PyTypeObject *)type;
}

static int execute(PyObject *module)
{
    describe_characters();
    describe_neighbours();
    describe_parts();
    describe_alike();
    work_out_powers();
    if (describe_accents() < 0) {
        return -1;
    }
    if (secret == 0 && choose_secret() < 0) {
        return -1;
    }
    PyTypeObject *lexicon = add_type(module, "Lexicon", &lexicon_spec);
    PyTypeObject *kernel = add_type(module, "Kernel", &kernel_spec);
    PyTypeObject *common = add_type(module, "CommonWords", &common_spec);
    PyTypeObject *index = add_type(module, "LikenessIndex", &index_spec);
    Py_XDECREF(kernel);
    Py_XDECREF(common);
    Py_XDECREF(index);
    if (lexicon == NULL || kernel == NULL || common == NULL || index == NULL) {
        Py_XDECREF(lexicon);
        return -1;
    }
    Py_XSETREF(lexicon_type, lexicon); /* kept for good: an argument's type is held against it */
    return PyModule_AddStringConstant(module, "SOURCE", SOURCE);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_kernel",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&definition);
}
