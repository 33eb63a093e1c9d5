/* Identifiers and addresses as texts: the twins are in store/identifiers.py and model/addresses.py. */
#ifndef COPYDESK_IDENTIFIERS_H
#define COPYDESK_IDENTIFIERS_H

#include "basics.h"

#include <arpa/inet.h>

enum { UUID_CHARACTERS = 36, MARK_CHARACTERS = 6, RANDOM_BITS = 50, LOW_BITS = 38 };

/* spell(millisecond, random, mark): a UUID of version 7, of 48 and 50 bits, which ends with that mark. */
static PyObject *kernel_spell(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    (void)module;
    int64_t numbers[2];
    if (!are_as_many(count, 3) || !are_texts(arguments + 2, 1) || read_numbers(numbers, arguments, 2) < 0) {
        return NULL;
    }
    uint64_t millisecond = (uint64_t)numbers[0], random = (uint64_t)numbers[1];
    PyObject *mark = arguments[2];
    if (millisecond >> 48 || random >> RANDOM_BITS || !PyUnicode_IS_ASCII(mark)
        || PyUnicode_GET_LENGTH(mark) != MARK_CHARACTERS) {
        PyErr_SetString(PyExc_ValueError, "expected 48 and 50 bits, and a mark of 6 characters");
        return NULL;
    }
    /* Version and variant stand between; the mark takes the place of the last 24 bits. */
    uint64_t halves[2] = {
        millisecond << 16 | 7 << 12 | random >> LOW_BITS,
        (uint64_t)2 << 62 | (random & (((uint64_t)1 << LOW_BITS) - 1)) << 4 * MARK_CHARACTERS,
    };
    PyObject *identifier = PyUnicode_New(UUID_CHARACTERS, 0x7f);
    if (identifier == NULL) {
        return NULL;
    }
    Py_UCS1 *next = PyUnicode_1BYTE_DATA(identifier);
#pragma GCC unroll 26
    for (int i = 0; i < 32 - MARK_CHARACTERS; i++) {
        if (i == 8 || i == 12 || i == 16 || i == 20) {
            *next++ = '-';
        }
        *next++ = (Py_UCS1)hex_digits[halves[i / 16] >> (60 - 4 * (i % 16)) & 15];
    }
    memcpy(next, PyUnicode_1BYTE_DATA(mark), MARK_CHARACTERS);
    return identifier;
}

static PyObject *kernel_is_ipv4(PyObject *module, PyObject *text)
{
    struct in_addr address;
    (void)module;
    if (!are_texts(&text, 1)) {
        return NULL;
    }
    const char *ascii = PyUnicode_IS_ASCII(text) ? (const char *)PyUnicode_1BYTE_DATA(text) : "";
    /* A NUL within would end it too early. */
    int is_whole = strlen(ascii) == (size_t)PyUnicode_GET_LENGTH(text);
    return PyBool_FromLong(is_whole && inet_pton(AF_INET, ascii, &address) == 1);
}

#endif
