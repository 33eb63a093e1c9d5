/* Fingerprints and names under a key: the twins are in service/history.py and store/pseudonyms.py. */
#ifndef COPYDESK_FINGERPRINT_H
#define COPYDESK_FINGERPRINT_H

#include "basics.h"

/* BLAKE2b (RFC 7693): calling Python's takes longer than the hash. */
enum { BLOCK = 128, STATE_BYTES = 64, KEY_BYTES = 32, NAME_BYTES = 16, PERSON_BYTES = 16 };
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

/* Takes all that is left, of which `before` bytes were taken already. */
static void take_rest(uint64_t *state, const uint8_t *bytes, size_t length, size_t before)
{
    uint8_t last[BLOCK] = {0};
    size_t done = 0;
    for (; length - done > BLOCK; done += BLOCK) {
        take_block(state, bytes + done, before + done + BLOCK, 0);
    }
    memcpy(last, bytes + done, length - done);
    take_block(state, last, before + length, 1);
}

/* The first 64 bits of the hash without a key as a big-endian number. */
static int64_t hash_of_bytes(const uint8_t *bytes, size_t length)
{
    uint64_t state[8], hash = 0;
    memcpy(state, blake2b_start, sizeof state);
    state[0] ^= 0x01010000 ^ sizeof hash;
    take_rest(state, bytes, length, 0);
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
ALSO_FOR_AVX2 static int is_squeezed(const uint8_t *text, Py_ssize_t length)
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

/* keyed(secret, person): what `pseudonym` goes on from, once the key is taken. */
static PyObject *kernel_keyed(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (!are_as_many(count, 2)) {
        return NULL;
    }
    if (!PyBytes_Check(arguments[0]) || PyBytes_GET_SIZE(arguments[0]) != KEY_BYTES || !PyBytes_Check(arguments[1])
        || PyBytes_GET_SIZE(arguments[1]) > PERSON_BYTES) {
        PyErr_Format(PyExc_ValueError, "expected a secret of %d bytes and a person of %d at most", KEY_BYTES, PERSON_BYTES);
        return NULL;
    }
    uint64_t state[8], person[2] = {0};
    uint8_t key[BLOCK] = {0};
    memcpy(state, blake2b_start, sizeof state);
    memcpy(person, PyBytes_AS_STRING(arguments[1]), (size_t)PyBytes_GET_SIZE(arguments[1]));
    memcpy(key, PyBytes_AS_STRING(arguments[0]), KEY_BYTES);
    state[0] ^= 0x01010000 ^ KEY_BYTES << 8 ^ NAME_BYTES;
    state[6] ^= person[0];
    state[7] ^= person[1];
    take_block(state, key, BLOCK, 0);
    return PyBytes_FromStringAndSize((const char *)state, sizeof state);
}

static PyObject *name_of_bytes(const void *keyed, const uint8_t *bytes, size_t length)
{
    uint64_t state[8];
    char name[2 * NAME_BYTES];
    memcpy(state, keyed, sizeof state);
    take_rest(state, bytes, length, BLOCK);
    for (int i = 0; i < NAME_BYTES; i++) {
        uint8_t byte = (uint8_t)(state[i / 8] >> 8 * (i % 8));
        name[2 * i] = hex_digits[byte >> 4];
        name[2 * i + 1] = hex_digits[byte & 15];
    }
    return PyUnicode_FromStringAndSize(name, sizeof name);
}

/* pseudonym(keyed, text): 32 hexadecimal digits; the text is not empty, for else the key would be the last block. */
static PyObject *kernel_pseudonym(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    if (!are_as_many(count, 2) || !are_texts(arguments + 1, 1)) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(arguments[1]);
    if (!PyBytes_Check(arguments[0]) || PyBytes_GET_SIZE(arguments[0]) != STATE_BYTES || !length) {
        PyErr_SetString(PyExc_ValueError, "expected what `keyed` gives, and a text");
        return NULL;
    }
    const char *keyed = PyBytes_AS_STRING(arguments[0]);
    if (PyUnicode_IS_ASCII(arguments[1])) {
        return name_of_bytes(keyed, PyUnicode_1BYTE_DATA(arguments[1]), (size_t)length);
    }
    Py_UCS4 *text = characters_of(arguments[1]);
    uint8_t *bytes = text == NULL ? NULL : room_for(length, 4);
    PyObject *name = bytes == NULL ? NULL : name_of_bytes(keyed, bytes, encode(bytes, text, length));
    PyMem_RawFree(bytes);
    PyMem_Free(text);
    return name;
}

#endif
