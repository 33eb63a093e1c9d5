/* The life of a kernel. */
#ifndef COPYDESK_KERNEL_H
#define COPYDESK_KERNEL_H

#include "explaining.h"

static int take_biases(Kernel *kernel, PyObject *given)
{
    PyObject *biases = PySequence_Fast(given, "expected a sequence of biases");
    if (biases == NULL) {
        return -1;
    }
    int done = 0;
    if (PySequence_Fast_GET_SIZE(biases) != kernel->columns - 1) {
        PyErr_SetString(PyExc_ValueError, "there is not one bias for each attribute");
        done = -1;
    }
    for (int i = 0; done == 0 && i < kernel->columns - 1; i++) {
        kernel->biases[i] = (float)PyFloat_AsDouble(PySequence_Fast_GET_ITEM(biases, i));
        done = PyErr_Occurred() ? -1 : 0;
    }
    Py_DECREF(biases);
    return done;
}

static int make_room(Memory *memory, unsigned int most, int columns)
{
    memory->columns = columns;
    memory->most = most;
    memory->room = most * LETTERS_EACH > WORD_CHARACTERS ? most * LETTERS_EACH : WORD_CHARACTERS;
    memory->mask = 7;
    while (memory->mask < most * 2) {
        memory->mask = memory->mask * 2 + 1;
    }
    memory->allocated = PyMem_RawMalloc((most + 1) * sizeof *memory->words);
    memory->words = (Word *)(((uintptr_t)memory->allocated + sizeof *memory->words - 1) & ~(sizeof *memory->words - 1));
    memory->sums = PyMem_RawMalloc((size_t)most * (size_t)columns * sizeof *memory->sums);
    memory->letters = PyMem_RawMalloc(memory->room * sizeof *memory->letters);
    memory->slots = PyMem_RawCalloc((size_t)memory->mask + 1, sizeof *memory->slots);
    if (memory->allocated == NULL || memory->sums == NULL || memory->letters == NULL || memory->slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static PyObject *kernel_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"table", "biases", "attributes", "bits", "span", "remembered", "lexicon", NULL};
    PyObject *table, *biases, *attributes, *span, *lexicon = Py_None;
    int bits;
    unsigned int remembered;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOO!iO!I|O", names, &table, &biases, &PyTuple_Type, &attributes,
                                     &bits, &PyType_Type, &span, &remembered, &lexicon)) {
        return NULL;
    }
    Py_ssize_t columns = PyTuple_GET_SIZE(attributes) + 1;
    if (bits < 4 || bits > 24 || columns < 2 || columns > MOST_COLUMNS || remembered < 1 || remembered > 1 << 24
        || !PyType_IsSubtype((PyTypeObject *)span, &PyTuple_Type)) {
        PyErr_SetString(PyExc_ValueError, "bits, attributes, remembered or span are not what a kernel works with");
        return NULL;
    }
    const Lexicon *known = lexicon_in(lexicon);
    Kernel *kernel = PyErr_Occurred() ? NULL : (Kernel *)type->tp_alloc(type, 0);
    if (kernel == NULL) {
        return NULL;
    }
    kernel->lexicon = known == NULL ? NULL : (const Lexicon *)Py_NewRef(lexicon);
    kernel->bits = bits;
    kernel->columns = (int)columns;
    kernel->attributes = Py_NewRef(attributes);
    kernel->span = Py_NewRef(span);
    kernel->scores = PyDict_New();
    for (Py_ssize_t i = 0; kernel->scores != NULL && i < columns - 1; i++) {
        if (PyDict_SetItem(kernel->scores, PyTuple_GET_ITEM(attributes, i), Py_None) < 0) {
            Py_CLEAR(kernel->scores);
        }
    }
    if (kernel->scores == NULL || take_biases(kernel, biases) < 0
        || make_room(&kernel->memory, remembered, kernel->columns) < 0
        || PyObject_GetBuffer(table, &kernel->table, PyBUF_C_CONTIGUOUS) < 0) {
        Py_DECREF(kernel);
        return NULL;
    }
    kernel->shapes = kernel->table.len / (columns * 2) - ((Py_ssize_t)1 << bits);
    if (kernel->shapes < OWN_SHAPES || kernel->table.len % (columns * 2) != 0) {
        PyErr_SetString(PyExc_ValueError, "the table has not 2**bits rows and one for each shape of a text, of halves");
        Py_DECREF(kernel);
        return NULL;
    }
    return (PyObject *)kernel;
}

static int kernel_traverse(PyObject *self, visitproc visit, void *arg)
{
    Kernel *kernel = (Kernel *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(kernel->attributes);
    Py_VISIT(kernel->span);
    Py_VISIT(kernel->scores);
    Py_VISIT((PyObject *)kernel->lexicon);
    Py_VISIT(kernel->table.obj);
    return 0;
}

/* No tp_clear: whoever has a kernel may score with it, and what it refers to knows nothing of it. */
static void kernel_dealloc(PyObject *self)
{
    Kernel *kernel = (Kernel *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (kernel->table.obj != NULL) {
        PyBuffer_Release(&kernel->table);
    }
    Py_XDECREF(kernel->attributes);
    Py_XDECREF(kernel->span);
    Py_XDECREF(kernel->scores);
    Py_XDECREF((PyObject *)kernel->lexicon);
    if (kernel->read != NULL) {
        close_reading(&kernel->last);
        Py_CLEAR(kernel->read);
    }
    PyMem_RawFree(kernel->memory.allocated);
    PyMem_RawFree(kernel->memory.sums);
    PyMem_RawFree(kernel->memory.letters);
    PyMem_RawFree(kernel->memory.slots);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef kernel_methods[] = {
    {"score", (PyCFunction)(void (*)(void))kernel_score, METH_FASTCALL, NULL},
    {"logits", (PyCFunction)(void (*)(void))kernel_logits, METH_FASTCALL, NULL},
    {"explain", (PyCFunction)(void (*)(void))kernel_explain, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot kernel_slots[] = {
    {Py_tp_new, kernel_new},
    {Py_tp_dealloc, kernel_dealloc},
    {Py_tp_traverse, kernel_traverse},
    {Py_tp_methods, kernel_methods},
    {0, NULL},
};

static PyType_Spec kernel_spec = {
    .name = "model._kernel.Kernel",
    .basicsize = sizeof(Kernel),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = kernel_slots,
};

#endif
