/* Likeness: the twin is likeness.py. */
#ifndef COPYDESK_LIKENESS_H
#define COPYDESK_LIKENESS_H

#include "basics.h"

enum { ROWS = 64, BANDS = 8, ROWS_A_BAND = ROWS / BANDS / 2, BAND_BYTES = 8, PIECE = 4, FEW_WORDS = 8 };
enum { SIGNATURE_BYTES = ROWS + BANDS * BAND_BYTES, PLACE_BITS = 15, HEADS = BANDS << PLACE_BITS, MOST_SLOTS = 1 << 14 };

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

/* Lets words, or pieces of a text, lower each row to the least that any of them comes to there. */
ALSO_FOR_AVX2 static void lower(const Keys *restrict keys, int32_t *restrict minima, const uint32_t *restrict marks, int count)
{
    for (int mark = 0; mark < count; mark++) {
        for (int i = 0; i < ROWS; i++) {
            int32_t here = (int32_t)(marks[mark] * keys->factors[i] + keys->terms[i]);
            minima[i] = here < minima[i] ? here : minima[i];
        }
    }
}

typedef struct {
    Keys keys;
    int32_t minima[ROWS];
    uint32_t marks[64]; /* of words that have lowered no row yet */
    int count;
} Signing;

/* A word by the hash of its letters. */
static inline void add_to_signature(Signing *signing, uint64_t hash)
{
    if (signing->count == sizeof signing->marks / sizeof *signing->marks) {
        lower(&signing->keys, signing->minima, signing->marks, signing->count);
        signing->count = 0;
    }
    signing->marks[signing->count++] = (uint32_t)((hash + 1) * signing->keys.base >> 32);
}

static void add_word_to_signature(Signing *signing, const Py_UCS4 *word, Py_ssize_t length)
{
    uint64_t hash = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        hash = stirred(&signing->keys, hash, word[i]);
    }
    add_to_signature(signing, hash);
}

/* The words of a text in ASCII, in one pass and without a copy; returns how many there are. */
static Py_ssize_t add_ascii(Signing *signing, const uint8_t *text, Py_ssize_t length)
{
    Py_ssize_t words = 0;
    for (const uint8_t *end = text + length; text < end; text++) {
        const uint8_t *begin = text;
        uint64_t hash = 0;
        for (; *text > ' ' || (*text != ' ' && !is_ascii_space(*text) && text < end); text++) { /* a NUL at the end */
            hash = stirred(&signing->keys, hash, *text);
        }
        if (text > begin) {
            add_to_signature(signing, hash);
            words++;
        }
    }
    return words;
}

/* The words of any text, or its pieces where it has few of them. Returns -1 with an exception. */
static int add_text(Signing *signing, PyObject *given)
{
    Py_UCS4 *text = characters_of(given);
    if (text == NULL) {
        return -1;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(given), words = squeeze(text, &length);
    if (words < FEW_WORDS) {
        Py_ssize_t at = 0;
        do {
            add_word_to_signature(signing, text + at, length - at < PIECE ? length - at : PIECE);
            at++;
        } while (at + PIECE <= length);
    } else {
        for (Py_ssize_t begin = 0, end; begin < length; begin = end + 1) {
            for (end = begin; end < length && text[end] != ' '; end++) {
            }
            add_word_to_signature(signing, text + begin, end - begin);
        }
    }
    PyMem_Free(text);
    return 0;
}

/* sign(normalised, keys): the lowest byte of each row, and then the hash of each band. */
static PyObject *kernel_sign(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    Signing signing;
    if (!are_as_many(count, 2) || take_keys(&signing.keys, arguments[1]) < 0) {
        return NULL;
    }
    for (int i = 0; i < ROWS; i++) {
        signing.minima[i] = INT32_MAX;
    }
    signing.count = 0;
    PyObject *text = arguments[0];
    int is_ascii = PyUnicode_Check(text) && PyUnicode_IS_COMPACT_ASCII(text);
    if (!is_ascii || add_ascii(&signing, PyUnicode_1BYTE_DATA(text), PyUnicode_GET_LENGTH(text)) < FEW_WORDS) {
        signing.count = 0; /* few words have lowered no row yet */
        if (add_text(&signing, text) < 0) {
            return NULL;
        }
    }
    lower(&signing.keys, signing.minima, signing.marks, signing.count);
    uint8_t signature[SIGNATURE_BYTES];
    for (int i = 0; i < ROWS; i++) {
        signature[i] = (uint8_t)signing.minima[i];
    }
    for (int band = 0; band < BANDS; band++) {
        uint64_t hash = 0;
        for (int i = 0; i < ROWS_A_BAND; i++) {
            hash = stirred(&signing.keys, hash, (uint32_t)signing.minima[band * ROWS_A_BAND + i]);
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

/* The slots that have a band in common with the signature, each once; returns how many. All that is looked at lies apart:
   it is asked for before it is needed. */
static int slots_with_a_band(const LikenessIndex *index, const uint8_t *signature, uint32_t *slots)
{
    uint32_t *heads[BANDS], tags[BANDS];
    int count = 0;
    for (int band = 0; band < BANDS; band++) {
        heads[band] = head_of(index, signature, band, &tags[band]);
        PREFETCH(heads[band]);
    }
    for (int band = 0; band < BANDS; band++) {
        uint32_t head = *heads[band], slot = head & (MOST_SLOTS - 1);
        int is_again = 0;
        for (int i = 0; i < count; i++) {
            is_again |= slots[i] == slot;
        }
        if (!((head ^ tags[band]) & ~(uint32_t)(MOST_SLOTS - 1) || is_again || slot >= held_by(index))) {
            PREFETCH(index->rows + (size_t)slot * ROWS);
            slots[count++] = slot;
        }
    }
    return count;
}

/* find(signature): numbers and likenesses, by the greatest number first. */
static PyObject *index_find(PyObject *self, PyObject *given)
{
    enum { ALIKE_FROM = ROWS * 3 / 4 };
    LikenessIndex *index = (LikenessIndex *)self;
    const uint8_t *signature = bytes_of(given);
    PyObject *found = signature == NULL ? NULL : PyList_New(0);
    uint32_t slots[BANDS];
    int count = found == NULL ? 0 : slots_with_a_band(index, signature, slots);
    for (int i = 0; found != NULL && i < count; i++) {
        int same = same_rows(signature, index->rows + (size_t)slots[i] * ROWS);
        if (same >= ALIKE_FROM) {
            PyObject *one = Py_BuildValue("(Ld)", (long long)index->numbers[slots[i]], (double)same / ROWS);
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

#endif
