/* What every part stands on: Python, texts that it gives, and room. */
#ifndef COPYDESK_BASICS_H
#define COPYDESK_BASICS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

/* What is compiled twice where that can be: a processor with AVX2 takes a fifth of the instructions, or a half. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define ALSO_FOR_AVX2 __attribute__((target_clones("default", "avx2")))
#else
#define ALSO_FOR_AVX2
#endif

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

static const char hex_digits[] = "0123456789abcdef";

/* Signed 64-bit numbers; of more than 30 bits, PyLong_AsLongLong takes several times as long. Returns -1 with an exception. */
static int read_numbers(int64_t *numbers, PyObject *const *given, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        int overflow;
        numbers[i] = PyLong_AsLongLongAndOverflow(given[i], &overflow);
        if (overflow) {
            PyErr_SetString(PyExc_OverflowError, "a number does not fit 64 bits");
        }
        if (numbers[i] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

/* The code points of a text, with a NUL after them; NULL with an exception. For PyMem_Free. */
static Py_UCS4 *characters_of(PyObject *text)
{
    return are_texts(&text, 1) ? PyUnicode_AsUCS4Copy(text) : NULL;
}

static void *room_for(Py_ssize_t count, size_t size)
{
    void *room = (size_t)count < (size_t)PY_SSIZE_T_MAX / size ? PyMem_RawMalloc((size_t)count * size) : NULL;
    if (room == NULL) {
        PyErr_NoMemory();
    }
    return room;
}

/* Whether a character in ASCII is white space to Python. */
static inline int is_ascii_space(uint8_t c)
{
    return (c == ' ') | ((uint8_t)(c - '\t') < 5) | ((uint8_t)(c - 0x1c) < 4);
}

enum { AT_ONCE = 64 };

/* The highest bit is set where a character of ASCII is in the range. Of comparisons compilers make one, which they cannot
   do for several characters at once. */
static inline uint8_t in_range(uint8_t c, uint8_t first, uint8_t last)
{
    return (uint8_t)(c - last - 1) & (uint8_t)~(c - first);
}

/* The highest bits of as many bytes as are looked at at once. */
static inline uint64_t highest_bits(const uint8_t *bytes)
{
    uint64_t bits = 0;
#if defined(__SSE2__)
    for (int i = 0; i < AT_ONCE; i += 16) {
        bits |= (uint64_t)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(bytes + i))) << i;
    }
#else
    for (int i = 0; i < AT_ONCE; i += 8) {
        uint64_t eight;
        memcpy(&eight, bytes + i, sizeof eight);
        bits |= ((eight >> 7 & 0x0101010101010101) * 0x0102040810204080 >> 56) << i;
    }
#endif
    return bits;
}

/* Characters of a text from one of them on, which may be its end; what it has no more is `filling`. */
static inline void take_some(uint8_t *some, const uint8_t *text, Py_ssize_t length, Py_ssize_t at, uint8_t filling)
{
    if (length - at >= AT_ONCE) {
        memcpy(some, text + at, AT_ONCE);
    } else {
        memset(some, filling, AT_ONCE);
        memcpy(some, text + at, (size_t)(length - at));
    }
}

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

#endif
