/* First looks at a text, which spare most the long way; the twins are in text.py, links.py, surroundings.py and
   languages.py. */
#ifndef COPYDESK_LOOKS_H
#define COPYDESK_LOOKS_H

#include "characters.h"

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

/* The highest bit is set where a character in ASCII is this, and where three neighbours are. */
static inline uint8_t is_this(uint8_t c, uint8_t other)
{
    return (uint8_t)((c ^ other) - 1);
}

static inline uint8_t are_these(const uint8_t *text, uint8_t first, uint8_t second, uint8_t third)
{
    return (uint8_t)(((text[0] ^ first) | (text[1] ^ second) | (text[2] ^ third)) - 1);
}

/* Whether something is seen in a text in ASCII. The rest is looked at with some characters before it once more, so that
   all are looked at in vectors. */
typedef uint8_t Look(const uint8_t *text, Py_ssize_t count);

static inline int is_seen(Look *look, const uint8_t *text, Py_ssize_t count)
{
    uint8_t seen = count < AT_ONCE ? look(text, count) : look(text + count - AT_ONCE, AT_ONCE);
    for (Py_ssize_t at = 0; at + AT_ONCE < count; at += AT_ONCE) {
        seen |= look(text + at, AT_ONCE);
    }
    return seen >> 7;
}

static inline uint8_t look_for_sign(const uint8_t *text, Py_ssize_t count)
{
    uint8_t seen = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint8_t c = text[i], next = text[i + 1];
        uint8_t is_before = in_range(c, '\t', ' ') | is_this(c, '(') | is_this(c | 0x20, '{');
        seen |= is_this(c, '/') | is_this(c, '\\') | (is_this(c, '.') & in_range(next, '0', 'z'))
            | (is_before & is_this(next, '.')) | are_these(text + i, 'd', 'o', 't');
    }
    return seen;
}

/* Three letters of each messenger's name that are seldom neighbours elsewhere. */
static inline uint8_t look_for_messenger(const uint8_t *text, Py_ssize_t count)
{
    uint8_t seen = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        seen |= are_these(text + i, 't', 's', 'a') | are_these(text + i, 'e', 'g', 'r')
            | are_these(text + i, 'v', 'i', 'b') | are_these(text + i, 'w', 'e', 'c');
    }
    return seen;
}

/* Whether a text in ASCII may have what `is_sign_of_link` looks for, which most have not. Its last character, which has
   no neighbour, may be a slash. */
ALSO_FOR_AVX2 static int may_have_sign_of_link(const uint8_t *text, Py_ssize_t length)
{
    uint8_t last = length ? text[length - 1] : 0;
    return last == '/' || last == '\\' || is_seen(look_for_sign, text, length - 1);
}

ALSO_FOR_AVX2 static int may_have_messenger(const uint8_t *text, Py_ssize_t length)
{
    return is_seen(look_for_messenger, text, length - 1);
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
static uint8_t first_of_link[256], second_of_link[256], first_of_name[256], second_of_name[256];

static inline int may_be(const uint8_t *first, const uint8_t *second, Py_UCS4 c, Py_UCS4 next)
{
    return (c < 128 ? first[c] : c == 0x3002) & (next < 128 ? second[next] : 0xff);
}

/* The next place at or after `at` where that may be; the text's length where there is none. Most texts have a byte a
   character, and a NUL after them. */
static Py_ssize_t next_place(PyObject *text, const uint8_t *first, const uint8_t *second, Py_ssize_t at)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (kind == PyUnicode_1BYTE_KIND) {
        const Py_UCS1 *bytes = data;
        while (at < length && !(first[bytes[at]] & second[bytes[at + 1]])) {
            at++;
        }
        return at;
    }
    while (at < length && !may_be(first, second, PyUnicode_READ(kind, data, at), PyUnicode_READ(kind, data, at + 1))) {
        at++;
    }
    return at;
}

static void describe_neighbours(void)
{
    enum { ANY = 1, FIGURE = 2, APART = 4 };
    for (int c = 128; c < 256; c++) {
        second_of_link[c] = second_of_name[c] = 0xff;
    }
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

/* find_signs_of_links(normalised): where something stands that no link is without. */
static PyObject *kernel_find_signs_of_links(PyObject *module, PyObject *normalised)
{
    (void)module;
    if (!are_texts(&normalised, 1)) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(normalised);
    if (PyUnicode_IS_ASCII(normalised) && !may_have_sign_of_link(PyUnicode_1BYTE_DATA(normalised), length)) {
        return PyList_New(0);
    }
    Py_ssize_t i = next_place(normalised, first_of_link, second_of_link, 0);
    if (i == length) {
        return PyList_New(0);
    }
    Py_UCS4 *text = characters_of(normalised);
    PyObject *signs = text == NULL ? NULL : PyList_New(0);
    for (; signs != NULL && i < length; i = next_place(normalised, first_of_link, second_of_link, i + 1)) {
        if (is_sign_of_link(text, i) && append(signs, i) < 0) {
            Py_CLEAR(signs);
        }
    }
    PyMem_Free(text);
    return signs;
}

/* Where the messenger's name begins whose two rare letters stand at `at`, and its end; -1 where they are of none. */
static Py_ssize_t begin_of_name(PyObject *text, Py_ssize_t at, Py_ssize_t *end)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (size_t i = 0; i < sizeof messengers / sizeof *messengers; i++) {
        Py_ssize_t begin = at - messengers[i].rare;
        const char *letter = messengers[i].name;
        for (*end = begin; begin >= 0 && *letter && PyUnicode_READ(kind, data, *end) == (Py_UCS4)*letter; letter++) {
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
    if (!are_texts(&normalised, 1)) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(normalised), end;
    PyObject *places = PyList_New(0);
    if (PyUnicode_IS_ASCII(normalised) && !may_have_messenger(PyUnicode_1BYTE_DATA(normalised), length)) {
        return places;
    }
    for (Py_ssize_t i = -1; places != NULL
                            && (i = next_place(normalised, first_of_name, second_of_name, i + 1)) < length;) {
        Py_ssize_t begin = begin_of_name(normalised, i, &end);
        PyObject *place = begin < 0 ? NULL : Py_BuildValue("(nn)", begin, end);
        if (begin >= 0 && (place == NULL || PyList_Append(places, place) < 0)) {
            Py_CLEAR(places);
        }
        Py_XDECREF(place);
    }
    return places;
}

/* Writes a text in ASCII in lower case; returns whether every character is visible, as `is_plain` has it. */
ALSO_FOR_AVX2 static int lower_visible(uint8_t *restrict lowered, const uint8_t *restrict text, Py_ssize_t length)
{
    uint8_t visible = 0xff;
    for (Py_ssize_t i = 0; i < length; i++) {
        uint8_t c = text[i];
        lowered[i] = (uint8_t)(c + ((in_range(c, 'A', 'Z') & 0x80) >> 2));
        visible &= in_range(c, '\t', '\n') | in_range(c, '\r', '\r') | in_range(c, ' ', '~');
    }
    return visible >> 7;
}

/* lower_plain(text): a plain text in ASCII in lower case; None where it is none. */
static PyObject *kernel_lower_plain(PyObject *module, PyObject *given)
{
    (void)module;
    if (!are_texts(&given, 1)) {
        return NULL;
    }
    if (!PyUnicode_IS_ASCII(given)) {
        Py_RETURN_NONE;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given);
    PyObject *lowered = PyUnicode_New(length, 127);
    if (lowered != NULL && !lower_visible(PyUnicode_1BYTE_DATA(lowered), PyUnicode_1BYTE_DATA(given), length)) {
        Py_DECREF(lowered);
        Py_RETURN_NONE;
    }
    return lowered;
}

/* is_plain(text): whether every character is composed and visible already. */
static PyObject *kernel_is_plain(PyObject *module, PyObject *given)
{
    (void)module;
    if (!are_texts(&given, 1)) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given), i = 0;
    int kind = PyUnicode_KIND(given);
    const void *data = PyUnicode_DATA(given);
    while (i < length && is_plain(PyUnicode_READ(kind, data, i))) {
        i++;
    }
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

/* Whether NUL is in one of the texts of a list; what is None has none. */
static PyObject *kernel_holds_nul(PyObject *module, PyObject *texts)
{
    (void)module;
    if (!PyList_Check(texts)) {
        PyErr_SetString(PyExc_TypeError, "a list of texts is wanted");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = PyList_GET_ITEM(texts, i);
        if (text == Py_None) {
            continue;
        }
        if (!are_texts(&text, 1)) {
            return NULL;
        }
        Py_ssize_t at = PyUnicode_FindChar(text, 0, 0, PyUnicode_GET_LENGTH(text), 1);
        if (at != -1) {
            return at == -2 ? NULL : Py_NewRef(Py_True);
        }
    }
    Py_RETURN_FALSE;
}

#endif
