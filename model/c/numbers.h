/* Numbers in JSON: the twins are `scores_text` and `spans_text` of service/wording.py. */
#ifndef COPYDESK_NUMBERS_H
#define COPYDESK_NUMBERS_H

#include "characters.h"

enum { NUMBER_BYTES = 24, SPAN_BYTES = 3 * NUMBER_BYTES + 32, TENS = 10000 };

static char *put(char *to, const char *text)
{
    size_t length = strlen(text);
    memcpy(to, text, length);
    return to + length;
}

static char *put_whole(char *to, uint64_t number)
{
    char digits[NUMBER_BYTES], *first = digits + sizeof digits;
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    size_t length = (size_t)(digits + sizeof digits - first);
    memcpy(to, first, length);
    return to + length;
}

/* A number as it is told, with one to four decimals; NULL where it is none, or too large for that. */
static char *put_rounded(char *to, PyObject *number)
{
    double value = PyFloat_CheckExact(number) ? PyFloat_AS_DOUBLE(number) : NAN;
    if (!(fabs(value) < 1e6)) {
        return NULL;
    }
    int64_t tens = (int64_t)rint(value * TENS);
    if (tens < 0) {
        *to++ = '-';
        tens = -tens;
    }
    to = put_whole(to, (uint64_t)tens / TENS);
    *to++ = '.';
    int rest = (int)(tens % TENS), unit = TENS / 10;
    do {
        *to++ = (char)('0' + rest / unit);
        rest %= unit;
        unit /= 10;
    } while (rest);
    return to;
}

static char *put_index(char *to, PyObject *index)
{
    Py_ssize_t number = PyLong_CheckExact(index) ? PyLong_AsSsize_t(index) : -1;
    if (number < 0) {
        PyErr_Clear();
        return NULL;
    }
    return put_whole(to, (uint64_t)number);
}

/* A name that JSON writes as it stands; NULL for any other. */
static char *put_name(char *to, PyObject *name)
{
    const char *letters = (const char *)PyUnicode_DATA(name);
    Py_ssize_t length = PyUnicode_GET_LENGTH(name);
    for (Py_ssize_t i = 0; i < length; i++) {
        if (!is_between((Py_UCS4)(unsigned char)letters[i], ' ', '~') || letters[i] == '"' || letters[i] == '\\') {
            return NULL;
        }
        *to++ = letters[i];
    }
    return to;
}

static PyObject *text_up_to(char *begin, const char *end)
{
    PyObject *told = end == NULL ? Py_NewRef(Py_None)
                                 : PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, begin, (Py_ssize_t)(end - begin));
    PyMem_RawFree(begin);
    return told;
}

/* scores_json(scores): an object of them; None where one takes more than digits to tell. */
static PyObject *kernel_scores_json(PyObject *module, PyObject *scores)
{
    (void)module;
    PyObject *name, *score;
    Py_ssize_t at = 0, bytes = 2;
    if (!PyDict_CheckExact(scores)) {
        Py_RETURN_NONE;
    }
    while (PyDict_Next(scores, &at, &name, &score)) {
        if (!PyUnicode_CheckExact(name) || !PyUnicode_IS_COMPACT_ASCII(name)) {
            Py_RETURN_NONE;
        }
        bytes += PyUnicode_GET_LENGTH(name) + NUMBER_BYTES + 4;
    }
    char *begin = room_for(bytes, 1), *to = begin;
    if (begin == NULL) {
        return NULL;
    }
    *to++ = '{';
    for (at = 0; to != NULL && PyDict_Next(scores, &at, &name, &score);) {
        to = put_name(put(to, to == begin + 1 ? "\"" : ",\""), name);
        to = to == NULL ? NULL : put_rounded(put(to, "\":"), score);
    }
    return text_up_to(begin, to == NULL ? NULL : put(to, "}"));
}

/* spans_json(spans): a list of them; None as above. */
static PyObject *kernel_spans_json(PyObject *module, PyObject *spans)
{
    (void)module;
    if (!PyTuple_CheckExact(spans)) {
        Py_RETURN_NONE;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(spans);
    char *begin = room_for(count + 1, SPAN_BYTES), *to = begin;
    if (begin == NULL) {
        return NULL;
    }
    *to++ = '[';
    for (Py_ssize_t i = 0; to != NULL && i < count; i++) {
        PyObject *span = PyTuple_GET_ITEM(spans, i);
        if (!PyTuple_Check(span) || PyTuple_GET_SIZE(span) != 3) {
            to = NULL;
            break;
        }
        to = put_index(put(to, i ? ",{\"begin\":" : "{\"begin\":"), PyTuple_GET_ITEM(span, 0));
        to = to == NULL ? NULL : put_index(put(to, ",\"end\":"), PyTuple_GET_ITEM(span, 1));
        to = to == NULL ? NULL : put_rounded(put(to, ",\"weight\":"), PyTuple_GET_ITEM(span, 2));
        to = to == NULL ? NULL : put(to, "}");
    }
    return text_up_to(begin, to == NULL ? NULL : put(to, "]"));
}

#endif
