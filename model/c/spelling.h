/* What a word stands for: the twin is `spellings_in_python` of words.py. */
#ifndef COPYDESK_SPELLING_H
#define COPYDESK_SPELLING_H

#include "lexicon.h"

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

#endif
