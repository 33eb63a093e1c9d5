/* A table, the words met before, and scores; the twin is numpy_kernel.py. */
#ifndef COPYDESK_SCORING_H
#define COPYDESK_SCORING_H

#include "features.h"
#include "spelling.h"

enum { MOST_COLUMNS = 64, MOST_SPANS = 64, LETTERS_EACH = 12 };

typedef struct {
    PyObject_HEAD
    Py_buffer table;
    int bits, columns;
    Py_ssize_t shapes;
    float biases[MOST_COLUMNS];
    PyObject *attributes, *span;
    PyObject *scores;  /* None for each attribute: a copy is filled in sooner than an empty one grows */
    const Lexicon *lexicon; /* NULL without one */
    Memory memory;
    Reading last;      /* of the text that was scored last: it is the one that is explained, if any */
    PyObject *read;    /* that text, normalised; NULL for none */
} Kernel;

/* A half (IEEE 754 binary16) as a float. Masks and a union, for a branch or a copy would keep compilers from doing several
   at once. */
static inline float widened(uint16_t half)
{
    uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, exponent = magnitude & 0x0f800000;
    uint32_t is_infinite = -(uint32_t)(exponent == 0x0f800000), is_subnormal = -(uint32_t)(exponent == 0);
    uint32_t rebased = magnitude + ((127u - 15u) << 23) + (is_infinite & (128u - 16u) << 23);
    union {
        uint32_t bits;
        float value;
    } raised = {rebased + (1u << 23)}, wide;
    raised.value -= 0x1p-14f;
    wide.bits = (rebased ^ ((rebased ^ raised.bits) & is_subnormal)) | (uint32_t)(half & 0x8000) << 16;
    return wide.value;
}

static inline uint32_t row_of(const Kernel *kernel, uint64_t hash)
{
    return (uint32_t)(hash >> (64 - kernel->bits));
}

static inline const char *at_row(const Kernel *kernel, uint32_t row)
{
    return (const char *)kernel->table.buf + (size_t)row * (size_t)kernel->columns * 2;
}

/* Rows that are added together, in their order; `add_rows` when there are enough of them, and at the end. */
typedef struct {
    uint32_t rows[64];
    int count;
} Rows;

enum { LANES = 8 };

/* Adds rows of a table: eight columns at a time, in vectors that stay in registers, and then the rest. */
ALSO_FOR_AVX2 static void add_rows(float *total, const char *table, const Rows *rows, int columns)
{
    size_t width = (size_t)columns * sizeof(uint16_t);
    int first = 0;
    for (; first + LANES <= columns; first += LANES, table += LANES * sizeof(uint16_t)) {
        float sum[LANES];
        memcpy(sum, total + first, sizeof sum);
        for (int row = 0; row < rows->count; row++) {
            uint16_t halves[LANES];
            memcpy(halves, table + rows->rows[row] * width, sizeof halves);
            for (int i = 0; i < LANES; i++) {
                sum[i] += widened(halves[i]);
            }
        }
        memcpy(total + first, sum, sizeof sum);
    }
    for (int row = 0; first < columns && row < rows->count; row++) {
        for (int i = 0; first + i < columns; i++) {
            uint16_t half;
            memcpy(&half, table + rows->rows[row] * width + (size_t)i * sizeof half, sizeof half);
            total[first + i] += widened(half);
        }
    }
}

static inline void add_row(const Kernel *kernel, float *total, Rows *rows, uint32_t row)
{
    if (rows->count == sizeof rows->rows / sizeof *rows->rows) {
        add_rows(total, kernel->table.buf, rows, kernel->columns);
        rows->count = 0;
    }
    rows->rows[rows->count++] = row;
}

/* Adds the rows of a spelling's features; returns its hash. */
static uint64_t add_spelling(const Kernel *kernel, float *sum, const Py_UCS4 *spelling, Py_ssize_t length)
{
    uint64_t codes[WORD_CHARACTERS + 2], whole = 0;
    Py_ssize_t end = length + 2;
    codes[0] = 2;
    codes[end - 1] = 3;
    for (Py_ssize_t i = 0; i < length; i++) {
        codes[i + 1] = spelling[i];
    }
    for (Py_ssize_t i = 0; i < end; i++) {
        whole += codes[i] * powers[i + 1];
    }
    Rows rows;
    rows.count = 0;
    add_row(kernel, sum, &rows, row_of(kernel, mixed(whole * PAIR)));
    for (Py_ssize_t i = 0; i < end; i++) {
        uint64_t rolling = codes[i];
        for (Py_ssize_t n = 2; n <= LONGEST && i + n <= end; n++) {
            rolling = rolling * BASE + codes[i + n - 1];
            uint32_t row = row_of(kernel, mixed(rolling + (uint64_t)n));
            PREFETCH(at_row(kernel, row));
            add_row(kernel, sum, &rows, row);
        }
    }
    add_rows(sum, kernel->table.buf, &rows, kernel->columns);
    return whole;
}

/* Remembers a word and numbers it; where there is no more room, all others are forgotten before. */
static void remember(Memory *memory, const Py_UCS4 *letters, Word *word, const float *sum)
{
    uint32_t slot = slot_of(memory, letters, word);
    if (memory->count == memory->most || memory->room - memory->used < word->length) {
        memset(memory->slots, 0, ((size_t)memory->mask + 1) * sizeof *memory->slots);
        memory->count = memory->used = 0;
        memory->forgotten++;
        slot = slot_of(memory, letters, word);
    }
    memory->words[memory->count] = *word;
    memory->words[memory->count].at = memory->used;
    memcpy(memory->letters + memory->used, letters, word->length * sizeof *letters);
    memcpy(memory->sums + (size_t)memory->count * (size_t)memory->columns, sum,
           (size_t)memory->columns * sizeof *sum);
    memory->used += word->length;
    word->number = memory->slots[slot] = ++memory->count;
}

/* Works out a word that is not remembered: its row and its hash, which is that of what it stands for first. */
static void learn(Kernel *kernel, const Py_UCS4 *letters, Word *word, float *sum)
{
    Meant meant;
    Base base;
    base.length = word->length;
    memcpy(base.letters, letters, word->length * sizeof *letters);
    spell(kernel->lexicon, &meant, &base);
    memset(sum, 0, MOST_COLUMNS * sizeof *sum);
    const Py_UCS4 *spelling = meant.letters;
    for (int i = 0; i < meant.count; spelling += meant.lengths[i++]) {
        uint64_t hash = add_spelling(kernel, sum, spelling, meant.lengths[i]);
        word->hash = i ? word->hash : hash;
    }
    word->names_group = kernel->lexicon != NULL && names_group(kernel->lexicon, meant.letters, meant.lengths[0]);
    word->parts = (uint8_t)count_parts(kernel->lexicon, word, &meant);
    word->may_slip = kernel->lexicon != NULL; /* worked out when it is met again: most new words never are */
    word->is_met_again = 0;
    remember(&kernel->memory, letters, word, sum);
}

/* Works out of a word that is remembered what is not worth it for one that is met once. */
static void meet_again(const Lexicon *lexicon, const Py_UCS4 *letters, Word *known)
{
    if (!known->is_met_again) {
        known->is_met_again = 1;
        known->may_slip = lexicon != NULL && leaves_grave(lexicon, letters, known->length);
    }
}

static inline void add_floats(float *total, const float *sum, int columns)
{
    for (; columns >= LANES; columns -= LANES, total += LANES, sum += LANES) {
        for (int i = 0; i < LANES; i++) {
            total[i] += sum[i];
        }
    }
    for (int i = 0; i < columns; i++) {
        total[i] += sum[i];
    }
}

/* Adds each distinct word's row to `total`, copies it to `sums` unless that is NULL, and sets the words' hashes. */
static void add_words(Kernel *kernel, Reading *reading, float *total, float *sums)
{
    const Memory *memory = &kernel->memory;
    int columns = kernel->columns;
    for (Py_ssize_t i = 0; i < reading->distinct; i++) {
        Word *word = &reading->words[i];
        const Py_UCS4 *letters = reading->characters + word->at;
        if (reading->forgotten != memory->forgotten) {
            recall(memory, letters, word);
        }
        float fresh[MOST_COLUMNS];
        const float *sum = fresh;
        if (word->number) {
            sum = memory->sums + (size_t)(word->number - 1) * (size_t)columns;
            if (!word->is_met_again && sums == NULL) { /* to be explained is not to be met again */
                meet_again(kernel->lexicon, letters, &kernel->memory.words[word->number - 1]);
            }
        } else {
            learn(kernel, letters, word, fresh);
        }
        add_floats(total, sum, columns);
        if (sums != NULL) {
            memcpy(sums + (size_t)i * (size_t)columns, sum, (size_t)columns * sizeof *sum);
        }
    }
}

/* Marks the words that stand near the one at `place`, on the side of `step`, and name no group themselves. */
static void mark_said(Reading *reading, Py_ssize_t place, Py_ssize_t step, int side)
{
    Py_ssize_t end = place + (REACH + 1) * step;
    end = end < -1 ? -1 : end > reading->count ? reading->count : end;
    for (Py_ssize_t i = place + step; i != end; i += step) {
        Word *word = &reading->words[reading->places[i].word];
        word->said |= (uint8_t)(word->names_group ? 0 : side);
    }
}

static void add_to_both(const Kernel *kernel, uint64_t hash, float *total, float *sum)
{
    Rows one = {{row_of(kernel, hash)}, 1};
    add_rows(total, kernel->table.buf, &one, kernel->columns);
    if (sum != NULL) {
        add_rows(sum, kernel->table.buf, &one, kernel->columns);
    }
}

/* Adds the rows of the words that stand near one that names a group to `total`, and to theirs in `sums` unless that is NULL. */
static void add_said(const Kernel *kernel, Reading *reading, float *total, float *sums)
{
    int are_named = 0;
    for (Py_ssize_t i = 0; i < reading->distinct; i++) {
        reading->words[i].said = 0;
        are_named |= reading->words[i].names_group;
    }
    for (Py_ssize_t i = 0; are_named && i < reading->count; i++) {
        if (reading->words[reading->places[i].word].names_group) {
            mark_said(reading, i, 1, AFTER);
            mark_said(reading, i, -1, BEFORE);
        }
    }
    for (Py_ssize_t i = 0; are_named && i < reading->distinct; i++) {
        const Word *word = &reading->words[i];
        float *sum = sums == NULL ? NULL : sums + (size_t)i * (size_t)kernel->columns;
        if (word->said & AFTER) {
            add_to_both(kernel, mixed(GROUP * PAIR + mixed(word->hash)), total, sum);
        }
        if (word->said & BEFORE) {
            add_to_both(kernel, mixed(word->hash * PAIR + mixed(GROUP)), total, sum);
        }
    }
}

/* Finds the pairs of neighbours, and adds the row of each distinct one to `total`. */
static void add_pairs(const Kernel *kernel, Reading *reading, float *total)
{
    uint64_t first = reading->count ? reading->words[reading->places[0].word].hash : 0;
    for (Py_ssize_t i = 0; i + 1 < reading->count; i++) {
        uint64_t second = reading->words[reading->places[i + 1].word].hash;
        reading->pairs[i] = mixed(first * PAIR + mixed(second));
        PREFETCH(at_row(kernel, row_of(kernel, reading->pairs[i])));
        first = second;
    }
    Rows rows;
    rows.count = 0;
    memset(reading->slots, 0, ((size_t)reading->mask + 1) * sizeof *reading->slots);
    for (Py_ssize_t i = 0; i + 1 < reading->count; i++) {
        uint64_t pair = reading->pairs[i], slot = (pair * secret >> 32) & reading->mask;
        int32_t number;
        while ((number = reading->slots[slot]) != 0 && reading->pairs[number - 1] != pair) {
            slot = (slot + 1) & reading->mask;
        }
        if (number == 0) {
            reading->slots[slot] = (int32_t)i + 1;
            add_row(kernel, total, &rows, row_of(kernel, pair));
        }
    }
    add_rows(total, kernel->table.buf, &rows, kernel->columns);
}

static double root_of(float squares)
{
    return squares > 0 ? sqrt((double)squares) : 1.0;
}


/* Keeps the reading of a text for whoever explains it, instead of the one before; closes it where `read` is NULL. */
static void keep_reading(Kernel *kernel, Reading *reading, PyObject *read)
{
    if (read == NULL || reading->rooms[CHARACTERS].size > MOST_KEPT) {
        close_reading(reading);
        return;
    }
    if (kernel->read != NULL) {
        close_reading(&kernel->last);
    }
    kernel->last = *reading;
    Py_XSETREF(kernel->read, Py_NewRef(read));
}

/* The reading of a text that was kept, which is no longer; else of all anew. Returns -1 with an exception. */
static int take_reading(Kernel *kernel, Reading *reading, PyObject *normalised)
{
    if (kernel->read == normalised) {
        *reading = kernel->last;
        Py_CLEAR(kernel->read);
        return 0;
    }
    return open_reading(reading, normalised, 0) < 0 ? -1
                                                    : read_words(reading, normalised, kernel->lexicon, &kernel->memory);
}

/* logits(original, normalised, rows): `rows` are those of SHAPES that others found. */
static int find_logits(Kernel *kernel, float *logits, PyObject *const *arguments, Py_ssize_t count)
{
    if (!are_as_many(count, 3) || !are_texts(arguments, 2)) {
        return -1;
    }
    Reading reading;
    Shape shape;
    float total[MOST_COLUMNS] = {0}, shown[MOST_COLUMNS] = {0};
    int attributes = kernel->columns - 1, done = -1;
    PyObject *rows = PySequence_Fast(arguments[2], "expected a sequence of rows");
    if (rows == NULL) {
        return -1;
    }
    Signs raw;
    if (read_comment(&reading, &raw, arguments[0], arguments[1], kernel->lexicon, &kernel->memory) < 0) {
        goto end;
    }
    add_words(kernel, &reading, total, NULL);
    if (find_shape(&shape, &reading, raw) < 0) {
        goto end;
    }
    add_said(kernel, &reading, total, NULL);
    add_pairs(kernel, &reading, total);
    Rows shapes;
    shapes.count = 0;
    for (int i = 0; i < shape.count; i++) {
        add_row(kernel, shown, &shapes, (1u << kernel->bits) + (uint32_t)shape.rows[i]);
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(rows); i++) {
        Py_ssize_t row = PyNumber_AsSsize_t(PySequence_Fast_GET_ITEM(rows, i), PyExc_IndexError);
        if (row < 0 || row >= kernel->shapes) {
            if (!PyErr_Occurred()) {
                PyErr_SetString(PyExc_IndexError, "there is no shape of this number");
            }
            goto end;
        }
        add_row(kernel, shown, &shapes, (1u << kernel->bits) + (uint32_t)row);
    }
    add_rows(shown, kernel->table.buf, &shapes, kernel->columns);
    reading.root = (float)root_of(total[attributes]);
    for (int i = 0; i < attributes; i++) {
        logits[i] = total[i] / reading.root + kernel->biases[i] + shown[i];
    }
    done = 0;
end:
    keep_reading(kernel, &reading, done == 0 ? arguments[1] : NULL);
    Py_DECREF(rows);
    return done;
}

static double logistic(double logit)
{
    const double furthest = 30;
    return 1 / (1 + exp(-(logit > furthest ? furthest : logit < -furthest ? -furthest : logit)));
}

static PyObject *kernel_logits(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    float logits[MOST_COLUMNS];
    if (find_logits(kernel, logits, arguments, count) < 0) {
        return NULL;
    }
    PyObject *list = PyList_New(kernel->columns - 1);
    for (int i = 0; list != NULL && i < kernel->columns - 1; i++) {
        PyObject *logit = PyFloat_FromDouble((double)logits[i]);
        if (logit == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SET_ITEM(list, i, logit);
        }
    }
    return list;
}

static PyObject *kernel_score(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    Kernel *kernel = (Kernel *)self;
    float logits[MOST_COLUMNS];
    if (find_logits(kernel, logits, arguments, count) < 0) {
        return NULL;
    }
    PyObject *scores = PyDict_Copy(kernel->scores);
    for (int i = 0; scores != NULL && i < kernel->columns - 1; i++) {
        PyObject *score = PyFloat_FromDouble(logistic((double)logits[i]));
        if (score == NULL || PyDict_SetItem(scores, PyTuple_GET_ITEM(kernel->attributes, i), score) < 0) {
            Py_CLEAR(scores);
        }
        Py_XDECREF(score);
    }
    return scores;
}

#endif
