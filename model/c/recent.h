/* What comments are known by, and the newest of them, found by what they have in common: the twins are `TraceInPython` of
   service/traces.py and `RecentInPython` of service/recent.py. */
#ifndef COPYDESK_RECENT_H
#define COPYDESK_RECENT_H

#include "hashing.h"

#include <structmember.h>

enum { SITE, IDENTIFIER, AT_TIME, TEXT_MARK, AUTHOR, ARTICLE, COMMENT, TRACED, NUMBERS_EACH };
enum { CHAINS = 3, MOST_STEPS = 64, OVERLAP_MS = 5000, NAMES_EACH = 3 };

typedef struct {
    PyObject_HEAD
    int64_t numbers[TRACED];
} Trace;

static PyTypeObject *trace_type;

static PyObject *trace_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"site", "identifier", "at", "text", "author", "article", "comment", NULL};
    long long n[TRACED];
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "LLLLLLL", names, n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6)) {
        return NULL;
    }
    Trace *trace = (Trace *)type->tp_alloc(type, 0);
    for (int i = 0; trace != NULL && i < TRACED; i++) {
        trace->numbers[i] = n[i];
    }
    return (PyObject *)trace;
}

static void trace_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Nobody outside can tell which hashes come to be near each other, and those of two sites have nothing in common. */
static inline int64_t hash_at(int64_t site, uint64_t hash)
{
    return (int64_t)mixed(mixed(hash ^ secret) + (uint64_t)site * BASE);
}

/* The hash of a text of that kind, 0 where there is none. Returns -1 with an exception. */
static int take_hash(int64_t *number, int64_t site, PyObject *text, int kind)
{
    int is_there = PyObject_IsTrue(text);
    Py_hash_t hash = is_there > 0 ? PyObject_Hash(text) : is_there;
    *number = is_there > 0 ? hash_at(site, (uint64_t)hash + (uint64_t)kind * PAIR) : 0;
    return hash == -1 ? -1 : 0;
}

/* of(site, identifier, at, fingerprint, author, article, comment_id): the author is known by the first of three names. */
static PyObject *trace_of(PyObject *type, PyObject *const *arguments, Py_ssize_t count)
{
    if (!are_as_many(count, TRACED) || !are_texts(arguments + IDENTIFIER, 1)) {
        return NULL;
    }
    PyObject *names = arguments[AUTHOR];
    if (!PyTuple_Check(names) || PyTuple_GET_SIZE(names) != NAMES_EACH) {
        PyErr_SetString(PyExc_TypeError, "an author has three names");
        return NULL;
    }
    Trace *trace = (Trace *)((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 0);
    if (trace == NULL) {
        return NULL;
    }
    int64_t *numbers = trace->numbers;
    int failed = read_numbers(numbers, arguments, 1) < 0 || read_numbers(numbers + AT_TIME, arguments + AT_TIME, 2) < 0;
    if (!failed) {
        numbers[IDENTIFIER] = PyObject_Hash(arguments[IDENTIFIER]);
        failed = numbers[IDENTIFIER] == -1;
    }
    int64_t site = numbers[SITE];
    numbers[TEXT_MARK] = hash_at(site, (uint64_t)numbers[TEXT_MARK]);
    for (int kind = 0; !failed && !numbers[AUTHOR] && kind < NAMES_EACH; kind++) {
        failed = take_hash(numbers + AUTHOR, site, PyTuple_GET_ITEM(names, kind), kind) < 0;
    }
    failed = failed || take_hash(numbers + ARTICLE, site, arguments[ARTICLE], 0) < 0
             || take_hash(numbers + COMMENT, site, arguments[COMMENT], 0) < 0;
    if (failed) {
        Py_CLEAR(trace);
    }
    return (PyObject *)trace;
}

static PyObject *trace_of_any_comment(PyObject *self, PyObject *unused)
{
    (void)unused;
    Trace *trace = (Trace *)Py_TYPE(self)->tp_alloc(Py_TYPE(self), 0);
    if (trace != NULL) {
        memcpy(trace->numbers, ((Trace *)self)->numbers, COMMENT * sizeof *trace->numbers);
    }
    return (PyObject *)trace;
}

static PyMethodDef trace_methods[] = {
    {"of", (PyCFunction)(void (*)(void))trace_of, METH_FASTCALL | METH_CLASS, NULL},
    {"of_any_comment", trace_of_any_comment, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define TRACED_AT(place) (offsetof(Trace, numbers) + (place) * sizeof(int64_t))

static PyMemberDef trace_members[] = {
    {"site", T_LONGLONG, TRACED_AT(SITE), READONLY, NULL},
    {"identifier", T_LONGLONG, TRACED_AT(IDENTIFIER), READONLY, NULL},
    {"at", T_LONGLONG, TRACED_AT(AT_TIME), READONLY, NULL},
    {"text", T_LONGLONG, TRACED_AT(TEXT_MARK), READONLY, NULL},
    {"author", T_LONGLONG, TRACED_AT(AUTHOR), READONLY, NULL},
    {"article", T_LONGLONG, TRACED_AT(ARTICLE), READONLY, NULL},
    {"comment", T_LONGLONG, TRACED_AT(COMMENT), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot trace_slots[] = {
    {Py_tp_new, trace_new},
    {Py_tp_dealloc, trace_dealloc},
    {Py_tp_methods, trace_methods},
    {Py_tp_members, trace_members},
    {0, NULL},
};

static PyType_Spec trace_spec = {
    .name = "model._kernel.Trace",
    .basicsize = sizeof(Trace),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = trace_slots,
};

/* The numbers of a trace; NULL with an exception. */
static const int64_t *numbers_of(PyObject *given)
{
    if (!Py_IS_TYPE(given, trace_type)) {
        PyErr_Format(PyExc_TypeError, "expected a trace, not %.100s", Py_TYPE(given)->tp_name);
        return NULL;
    }
    return ((Trace *)given)->numbers;
}

/* What stands at which chain: the chains are in the order of these numbers, all of which a row has. */
static const int chained[CHAINS] = {IDENTIFIER, TEXT_MARK, AUTHOR};

/* One comment; `before`: by chain, greater by one than the number of the one before it, for 0 is none. */
typedef struct {
    int64_t numbers[NUMBERS_EACH];
    int64_t before[CHAINS];
} Recently;

typedef struct {
    PyObject_HEAD
    Recently *rows;
    int64_t *heads[CHAINS];
    int64_t capacity, next, oldest;
    uint64_t mask;
} Recent;

static PyObject *recent_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"capacity", NULL};
    long long capacity;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "L", names, &capacity)) {
        return NULL;
    }
    if (capacity < 1 || capacity > INT32_MAX) {
        PyErr_Format(PyExc_ValueError, "the capacity must be 1 to %d", INT32_MAX);
        return NULL;
    }
    Recent *recent = (Recent *)type->tp_alloc(type, 0);
    if (recent == NULL) {
        return NULL;
    }
    recent->capacity = capacity;
    while (recent->mask * 2 + 1 < (uint64_t)capacity) {
        recent->mask = recent->mask * 2 + 1;
    }
    /* Nothing is written to them: rows and heads take no memory before they are used. */
    recent->rows = PyMem_RawCalloc((size_t)capacity, sizeof *recent->rows);
    int is_whole = recent->rows != NULL;
    for (int chain = 0; chain < CHAINS; chain++) {
        recent->heads[chain] = PyMem_RawCalloc((size_t)recent->mask + 1, sizeof **recent->heads);
        is_whole &= recent->heads[chain] != NULL;
    }
    if (!is_whole) {
        Py_DECREF(recent);
        return PyErr_NoMemory();
    }
    return (PyObject *)recent;
}

static void recent_dealloc(PyObject *self)
{
    Recent *recent = (Recent *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyMem_RawFree(recent->rows);
    for (int chain = 0; chain < CHAINS; chain++) {
        PyMem_RawFree(recent->heads[chain]);
    }
    type->tp_free(self);
    Py_DECREF(type);
}

static inline Recently *row_at(const Recent *recent, int64_t number)
{
    return &recent->rows[number % recent->capacity];
}

static inline int64_t *head_at(const Recent *recent, int chain, int64_t key)
{
    return &recent->heads[chain][(uint64_t)key & recent->mask];
}

/* add(trace, first): its number, one greater than the last; `first` is -1 where it is a variant of nothing. */
static PyObject *recent_add(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Recent *recent = (Recent *)self;
    Recently added;
    const int64_t *numbers = are_as_many(count, 2) ? numbers_of(arguments[0]) : NULL;
    if (numbers == NULL || read_numbers(added.numbers + TRACED, arguments + 1, 1) < 0) {
        return NULL;
    }
    memcpy(added.numbers, numbers, TRACED * sizeof *numbers);
    int64_t number = recent->next++;
    added.numbers[TRACED] = added.numbers[TRACED] < 0 ? number : added.numbers[TRACED];
    recent->oldest = recent->next > recent->capacity ? recent->next - recent->capacity : 0;
    for (int chain = 0; chain < CHAINS; chain++) {
        int64_t *head = head_at(recent, chain, added.numbers[chained[chain]]);
        added.before[chain] = *head;
        *head = recent->next;
    }
    *row_at(recent, number) = added;
    return PyLong_FromLongLong(number);
}

/* The row of a number that was given before, whatever stands there by now; NULL with an exception. */
static Recently *known_row(const Recent *recent, PyObject *given)
{
    int64_t number = PyLong_AsLongLong(given);
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    if (number < 0 || number >= recent->next) {
        PyErr_SetString(PyExc_IndexError, "no comment has this number");
        return NULL;
    }
    return row_at(recent, number);
}

static PyObject *recent_at(PyObject *self, PyObject *given)
{
    const Recently *row = known_row((Recent *)self, given);
    PyObject *numbers = row == NULL ? NULL : PyTuple_New(NUMBERS_EACH);
    for (int i = 0; numbers != NULL && i < NUMBERS_EACH; i++) {
        PyObject *number = PyLong_FromLongLong(row->numbers[i]);
        if (number == NULL) {
            Py_CLEAR(numbers);
        } else {
            PyTuple_SET_ITEM(numbers, i, number);
        }
    }
    return numbers;
}

static PyObject *recent_forget(PyObject *self, PyObject *given)
{
    Recently *row = known_row((Recent *)self, given);
    if (row == NULL) {
        return NULL;
    }
    /* The time stays, for it is what ends a walk. */
    for (int i = 0; i < TRACED; i++) {
        row->numbers[i] = i == IDENTIFIER || i == AT_TIME ? row->numbers[i] : 0;
    }
    Py_RETURN_NONE;
}

/* find(identifier): its newest number, -1 where it is not known. */
static PyObject *recent_find(PyObject *self, PyObject *given)
{
    const Recent *recent = (Recent *)self;
    int64_t identifier = PyLong_AsLongLong(given);
    if (identifier == -1 && PyErr_Occurred()) {
        return NULL;
    }
    int64_t number = *head_at(recent, 0, identifier) - 1;
    for (int step = 0; step < MOST_STEPS && number >= recent->oldest; step++) {
        const Recently *row = row_at(recent, number);
        if (row->numbers[IDENTIFIER] == identifier) {
            return PyLong_FromLongLong(number);
        }
        number = row->before[0] - 1;
    }
    return PyLong_FromLong(-1);
}

/* Whether a row is of another comment, not of the one asked about or of a revision of it. */
static int is_other(const int64_t *earlier, const int64_t *asked)
{
    if (earlier[IDENTIFIER] == asked[IDENTIFIER]) {
        return 0;
    }
    if (!asked[COMMENT]) {
        return 1;
    }
    if (earlier[COMMENT]) {
        return earlier[COMMENT] != asked[COMMENT];
    }
    return !asked[AUTHOR] || earlier[AUTHOR] != asked[AUTHOR] || earlier[ARTICLE] != asked[ARTICLE];
}

/* others(trace, column, since, steps, most): numbers of other comments that have the same in this column, the newest first. */
static PyObject *recent_others(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    const Recent *recent = (const Recent *)self;
    int64_t given[4];
    const int64_t *asked = are_as_many(count, 5) ? numbers_of(arguments[0]) : NULL;
    if (asked == NULL || read_numbers(given, arguments + 1, 4) < 0) {
        return NULL;
    }
    int64_t column = given[0], since = given[1], longest = given[2], most = given[3];
    if (column != TEXT_MARK && column != AUTHOR) {
        PyErr_SetString(PyExc_ValueError, "others are found by text or author");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    if (found == NULL || !asked[column]) {
        return found;
    }
    int chain = column == TEXT_MARK ? 1 : 2;
    int64_t until = since < INT64_MIN + OVERLAP_MS ? INT64_MIN : since - OVERLAP_MS;
    int64_t number = *head_at(recent, chain, asked[column]) - 1;
    for (int64_t step = 0; step < longest && number >= recent->oldest; step++) {
        const Recently *row = row_at(recent, number);
        /* What other processes submitted comes late: the order is that of arrival. */
        if (row->numbers[AT_TIME] < until || PyList_GET_SIZE(found) >= most) {
            break;
        }
        if (row->numbers[column] == asked[column] && row->numbers[AT_TIME] >= since && is_other(row->numbers, asked)) {
            PyObject *one = PyLong_FromLongLong(number);
            int failed = one == NULL || PyList_Append(found, one) < 0;
            Py_XDECREF(one);
            if (failed) {
                Py_DECREF(found);
                return NULL;
            }
        }
        number = row->before[chain] - 1;
    }
    return found;
}

static PyObject *recent_next(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromLongLong(((Recent *)self)->next);
}

static PyObject *recent_oldest(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromLongLong(((Recent *)self)->oldest);
}

static PyObject *recent_held_bytes(PyObject *self, void *unused)
{
    (void)unused;
    const Recent *recent = (const Recent *)self;
    size_t heads = CHAINS * ((size_t)recent->mask + 1) * sizeof **recent->heads;
    return PyLong_FromSize_t(heads + (size_t)(recent->next - recent->oldest) * sizeof *recent->rows);
}

static PyMethodDef recent_methods[] = {
    {"add", (PyCFunction)(void (*)(void))recent_add, METH_FASTCALL, NULL},
    {"at", recent_at, METH_O, NULL},
    {"forget", recent_forget, METH_O, NULL},
    {"find", recent_find, METH_O, NULL},
    {"others", (PyCFunction)(void (*)(void))recent_others, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef recent_members[] = {
    {"next", recent_next, NULL, NULL, NULL},
    {"oldest", recent_oldest, NULL, NULL, NULL},
    {"held_bytes", recent_held_bytes, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot recent_slots[] = {
    {Py_tp_new, recent_new},
    {Py_tp_dealloc, recent_dealloc},
    {Py_tp_methods, recent_methods},
    {Py_tp_getset, recent_members},
    {0, NULL},
};

static PyType_Spec recent_spec = {
    .name = "model._kernel.Recent",
    .basicsize = sizeof(Recent),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = recent_slots,
};

#endif
