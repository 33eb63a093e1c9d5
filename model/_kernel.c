/*
 * Reads a comment, scores it, and tells which of its words weighed.
 *
 * This is the compiled twin of what stands in Python: words.py, features.py, hashing.py and numpy_kernel.py, and of the
 * first looks in text.py, links.py, surroundings.py, languages.py and spoken.py that spare most comments the long way.
 * Those say what is meant, and tests/model/test_kernel.py holds both to the same answers on any text; what is written
 * here is why it is safe and quick.
 *
 * The parts stand in `c`, each with what it is made of; compiled as one, so that what each word passes through is inlined:
 *   basics, characters, hashing       what all others stand on
 *   lexicon, spelling                 which words are known, and what is meant by those that are not
 *   reading, features                 the words of a text, and its shape
 *   scoring, explaining, kernel       a table, what a text scores by it, and which of its words weighed
 *   looks, common_words               first looks for links, messengers, scripts and languages
 *   likeness, fingerprint, recent     near and exact repetitions, and what came lately
 *   identifiers                       ids and addresses as texts
 *   numbers                           numbers in JSON
 *
 * - A text is copied into an array of code points that ends with a NUL. NUL is no letter, digit, space or sign, so a look
 *   at the next character never needs a look at the length: it stops there. Lone surrogates are code points like others.
 * - Every loop moves on by at least one character or ends after a fixed number of them, so that no text costs more than
 *   its length. Hash tables take their places by a number that nobody outside knows (`secret`), so that nobody can make
 *   up words that meet in one place.
 * - The interpreter lock is held throughout, and nothing of Python runs between reading a text and weighing its words.
 *   What was found in the memory of words is used only where nothing was forgotten meanwhile, which a new word can cause.
 */
#include "c/common_words.h"
#include "c/features.h"
#include "c/fingerprint.h"
#include "c/identifiers.h"
#include "c/kernel.h"
#include "c/likeness.h"
#include "c/looks.h"
#include "c/numbers.h"
#include "c/recent.h"
#include "c/spelling.h"

static PyMethodDef functions[] = {
    {"read", (PyCFunction)(void (*)(void))kernel_read, METH_FASTCALL, NULL},
    {"spellings", (PyCFunction)(void (*)(void))kernel_spellings, METH_FASTCALL, NULL},
    {"find_places", (PyCFunction)(void (*)(void))kernel_find_places, METH_FASTCALL, NULL},
    {"find_signs_of_links", kernel_find_signs_of_links, METH_O, NULL},
    {"find_messengers", kernel_find_messengers, METH_O, NULL},
    {"lower_plain", kernel_lower_plain, METH_O, NULL},
    {"is_plain", kernel_is_plain, METH_O, NULL},
    {"is_settled", kernel_is_settled, METH_O, NULL},
    {"respell", kernel_respell, METH_O, NULL},
    {"trace", kernel_trace, METH_O, NULL},
    {"count_letters", kernel_count_letters, METH_O, NULL},
    {"sign", (PyCFunction)(void (*)(void))kernel_sign, METH_FASTCALL, NULL},
    {"fingerprint", kernel_fingerprint, METH_O, NULL},
    {"keyed", (PyCFunction)(void (*)(void))kernel_keyed, METH_FASTCALL, NULL},
    {"pseudonym", (PyCFunction)(void (*)(void))kernel_pseudonym, METH_FASTCALL, NULL},
    {"spell", (PyCFunction)(void (*)(void))kernel_spell, METH_FASTCALL, NULL},
    {"is_ipv4", kernel_is_ipv4, METH_O, NULL},
    {"scores_json", kernel_scores_json, METH_O, NULL},
    {"spans_json", kernel_spans_json, METH_O, NULL},
    {"holds_nul", kernel_holds_nul, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

#ifndef SOURCE
#define SOURCE ""
#endif

static PyTypeObject *add_type(PyObject *module, const char *name, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type != NULL && PyModule_AddObjectRef(module, name, type) < 0) {
        Py_CLEAR(type);
    }
    return (PyTypeObject *)type;
}

static int execute(PyObject *module)
{
    describe_characters();
    describe_neighbours();
    describe_signs_of_words();
    describe_alike();
    work_out_powers();
    if (describe_accents() < 0) {
        return -1;
    }
    if (secret == 0 && choose_secret() < 0) {
        return -1;
    }
    PyTypeObject *lexicon = add_type(module, "Lexicon", &lexicon_spec);
    PyTypeObject *kernel = add_type(module, "Kernel", &kernel_spec);
    PyTypeObject *common = add_type(module, "CommonWords", &common_spec);
    PyTypeObject *index = add_type(module, "LikenessIndex", &index_spec);
    PyTypeObject *recent = add_type(module, "Recent", &recent_spec);
    PyTypeObject *trace = add_type(module, "Trace", &trace_spec);
    Py_XDECREF(kernel);
    Py_XDECREF(common);
    Py_XDECREF(index);
    Py_XDECREF(recent);
    if (lexicon == NULL || kernel == NULL || common == NULL || index == NULL || recent == NULL || trace == NULL) {
        Py_XDECREF(lexicon);
        Py_XDECREF(trace);
        return -1;
    }
    Py_XSETREF(lexicon_type, lexicon); /* kept for good: an argument's type is held against them */
    Py_XSETREF(trace_type, trace);
    return PyModule_AddStringConstant(module, "SOURCE", SOURCE);
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_kernel",
    .m_methods = functions,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__kernel(void)
{
    return PyModuleDef_Init(&definition);
}
