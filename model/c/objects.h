/* What Python's own functions go the long way round to find of an object. */
#ifndef COPYDESK_OBJECTS_H
#define COPYDESK_OBJECTS_H

#include "basics.h"

/* The attributes that an instance itself has, as of `vars`. */
static PyObject *kernel_fields(PyObject *module, PyObject *instance)
{
    (void)module;
    return PyObject_GenericGetDict(instance, NULL);
}

/* Whether NUL is in one of the texts of a list; what is None has none. */
static PyObject *kernel_holds_nul(PyObject *module, PyObject *texts)
{
    (void)module;
    if (!PyList_Check(texts)) {
        PyErr_SetString(PyExc_TypeError, "a list of texts is wanted");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++) {
        PyObject *text = PyList_GET_ITEM(texts, i);
        if (text == Py_None) {
            continue;
        }
        if (!PyUnicode_Check(text)) {
            PyErr_SetString(PyExc_TypeError, "a text or None is wanted");
            return NULL;
        }
        Py_ssize_t at = PyUnicode_FindChar(text, 0, 0, PyUnicode_GET_LENGTH(text), 1);
        if (at != -1) {
            return at == -2 ? NULL : Py_NewRef(Py_True);
        }
    }
    Py_RETURN_FALSE;
}

#endif
