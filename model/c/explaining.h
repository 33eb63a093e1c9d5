/* Which words weighed; the twin is numpy_kernel.py. */
#ifndef COPYDESK_EXPLAINING_H
#define COPYDESK_EXPLAINING_H

#include "scoring.h"

typedef struct {
    float weight;
    const Place *place;
} Weighed;

/* The heaviest places, the first of equal ones first; returns how many weigh enough to be told. */
static int find_heaviest(Weighed *heaviest, int limit, const Place *places, const float *weights, Py_ssize_t count)
{
    const double least_share = 0.1, nothing = 1e-9;
    int found = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        float weight = weights[i];
        if (found == limit && !(weight > heaviest[limit - 1].weight)) {
            continue;
        }
        int at = found < limit ? found++ : limit - 1;
        for (; at > 0 && weight > heaviest[at - 1].weight; at--) {
            heaviest[at] = heaviest[at - 1];
        }
        heaviest[at] = (Weighed){weight, &places[i]};
    }
    double least = found ? least_share * (double)heaviest[0].weight : 0;
    least = least > nothing ? least : nothing;
    while (found > 0 && !((double)heaviest[found - 1].weight >= least)) {
        found--;
    }
    return found;
}

static int comes_after(const Place *one, const Place *other)
{
    return one->begin > other->begin || (one->begin == other->begin && one->end > other->end);
}

static PyObject *span_of(PyObject *type, Weighed weighed)
{
    PyObject *span = ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 3);
    if (span != NULL) {
        PyObject *begin = PyLong_FromUnsignedLong(weighed.place->begin);
        PyObject *end = PyLong_FromUnsignedLong(weighed.place->end);
        PyObject *weight = PyFloat_FromDouble(rint((double)weighed.weight * 1000) / 1000);
        PyTuple_SET_ITEM(span, 0, begin);
        PyTuple_SET_ITEM(span, 1, end);
        PyTuple_SET_ITEM(span, 2, weight);
        if (begin == NULL || end == NULL || weight == NULL) {
            Py_CLEAR(span);
        }
    }
    return span;
}

static PyObject *spans_of(PyObject *type, Weighed *heaviest, int found)
{
    for (int i = 1; i < found; i++) {
        Weighed one = heaviest[i];
        int at = i;
        for (; at > 0 && comes_after(heaviest[at - 1].place, one.place); at--) {
            heaviest[at] = heaviest[at - 1];
        }
        heaviest[at] = one;
    }
    /* `a_b_c` is a word, and also the word that its letters make: one span, with the lesser weight. */
    int kept = 0;
    for (int i = 0; i < found; i++) {
        int is_again = kept > 0 && !comes_after(heaviest[i].place, heaviest[kept - 1].place);
        heaviest[is_again ? kept - 1 : kept++] = heaviest[i];
    }
    found = kept;
    PyObject *spans = PyTuple_New(found);
    for (int i = 0; spans != NULL && i < found; i++) {
        PyObject *span = span_of(type, heaviest[i]);
        if (span == NULL) {
            Py_CLEAR(spans);
        } else {
            PyTuple_SET_ITEM(spans, i, span);
        }
    }
    return spans;
}

/* What each place weighs for one attribute: its word, also for what it says of a group, and half of each pair it is in. */
static void weigh_places(const Kernel *kernel, const Reading *reading, const float *sums, int column, float *weights)
{
    float before = 0;
    for (Py_ssize_t i = 0; i < reading->count; i++) {
        float after = 0;
        if (i + 1 < reading->count) {
            uint16_t half;
            memcpy(&half, at_row(kernel, row_of(kernel, reading->pairs[i])) + 2 * column, sizeof half);
            after = widened(half) / 2;
        }
        size_t row = (size_t)reading->places[i].word * (size_t)kernel->columns;
        weights[i] = (sums[row + (size_t)column] + after + before) / reading->root;
        before = after;
    }
}

/* explain(normalised, attributes, limit): for each attribute the spans, in the normalised text, that weighed most. */
static PyObject *kernel_explain(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    if (!are_as_many(count, 3) || !are_texts(arguments, 1)) {
        return NULL;
    }
    long limit = PyLong_AsLong(arguments[2]);
    if (limit < 1 || limit > MOST_SPANS) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_ValueError, "the limit must be 1 to %d", MOST_SPANS);
        }
        return NULL;
    }
    PyObject *attributes = PySequence_Fast(arguments[1], "expected a sequence of attributes"), *explained = NULL;
    if (attributes == NULL) {
        return NULL;
    }
    Reading reading;
    float total[MOST_COLUMNS] = {0}, *sums = NULL, *weights = NULL;
    if (take_reading(kernel, &reading, arguments[0]) < 0) {
        goto end;
    }
    sums = room_for(reading.distinct * kernel->columns + 1, sizeof *sums);
    weights = room_for(reading.count + 1, sizeof *weights);
    if (sums == NULL || weights == NULL) {
        goto end;
    }
    add_words(kernel, &reading, total, sums);
    add_said(kernel, &reading, total, sums);
    if (!reading.root) {
        add_pairs(kernel, &reading, total);
        reading.root = (float)root_of(total[kernel->columns - 1]);
    }
    explained = PyDict_New();
    for (Py_ssize_t i = 0; explained != NULL && i < PySequence_Fast_GET_SIZE(attributes); i++) {
        PyObject *attribute = PySequence_Fast_GET_ITEM(attributes, i), *spans = NULL;
        Py_ssize_t column = PySequence_Index(kernel->attributes, attribute);
        if (column >= 0) {
            Weighed heaviest[MOST_SPANS];
            weigh_places(kernel, &reading, sums, (int)column, weights);
            int found = find_heaviest(heaviest, (int)limit, reading.places, weights, reading.count);
            spans = spans_of(kernel->span, heaviest, found);
        }
        if (spans == NULL || PyDict_SetItem(explained, attribute, spans) < 0) {
            Py_CLEAR(explained);
        }
        Py_XDECREF(spans);
    }
end:
    PyMem_RawFree(sums);
    PyMem_RawFree(weights);
    keep_reading(kernel, &reading, explained == NULL ? NULL : arguments[0]);
    Py_DECREF(attributes);
    return explained;
}

#endif
