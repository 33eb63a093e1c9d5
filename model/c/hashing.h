/* Hashing: features as hashing.py tells, and places in tables by a number that nobody outside knows. */
#ifndef COPYDESK_HASHING_H
#define COPYDESK_HASHING_H

#include "basics.h"

enum { WORD_CHARACTERS = 48 };

static const uint64_t BASE = 0x9E3779B97F4A7C15, MIX = 0xFF51AFD7ED558CCD, PAIR = 0xC4CEB9FE1A85EC53;

/* The hash of whoever is named in what is said of a group. */
static const uint64_t GROUP = 0xD6E8FEB86659FD93;

enum { SHORTEST = 2, LONGEST = 5, REACH = 6, AFTER = 1, BEFORE = 2 };

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

static uint64_t secret;
/* By what each letter of a word is multiplied for its key (Dietzfelbinger et al. 1997), unknown outside as `secret`. */
static uint64_t factors[WORD_CHARACTERS];

/* The letters of a word as one number, where it has eight at most and each is a byte; else 0. Of as many letters, words
   that have such a number are the same where it is. */
static inline uint64_t packed_bytes(const uint8_t *text, Py_ssize_t length, Py_ssize_t begin, uint32_t letters)
{
    uint64_t packed = 0;
    if (letters > sizeof packed) {
        return 0;
    }
    if (begin + (Py_ssize_t)sizeof packed > length) {
        memcpy(&packed, text + begin, letters);
        return packed;
    }
    memcpy(&packed, text + begin, sizeof packed);
    return packed & ~(uint64_t)0 >> 8 * (sizeof packed - letters);
}

static inline uint64_t packed_letters(const Py_UCS4 *word, uint32_t letters)
{
    uint64_t packed = 0;
    for (uint32_t i = 0; i < letters; i++) {
        if (letters > sizeof packed || word[i] > 0xff) {
            return 0;
        }
        packed |= (uint64_t)word[i] << 8 * i;
    }
    return packed;
}

/* A word's key, of as many letters as there are factors for: four bytes a factor where it is packed, or else one letter. */
static inline uint64_t key_of(uint64_t packed, const Py_UCS4 *word, uint32_t letters)
{
    uint64_t key = letters;
    if (packed) {
        key += (packed & 0xffffffff) * factors[0] + (packed >> 32) * factors[1];
    } else {
        for (uint32_t i = 0; i < letters && i < WORD_CHARACTERS; i++) {
            key += word[i] * factors[i];
        }
    }
    return key >> 32 | key << 32; /* its upper half is the better one */
}

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

#endif
