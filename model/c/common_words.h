/* Common words and peculiar letters of languages, and which of the languages a text is in; the twin is in spoken.py. */
#ifndef COPYDESK_COMMON_WORDS_H
#define COPYDESK_COMMON_WORDS_H

#include "characters.h"
#include "hashing.h"

enum { MOST_LANGUAGES = 128, UNLISTED = 255, FILTER_OF_WORDS = 17, FIRST_PECULIAR = 0x80, LAST_PECULIAR = 0x1eff };
enum { MARGIN = 2, BY_CHANCE = 4, MANY = 10 };

/* A bit for each language. */
typedef struct {
    uint64_t bits[MOST_LANGUAGES / 64];
} Languages;

typedef struct {
    uint64_t own;    /* its letters as one number, or of a word that has none its key */
    Languages languages;
    uint32_t at;     /* its letters in the pool */
    uint16_t length, is_packed;
} CommonWord;

typedef struct {
    PyObject_HEAD
    CommonWord *words; /* a hash table; where the length is 0 a place is free */
    Py_UCS4 *letters;  /* of one word after the other */
    uint64_t *filter;  /* the bits of all words; most other words end here */
    uint64_t *strange[MOST_LANGUAGES]; /* by language the bits of those that it has not, once it was expected first */
    Languages *letters_of; /* by peculiar letter, from FIRST_PECULIAR on */
    uint64_t mask;
    uint32_t used;
    int languages;
    Languages listed;  /* those that have words */
} CommonWords;

/* A word of a text. */
typedef struct {
    uint64_t key;
    const CommonWord *common; /* NULL for one that is in no list */
    uint32_t begin, length;
    int is_ascii;
} Token;

enum { AROUND_SIGN = 1, LINK_SIGN = 2 };

/* `_SIGNS` of spoken.py as far as ASCII goes, and `_IN_LINKS`. */
static uint8_t signs_of_words[128];

static void describe_signs_of_words(void)
{
    for (const char *sign = ".,;:!?\"()[]{}<>*~'`-_=+|\\^&%"; *sign; sign++) {
        signs_of_words[(int)*sign] |= AROUND_SIGN;
    }
    for (const char *sign = "/@#.:_"; *sign; sign++) {
        signs_of_words[(int)*sign] |= LINK_SIGN;
    }
}

/* `_SEPARATORS` of spoken.py with white space; the highest bit tells, of many characters at once in vectors. */
static inline uint8_t parts_words(uint8_t c)
{
    return in_range(c, '\t', '\r') | in_range(c, 0x1c, '"') | in_range(c, '%', '&') | in_range(c, '(', ',')
        | in_range(c, '.', '.') | in_range(c, ':', '?') | in_range(c, '[', '[') | in_range(c, ']', '^')
        | in_range(c, '{', '~');
}

static inline int is_around_words(Py_UCS4 c)
{
    return c < 128 ? signs_of_words[c] & AROUND_SIGN
                   : c == 0x2026 || c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb || c == 0x2018
                         || c == 0xa1 || c == 0xbf;
}

static inline int has_language(const Languages *languages, int language)
{
    return (int)(languages->bits[language >> 6] >> (language & 63) & 1);
}

static inline void add_language(Languages *languages, int language)
{
    languages->bits[language >> 6] |= (uint64_t)1 << (language & 63);
}

static inline void add_languages(Languages *languages, const Languages *others)
{
    for (int i = 0; i < MOST_LANGUAGES / 64; i++) {
        languages->bits[i] |= others->bits[i];
    }
}

/* The bit of a filter for words that begin so: their first eight letters, or all if they have less, in the upper bytes. */
static inline uint64_t filter_bit(uint64_t beginning)
{
    return beginning * factors[0] >> (64 - FILTER_OF_WORDS);
}

/* The same of any word: of a letter that is no byte the lowest one does. */
static inline uint64_t filter_bit_of(const Py_UCS4 *word, uint32_t length)
{
    uint64_t beginning = 0;
    for (uint32_t i = 0; i < length && i < sizeof beginning; i++) {
        beginning = beginning >> 8 | (uint64_t)word[i] << 56;
    }
    return filter_bit(beginning);
}

static inline void set_bit(uint64_t *filter, uint64_t bit)
{
    filter[bit >> 6] |= (uint64_t)1 << (bit & 63);
}

static inline int has_bit(const uint64_t *filter, uint64_t bit)
{
    return (int)(filter[bit >> 6] >> (bit & 63) & 1);
}

static uint64_t *new_filter(void)
{
    uint64_t *filter = PyMem_RawCalloc((size_t)1 << FILTER_OF_WORDS >> 3, 1);
    if (filter == NULL) {
        PyErr_NoMemory();
    }
    return filter;
}

/* The place of a common word, or the free one where it goes. */
static CommonWord *place_of_common(const CommonWords *common, uint64_t packed, const Py_UCS4 *word, uint32_t length,
                                   uint64_t key)
{
    uint64_t at = key & common->mask, own = packed ? packed : key;
    for (;; at = (at + 1) & common->mask) {
        CommonWord *place = &common->words[at];
        if (!place->length
            || (place->own == own && place->length == length && place->is_packed == (packed != 0)
                && (packed || !memcmp(common->letters + place->at, word, length * sizeof *word)))) {
            return place;
        }
    }
}

static inline const CommonWord *find_common(const CommonWords *common, uint64_t packed, const Py_UCS4 *word,
                                            uint32_t length, uint64_t key)
{
    if (!has_bit(common->filter, packed ? filter_bit(packed << (64 - 8 * length)) : filter_bit_of(word, length))) {
        return NULL;
    }
    const CommonWord *place = place_of_common(common, packed, word, length, key);
    return place->length ? place : NULL;
}

/* ---- What a text has of them ---- */

/* How far a text in ASCII is cut into its words. Where they begin and end is found for many characters at once, so that no
   branch is guessed wrong at each end. */
typedef struct {
    const uint8_t *text;
    Py_ssize_t length, next; /* where those that are to be looked at begin */
    Py_ssize_t begin;        /* of the word that ends next, if one does */
    uint64_t begins, ends;   /* of the others among those that were looked at last */
    int goes_on;             /* whether a word does at their end */
} Cutting;

static inline Cutting cutting_of(const uint8_t *text, Py_ssize_t length)
{
    return (Cutting){text, length, 0, 0, 0, 0, 0};
}

static inline void begin_next_word(Cutting *cutting)
{
    cutting->begin = cutting->next - AT_ONCE + LOWEST_BIT(cutting->begins);
    cutting->begins &= cutting->begins - 1;
}

/* Looks at more characters; returns whether there were any: what is after the end ends the last word. */
static inline int look_further(Cutting *cutting)
{
    if (cutting->next > cutting->length) {
        return 0;
    }
    uint8_t some[AT_ONCE];
    take_some(some, cutting->text, cutting->length, cutting->next, ' ');
    for (int i = 0; i < AT_ONCE; i++) {
        some[i] = parts_words(some[i]);
    }
    uint64_t within = ~highest_bits(some), before = within << 1 | (uint64_t)cutting->goes_on;
    cutting->begins = (within & ~before) | (uint64_t)1 << (AT_ONCE - 1); /* so that there is one after the last, too */
    cutting->ends = before & ~within;
    cutting->next += AT_ONCE;
    if (!cutting->goes_on) {
        begin_next_word(cutting);
    }
    cutting->goes_on = (int)(within >> (AT_ONCE - 1));
    return 1;
}

/* The next word of those that were looked at last; returns whether there is one that ends among them. */
static inline int next_word(Cutting *cutting, Py_ssize_t *begin, Py_ssize_t *end)
{
    if (!cutting->ends) {
        return 0;
    }
    *begin = cutting->begin;
    *end = cutting->next - AT_ONCE + LOWEST_BIT(cutting->ends);
    cutting->ends &= cutting->ends - 1;
    begin_next_word(cutting);
    return 1;
}

/* A common word by its letters in ASCII; NULL where it is none. */
static const CommonWord *find_in_ascii(const CommonWords *common, const uint8_t *text, Py_ssize_t length,
                                       Py_ssize_t begin, Py_ssize_t end)
{
    if (end - begin > WORD_CHARACTERS) {
        return NULL;
    }
    Py_UCS4 word[WORD_CHARACTERS];
    uint32_t letters = (uint32_t)(end - begin);
    uint64_t packed = packed_bytes(text, length, begin, letters);
    for (uint32_t i = 0; !packed && i < letters; i++) {
        word[i] = text[begin + i];
    }
    const CommonWord *place = place_of_common(common, packed, word, letters, key_of(packed, word, letters));
    return place->length ? place : NULL;
}

/* Whether a text in ASCII has a common word of the language. */
static int has_own_word(const CommonWords *common, const uint8_t *text, Py_ssize_t length, int language)
{
    Cutting cutting = cutting_of(text, length);
    while (look_further(&cutting)) {
        for (Py_ssize_t begin, end; next_word(&cutting, &begin, &end);) {
            const CommonWord *found = find_in_ascii(common, text, length, begin, end);
            if (found != NULL && has_language(&found->languages, language)) {
                return 1;
            }
        }
    }
    return 0;
}

/* Words of a text in ASCII that end among characters looked at at once, and may be common ones of other languages only. */
typedef struct {
    struct {
        Py_ssize_t begin, end;
    } words[AT_ONCE / 2 + 2]; /* one more is written, and counted if it is one */
    int count;
} Candidates;

/* The word is looked up in the filter without a branch. */
static inline void add_candidate(const uint64_t *filter, Candidates *candidates, const uint8_t *text,
                                 Py_ssize_t length, Py_ssize_t begin, Py_ssize_t end)
{
    enum { MOST = 8 };
    Py_ssize_t letters = end - begin < MOST ? end - begin : MOST;
    uint64_t beginning = 0;
    if (begin + MOST > length) {
        memcpy(&beginning, text + begin, (size_t)letters);
    } else {
        memcpy(&beginning, text + begin, MOST);
    }
    candidates->words[candidates->count].begin = begin;
    candidates->words[candidates->count].end = end;
    candidates->count += has_bit(filter, filter_bit(beginning << 8 * (MOST - letters)));
}

/* `is_plainly` of a text in ASCII, without a copy. Nearly all words end at the filter of those that the first has not. */
ALSO_FOR_AVX2 static int is_plainly_in_ascii(const CommonWords *common, const uint8_t *text, Py_ssize_t length, int first)
{
    const CommonWord *other = NULL;
    int strange = 0;
    Cutting cutting = cutting_of(text, length);
    while (strange < MARGIN && look_further(&cutting)) {
        Candidates candidates;
        candidates.count = 0;
        for (Py_ssize_t begin, end; next_word(&cutting, &begin, &end);) {
            add_candidate(common->strange[first], &candidates, text, length, begin, end);
        }
        for (int i = 0; i < candidates.count; i++) {
            const CommonWord *found =
                find_in_ascii(common, text, length, candidates.words[i].begin, candidates.words[i].end);
            if (found != NULL && found != other && !has_language(&found->languages, first)) {
                other = found;
                strange++;
            }
        }
    }
    return strange < MARGIN && has_own_word(common, text, length, first);
}

/* Makes the filter of those words that the language has not, if there is none; returns -1 with an exception. */
static int sift(CommonWords *common, int language)
{
    if (common->strange[language] != NULL) {
        return 0;
    }
    uint64_t *filter = new_filter();
    if (filter == NULL) {
        return -1;
    }
    for (uint64_t at = 0; at <= common->mask; at++) {
        const CommonWord *word = &common->words[at];
        if (word->length && !has_language(&word->languages, language)) {
            set_bit(filter, filter_bit_of(common->letters + word->at, word->length));
        }
    }
    common->strange[language] = filter;
    return 0;
}

static inline Token token_of(const CommonWords *common, const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t end,
                             int is_ascii)
{
    const Py_UCS4 *word = text + begin;
    uint32_t length = (uint32_t)(end - begin);
    uint64_t packed = packed_letters(word, length), key = key_of(packed, word, length);
    return (Token){key, find_common(common, packed, word, length, key), (uint32_t)begin, length, is_ascii};
}

/* A text in ASCII cut into its words; returns how many there are. */
static Py_ssize_t cut_ascii(const CommonWords *common, const uint8_t *ascii, const Py_UCS4 *text, Py_ssize_t length,
                            Token *tokens)
{
    Py_ssize_t count = 0;
    Cutting cutting = cutting_of(ascii, length);
    while (look_further(&cutting)) {
        for (Py_ssize_t begin, end; next_word(&cutting, &begin, &end);) {
            tokens[count++] = token_of(common, text, begin, end, 1);
        }
    }
    return count;
}

/* Another text cut at white space, each word without the signs around it, which may leave nothing. */
static Py_ssize_t cut_at_space(const CommonWords *common, Py_UCS4 *text, Py_ssize_t length, Token *tokens)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t begin = 0, end, next; begin < length; begin = next + 1) {
        for (end = begin; end < length && !Py_UNICODE_ISSPACE(text[end]); end++) {
            text[end] = text[end] == 0x2019 ? '\'' : text[end];
        }
        next = end;
        if (begin == end) {
            continue;
        }
        for (; begin < end && is_around_words(text[begin]); begin++) {
        }
        for (; begin < end && is_around_words(text[end - 1]); end--) {
        }
        Py_UCS4 all = 0;
        for (Py_ssize_t i = begin; i < end; i++) {
            all |= text[i];
        }
        tokens[count++] = token_of(common, text, begin, end, all < 128);
    }
    return count;
}

/* Whether no language can have so many more words than the first one: what follows would find the same. */
static int is_plainly(const Token *tokens, Py_ssize_t count, int first)
{
    const CommonWord *other = NULL;
    int has_own = 0, strange = 0;
    for (Py_ssize_t i = 0; i < count && strange < MARGIN; i++) {
        const CommonWord *common = tokens[i].common;
        if (common != NULL && has_language(&common->languages, first)) {
            has_own = 1;
        } else if (common != NULL && common != other) {
            other = common;
            strange++;
        }
        strange += !tokens[i].is_ascii;
    }
    return has_own && strange < MARGIN;
}

/* Keeps each word once. */
static Py_ssize_t keep_distinct(const Py_UCS4 *text, Token *tokens, Py_ssize_t count, int32_t *slots, uint64_t mask)
{
    Py_ssize_t distinct = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        Token token = tokens[i];
        uint64_t slot = token.key & mask;
        for (; slots[slot]; slot = (slot + 1) & mask) {
            const Token *known = &tokens[slots[slot] - 1];
            if (known->key == token.key && known->length == token.length
                && !memcmp(text + known->begin, text + token.begin, token.length * sizeof *text)) {
                break;
            }
        }
        if (!slots[slot]) {
            tokens[distinct++] = token;
            slots[slot] = (int32_t)distinct;
        }
    }
    return distinct;
}

/* What a text is told by: how many of its words each language has, and what is looked at besides. */
typedef struct {
    int counts[MOST_LANGUAGES];
    Languages any;               /* those that have any of its words, whatever its letters */
    Py_ssize_t distinct, spoken; /* words, and of them those that a language can be told by */
} Tally;

/* Counts a word for each of the languages that have it, or a letter of it that few have. */
static void count_token(const CommonWords *common, Tally *tally, const Py_UCS4 *word, const Token *token)
{
    int is_of_link = 0, has_letters = 0;
    Languages languages = {{0}};
    for (uint32_t i = 0; i < token->length; i++) {
        is_of_link |= word[i] < 128 && signs_of_words[word[i]] & LINK_SIGN;
        has_letters |= Py_UNICODE_ISALPHA(word[i]);
        if (is_between(word[i], FIRST_PECULIAR, LAST_PECULIAR)) {
            add_languages(&languages, &common->letters_of[word[i] - FIRST_PECULIAR]);
        }
    }
    tally->spoken += token->length > 1 && !is_of_link && has_letters;
    if (token->common != NULL) {
        languages = token->common->languages;
        add_languages(&tally->any, &languages);
    } else if (is_of_link) {
        return;
    }
    for (int i = 0; i < MOST_LANGUAGES / 64; i++) {
        for (uint64_t bits = languages.bits[i]; bits; bits &= bits - 1) {
            tally->counts[64 * i + LOWEST_BIT(bits)]++;
        }
    }
}

static inline int count_for(const Tally *tally, int language)
{
    return language == UNLISTED ? 0 : tally->counts[language];
}

/* Which language a text is in: by number of those expected, or after them of those listed; -1 for none known. */
static int tell_language(const CommonWords *common, const Tally *tally, const uint8_t *expected, int count)
{
    int first = count ? expected[0] : UNLISTED;
    int is_listed = first != UNLISTED && has_language(&common->listed, first);
    int has_own = is_listed && has_language(&tally->any, first);
    Py_ssize_t some = tally->distinct / BY_CHANCE;
    Py_ssize_t margin = !count || is_listed || some < MARGIN ? MARGIN : some;
    int found = count ? 0 : -1, most = count_for(tally, first), likeliest = 0, commonest = 0;
    for (int i = 1; i < count; i++) {
        likeliest = count_for(tally, expected[i]) > count_for(tally, expected[likeliest]) ? i : likeliest;
    }
    if (count && count_for(tally, expected[likeliest]) >= margin + most) {
        found = likeliest;
        most = count_for(tally, expected[likeliest]);
    }
    for (int language = 1; language < common->languages; language++) {
        commonest = tally->counts[language] > tally->counts[commonest] ? language : commonest;
    }
    if (common->languages && tally->counts[commonest] >= margin + most) {
        found = count + commonest;
    }
    return found == 0 && is_listed && !has_own && tally->spoken >= MANY ? -1 : found;
}

/* find(text, expected): the language of a normalised text; `expected`: a byte for each, its number or UNLISTED. */
static PyObject *common_find(PyObject *self, PyObject *const *arguments, Py_ssize_t given)
{
    CommonWords *common = (CommonWords *)self;
    if (!are_as_many(given, 2) || !are_texts(arguments, 1)) {
        return NULL;
    }
    if (!PyBytes_Check(arguments[1]) || PyBytes_GET_SIZE(arguments[1]) > MOST_LANGUAGES) {
        PyErr_Format(PyExc_ValueError, "what is expected are at most %d bytes", MOST_LANGUAGES);
        return NULL;
    }
    const uint8_t *expected = (const uint8_t *)PyBytes_AS_STRING(arguments[1]);
    int count = (int)PyBytes_GET_SIZE(arguments[1]);
    for (int i = 0; i < count; i++) {
        if (expected[i] >= common->languages && expected[i] != UNLISTED) {
            PyErr_SetString(PyExc_ValueError, "no language of this number is listed");
            return NULL;
        }
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(arguments[0]);
    if (length > INT32_MAX / 4) {
        PyErr_SetString(PyExc_OverflowError, "no text of this length can be read");
        return NULL;
    }
    int is_ascii = PyUnicode_IS_ASCII(arguments[0]), is_told = count && expected[0] != UNLISTED;
    const uint8_t *ascii = is_ascii ? PyUnicode_1BYTE_DATA(arguments[0]) : NULL;
    if (is_told && is_ascii && sift(common, expected[0]) < 0) {
        return NULL;
    }
    if (is_told && is_ascii && is_plainly_in_ascii(common, ascii, length, expected[0])) {
        return PyLong_FromLong(0);
    }
    Py_UCS4 *text = characters_of(arguments[0]);
    Token *tokens = text == NULL ? NULL : room_for(length / 2 + 1, sizeof *tokens);
    int32_t *slots = NULL;
    PyObject *told = NULL;
    if (tokens == NULL) {
        goto end;
    }
    Py_ssize_t words = is_ascii ? cut_ascii(common, ascii, text, length, tokens)
                                : cut_at_space(common, text, length, tokens);
    if (is_told && !is_ascii && is_plainly(tokens, words, expected[0])) {
        told = PyLong_FromLong(0);
        goto end;
    }
    uint64_t mask = 7;
    while (mask < 2 * (uint64_t)words) {
        mask = mask * 2 + 1;
    }
    slots = PyMem_RawCalloc((size_t)mask + 1, sizeof *slots);
    if (slots == NULL) {
        PyErr_NoMemory();
        goto end;
    }
    Tally tally;
    memset(&tally, 0, sizeof tally);
    tally.distinct = keep_distinct(text, tokens, words, slots, mask);
    for (Py_ssize_t i = 0; i < tally.distinct; i++) {
        count_token(common, &tally, text + tokens[i].begin, &tokens[i]);
    }
    told = PyLong_FromLong(tell_language(common, &tally, expected, count));
end:
    PyMem_RawFree(slots);
    PyMem_RawFree(tokens);
    PyMem_Free(text);
    return told;
}

/* ---- The lists ---- */

static int add_common_word(CommonWords *common, PyObject *written, int language)
{
    Py_ssize_t letters = PyUnicode_Check(written) ? PyUnicode_GET_LENGTH(written) : 0;
    if (letters < 1 || letters > WORD_CHARACTERS) {
        PyErr_Format(PyExc_ValueError, "a common word has 1 to %d characters", WORD_CHARACTERS);
        return -1;
    }
    uint32_t length = (uint32_t)letters;
    Py_UCS4 *word = common->letters + common->used;
    if (PyUnicode_AsUCS4(written, word, letters, 0) == NULL) {
        return -1;
    }
    uint64_t packed = packed_letters(word, length), key = key_of(packed, word, length);
    CommonWord *place = place_of_common(common, packed, word, length, key);
    if (!place->length) {
        *place = (CommonWord){packed ? packed : key, {{0}}, common->used, (uint16_t)length, packed != 0};
        common->used += length;
        set_bit(common->filter, filter_bit_of(word, length));
    }
    add_language(&place->languages, language);
    return 0;
}

static int add_peculiar_letters(CommonWords *common, PyObject *letters, int language)
{
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(letters); i++) {
        Py_UCS4 letter = PyUnicode_READ_CHAR(letters, i);
        if (!is_between(letter, FIRST_PECULIAR, LAST_PECULIAR)) {
            PyErr_SetString(PyExc_ValueError, "a peculiar letter is none of ASCII, and before U+1F00");
            return -1;
        }
        add_language(&common->letters_of[letter - FIRST_PECULIAR], language);
    }
    return 0;
}

static int add_lists(CommonWords *common, PyObject *words, PyObject *letters)
{
    for (int language = 0; language < common->languages; language++) {
        PyObject *own = PyTuple_GET_ITEM(words, language);
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(own); i++) {
            if (add_common_word(common, PyTuple_GET_ITEM(own, i), language) < 0) {
                return -1;
            }
            add_language(&common->listed, language);
        }
        if (add_peculiar_letters(common, PyTuple_GET_ITEM(letters, language), language) < 0) {
            return -1;
        }
    }
    return 0;
}

/* How many words there are in all, of WORD_CHARACTERS at most; -1 with an exception where the lists are none. */
static Py_ssize_t count_words(PyObject *words, PyObject *letters)
{
    Py_ssize_t count = 0, languages = PyTuple_GET_SIZE(words);
    int are_right = languages <= MOST_LANGUAGES && PyTuple_GET_SIZE(letters) == languages;
    for (Py_ssize_t i = 0; are_right && i < languages; i++) {
        PyObject *own = PyTuple_GET_ITEM(words, i);
        are_right = PyTuple_Check(own) && PyUnicode_Check(PyTuple_GET_ITEM(letters, i));
        count += are_right ? PyTuple_GET_SIZE(own) : 0;
    }
    if (!are_right || count > 1 << 20) {
        PyErr_Format(PyExc_ValueError, "expected a tuple of words and a text of letters for each of %d languages at most",
                     MOST_LANGUAGES);
        return -1;
    }
    return count;
}

static PyObject *common_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"words", "letters", NULL};
    PyObject *words, *letters;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!O!", names, &PyTuple_Type, &words, &PyTuple_Type, &letters)) {
        return NULL;
    }
    Py_ssize_t count = count_words(words, letters);
    CommonWords *common = count < 0 ? NULL : (CommonWords *)type->tp_alloc(type, 0);
    if (common == NULL) {
        return NULL;
    }
    common->languages = (int)PyTuple_GET_SIZE(words);
    for (common->mask = 7; common->mask < (uint64_t)(count + count / 4);) { /* many are listed more than once */
        common->mask = common->mask * 2 + 1;
    }
    common->words = PyMem_RawCalloc((size_t)common->mask + 1, sizeof *common->words);
    common->letters = PyMem_RawCalloc((size_t)count + 1, WORD_CHARACTERS * sizeof *common->letters);
    common->filter = new_filter();
    common->letters_of = PyMem_RawCalloc(LAST_PECULIAR - FIRST_PECULIAR + 1, sizeof *common->letters_of);
    if (common->words == NULL || common->letters == NULL || common->filter == NULL || common->letters_of == NULL) {
        PyErr_NoMemory();
        Py_CLEAR(common);
    } else if (add_lists(common, words, letters) < 0) {
        Py_CLEAR(common);
    }
    return (PyObject *)common;
}

static void common_dealloc(PyObject *self)
{
    CommonWords *common = (CommonWords *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_RawFree(common->words);
    PyMem_RawFree(common->letters);
    PyMem_RawFree(common->filter);
    for (int i = 0; i < MOST_LANGUAGES; i++) {
        PyMem_RawFree(common->strange[i]);
    }
    PyMem_RawFree(common->letters_of);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef common_methods[] = {
    {"find", (PyCFunction)(void (*)(void))common_find, METH_FASTCALL, NULL},
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

#endif
