/* What a comment shows: its words, and the rows of `SHAPES` in features.py that its text shows by itself. */
#ifndef COPYDESK_FEATURES_H
#define COPYDESK_FEATURES_H

#include "reading.h"
#include "spelling.h"

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

static Py_ssize_t count_of(const Reading *reading, uint8_t sign)
{
    uint32_t count = 0; /* of the characters' size, so that it is counted in vectors */
    for (Py_ssize_t i = 0; reading->ascii != NULL && i < reading->length; i += AT_ONCE) {
        uint8_t some[AT_ONCE], within = 0;
        take_some(some, reading->ascii, reading->length, i, 0);
        for (int at = 0; at < AT_ONCE; at++) {
            within = (uint8_t)(within + (some[at] == sign));
        }
        count += within;
    }
    if (reading->ascii != NULL) {
        return count;
    }
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
    const Py_UCS4 *text = reading->characters;
    uint32_t *marks = reading->marks;
    Py_ssize_t marked = 0, length = reading->length, first = 0;
    for (; reading->ascii != NULL && first < length; first += AT_ONCE) {
        uint8_t some[AT_ONCE];
        take_some(some, reading->ascii, length, first, 0);
        for (int i = 0; i < AT_ONCE; i++) {
            uint8_t c = some[i];
            some[i] = in_range(c, '#', '$') | in_range(c, '0', '9') | in_range(c, '<', '<') | in_range(c, '@', '@')
                | in_range(c, '[', '[');
        }
        for (uint64_t bits = highest_bits(some); bits; bits &= bits - 1) {
            marks[marked++] = (uint32_t)(first + LOWEST_BIT(bits));
        }
    }
    for (Py_ssize_t i = first; i < length; i++) {
        Py_UCS4 c = text[i];
        marks[marked] = (uint32_t)i; /* written over unless it is one: no branch that is guessed wrong */
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
    Signs signs = {length, 0, 0};
    for (Py_ssize_t i = 0; i < length; i += AT_ONCE) {
        uint8_t some[AT_ONCE], capitals = 0, digits = 0;
        take_some(some, text, length, i, 0);
        for (int at = 0; at < AT_ONCE; at++) {
            capitals = (uint8_t)(capitals + (in_range(some[at], 'A', 'Z') >> 7));
            digits = (uint8_t)(digits + (in_range(some[at], '0', '9') >> 7));
        }
        signs.capitals += capitals;
        signs.digits += digits;
    }
    return signs;
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

static inline int may_be_parted(const Lexicon *lexicon, const Word *word)
{
    return lexicon != NULL && word->all & LETTER && !word->level && word->length >= LEAST_TOGETHER;
}

/* How many words a word is: those that were written together are as long as it is, and no other spellings are. */
static uint32_t count_parts(const Lexicon *lexicon, const Word *word, const Meant *meant)
{
    uint32_t end = 0, parts = 0;
    for (int i = 0; i < meant->count && (end += (uint32_t)meant->lengths[i]) <= word->length; i++) {
        parts++;
    }
    return parts && may_be_parted(lexicon, word) ? parts : 1;
}

/* How many words there are; of those written together each counts. */
static Py_ssize_t count_all_words(const Reading *reading)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < reading->count; i++) {
        count += reading->words[reading->places[i].word].parts;
    }
    return count;
}

/* Shows what the text does by itself, once it is known how many words each of them is. Returns -1 with an exception. */
static int find_shape(Shape *shape, Reading *reading, Signs raw)
{
    Py_ssize_t words = count_all_words(reading);
    shape->count = 0;
    for (int i = 0; i < LENGTHS && words >= lengths[i]; i++) {
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

/* Reads a comment's words, and counts its signs. Returns -1 with an exception; `close_reading` is due in any case. */
static int read_comment(Reading *reading, Signs *raw, PyObject *original, PyObject *normalised, const Lexicon *lexicon,
                        const Memory *memory)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(original);
    int is_ascii = PyUnicode_IS_ASCII(original);
    if (open_reading(reading, normalised, length) < 0
        || (!is_ascii && PyUnicode_AsUCS4(original, reading->characters, length + 1, 1) == NULL)) {
        return -1;
    }
    *raw = is_ascii ? count_signs_in_ascii(PyUnicode_1BYTE_DATA(original), length)
                    : count_signs(reading->characters, length);
    return read_words(reading, normalised, lexicon, memory);
}

/* Works out how many words each of them is, where nobody weighs them. */
static void part_words(Reading *reading, const Lexicon *lexicon)
{
    for (Py_ssize_t i = 0; i < reading->distinct; i++) {
        Word *word = &reading->words[i];
        word->parts = 1;
        if (may_be_parted(lexicon, word)) {
            Base base = {.length = word->length};
            Meant meant;
            memcpy(base.letters, reading->characters + word->at, word->length * sizeof *base.letters);
            spell(lexicon, &meant, &base);
            word->parts = (uint8_t)count_parts(lexicon, word, &meant);
        }
    }
}

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
    Signs raw;
    if (read_comment(&reading, &raw, arguments[0], arguments[1], lexicon, NULL) < 0) {
        goto end;
    }
    part_words(&reading, lexicon);
    if (find_shape(&shape, &reading, raw) < 0) {
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

#endif
