/* Common words of languages; the twin is in spoken.py. */
#ifndef COPYDESK_COMMON_WORDS_H
#define COPYDESK_COMMON_WORDS_H

#include "hashing.h"

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

#endif
