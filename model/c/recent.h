/* The newest comments, found by what they have in common; the twin is `RecentInPython` of service/recent.py. */
#ifndef COPYDESK_RECENT_H
#define COPYDESK_RECENT_H

#include "basics.h"

enum { IDENTIFIER = 1, AT_TIME = 2, TEXT_MARK = 3, AUTHOR = 4, ARTICLE = 5, COMMENT = 6, NUMBERS_EACH = 8 };
enum { CHAINS = 3, MOST_STEPS = 64 };

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

/* As many signed 64-bit numbers as are expected. Returns -1 with an exception. */
static int read_numbers(int64_t *numbers, PyObject *const *arguments, Py_ssize_t given, Py_ssize_t expected)
{
    if (!are_as_many(given, expected)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < expected; i++) {
        numbers[i] = PyLong_AsLongLong(arguments[i]);
        if (numbers[i] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

static inline Recently *row_at(const Recent *recent, int64_t number)
{
    return &recent->rows[number % recent->capacity];
}

static inline int64_t *head_at(const Recent *recent, int chain, int64_t key)
{
    return &recent->heads[chain][(uint64_t)key & recent->mask];
}

/* add(site, identifier, at, text, author, article, comment, first): its number, one greater than the last. */
static PyObject *recent_add(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Recent *recent = (Recent *)self;
    Recently added;
    if (read_numbers(added.numbers, arguments, count, NUMBERS_EACH) < 0) {
        return NULL;
    }
    int64_t number = recent->next++;
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
    for (int i = 0; i < NUMBERS_EACH - 1; i++) {
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

/* What is asked of others, in the order of the arguments after the column; chains 1 and 2 are those of TEXT_ASKED and
   AUTHOR_ASKED. */
enum { ASKED, TEXT_ASKED, AUTHOR_ASKED, ARTICLE_ASKED, COMMENT_ASKED, SINCE, UNTIL, STEPS_ASKED, MOST_ASKED, ALL_ASKED };

/* Whether a row is of another comment, not of the one asked about or of a revision of it. */
static int is_other(const int64_t *earlier, const int64_t *asked)
{
    if (earlier[IDENTIFIER] == asked[ASKED]) {
        return 0;
    }
    if (!asked[COMMENT_ASKED]) {
        return 1;
    }
    if (earlier[COMMENT]) {
        return earlier[COMMENT] != asked[COMMENT_ASKED];
    }
    return !asked[AUTHOR_ASKED] || earlier[AUTHOR] != asked[AUTHOR_ASKED] || earlier[ARTICLE] != asked[ARTICLE_ASKED];
}

/* others(column, …): numbers of other comments that have in this column what is asked about, the newest first. */
static PyObject *recent_others(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    const Recent *recent = (const Recent *)self;
    int64_t given[1 + ALL_ASKED], *asked = given + 1;
    if (read_numbers(given, arguments, count, 1 + ALL_ASKED) < 0) {
        return NULL;
    }
    int chain = given[0] == TEXT_MARK ? TEXT_ASKED : AUTHOR_ASKED;
    if (given[0] != chained[chain]) {
        PyErr_SetString(PyExc_ValueError, "others are found by text or author");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    if (found == NULL) {
        return NULL;
    }
    int64_t number = *head_at(recent, chain, asked[chain]) - 1;
    for (int64_t step = 0; step < asked[STEPS_ASKED] && number >= recent->oldest; step++) {
        const Recently *row = row_at(recent, number);
        /* What other processes submitted comes late: the order is that of arrival. */
        if (row->numbers[AT_TIME] < asked[UNTIL] || PyList_GET_SIZE(found) >= asked[MOST_ASKED]) {
            break;
        }
        if (row->numbers[chained[chain]] == asked[chain] && row->numbers[AT_TIME] >= asked[SINCE]
            && is_other(row->numbers, asked)) {
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
