/* Reading: the words of a text, and which of them are the same; the twin is `find_places` of words.py. */
#ifndef COPYDESK_READING_H
#define COPYDESK_READING_H

#include "lexicon.h"

enum { LETTERS_APART = 3, MIXED_APART = 4, MOST_APART = 25, LEAST_FLAGS = 4 };

typedef struct {
    uint32_t begin, end; /* in the text */
    uint32_t at;         /* where its letters stand in `characters`: at `begin`, or after the text if put together */
    uint32_t length;
    int32_t word;        /* which of the distinct words it is */
    uint64_t packed;     /* its letters themselves, where it has eight at most and each is a byte; else 0 */
    uint64_t key;        /* a hash of it that is secret to this process */
} Place;

/* As long as a line of the processor's cache, so that of the memory's each takes one. */
typedef struct {
    uint64_t packed;     /* as those of its places */
    uint64_t key;
    uint64_t hash;       /* what the word's pairs are made from; set by whoever weighs the words */
    uint64_t sum;        /* as that of a piece */
    uint32_t at, length; /* its letters in `characters`; of a word that is remembered, in the memory's */
    uint32_t number;     /* from 1, of the memory; 0 for a word that was not there */
    uint8_t level, all;  /* in the lexicon; of ALNUM and LETTER, what every one of its characters is */
    uint8_t parts;       /* how many words are written together in it; 0 until that is worked out */
    uint8_t may_slip;    /* whether it may leave a letter out of a grave word */
    uint8_t is_met_again; /* and whether that is worked out, or else 1 */
    uint8_t names_group; /* whether it names a group of people; set with `hash` */
    uint8_t said;        /* of AFTER and BEFORE, where it stands near such a word */
    uint8_t unused[13];
} Word;
_Static_assert(sizeof(Word) == 64, "the memory of words is aligned by it");

/* The words met before, each with its row. */
typedef struct {
    Word *words;         /* where a line of the processor's cache begins in `allocated` */
    void *allocated;
    float *sums;         /* a row for each of them */
    Py_UCS4 *letters;
    uint32_t *slots;     /* numbers from 1 of `words`; 0 is a free place */
    uint32_t mask, count, most, used, room;
    uint32_t forgotten;  /* how often all were: a number is good until then */
    int columns;
} Memory;

/* Memory that is used again for the next text. */
typedef struct {
    void *memory;
    size_t size;
} Room;

enum { CHARACTERS, PLACES, WORDS, PAIRS, SLOTS, MARKS, ROOMS, MOST_KEPT = 4 << 20 };

typedef struct {
    Py_UCS4 *characters;
    Py_ssize_t length;
    Py_ssize_t used;     /* of `characters`: the text, its end, and the letters that were put together */
    const uint8_t *ascii; /* the text that was given, where it is in ASCII; it is as long as that lives */
    int seen;            /* the classes of all its characters before PLAIN_END */
    Place *places;
    Py_ssize_t count;
    Word *words;         /* the distinct words in their order */
    Py_ssize_t distinct;
    uint64_t *pairs;     /* room for the hash of each pair of neighbours */
    int32_t *slots;      /* a hash table of numbers from 1; 0 is a free place */
    uint64_t mask;
    uint32_t *marks;     /* where characters of the class MARK stand */
    Py_ssize_t marked;
    const Memory *memory; /* where its words are looked up; NULL for nowhere */
    uint32_t forgotten;   /* of the memory, when they were */
    float root;           /* of the squares of what was summed; 0 until then */
    Room rooms[ROOMS];
} Reading;

/* The room of the last reading, for the next: asking for it anew, page by page, costs more than some of the work. */
static Room spare[ROOMS];

static void close_reading(Reading *reading)
{
    for (int i = 0; i < ROOMS; i++) {
        if (spare[i].memory == NULL && reading->rooms[i].size <= MOST_KEPT) {
            spare[i] = reading->rooms[i];
        } else {
            PyMem_RawFree(reading->rooms[i].memory);
        }
    }
}

/* Room for so many of a reading's, with what is in it already; NULL with an exception. */
static void *enlarge(Reading *reading, int which, Py_ssize_t count, size_t size)
{
    Room *room = &reading->rooms[which];
    size_t needed = (size_t)count * size; /* `open_reading` saw to it that this is no more than there are numbers */
    if (room->size < needed) {
        needed += needed / 2; /* the next text may be a little longer */
        void *memory = PyMem_RawRealloc(room->memory, needed);
        if (memory == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        *room = (Room){memory, needed};
    }
    return room->memory;
}

static inline void add_place(Reading *reading, Py_ssize_t begin, Py_ssize_t end)
{
    Place *place = &reading->places[reading->count++];
    place->begin = place->at = (uint32_t)begin;
    place->end = (uint32_t)end;
    place->length = (uint32_t)(end - begin);
}

/* Whether a word that began before goes on with this symbol. */
static inline int goes_on(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t i)
{
    Py_UCS4 c = text[i];
    return c >= 0x2190 && is_symbol(c)
        && (is_drawn(c) || (i > begin && is_letter_or_drawn(text[i - 1]) && is_letter_or_drawn(text[i + 1])));
}

/* The end of the word that begins at `i`, or before; adds to `seen` the classes of its characters. */
static inline Py_ssize_t end_of_word(const Py_UCS4 *text, Py_ssize_t i, int *seen)
{
    Py_ssize_t begin = i;
    for (Py_UCS4 c = text[i]; is_in_word(c) || goes_on(text, begin, i); c = text[++i]) {
        *seen |= c < PLAIN_END ? classes[c] : 0;
    }
    return i;
}

/* Adds what stands there without the signs at its ends, in pieces if it is long; returns whether it is one character.
   `seen` are classes that it has, among others. */
static inline int add_word(Reading *reading, Py_ssize_t begin, Py_ssize_t end, int seen)
{
    const Py_UCS4 *text = reading->characters;
    for (; seen & OUTER && begin < end && is_outer(text[begin]); begin++) {
    }
    for (; seen & OUTER && begin < end && is_outer(text[end - 1]); end--) {
    }
    int is_single = end - begin == 1;
    for (; end - begin > WORD_CHARACTERS; begin += WORD_CHARACTERS) {
        add_place(reading, begin, begin + WORD_CHARACTERS);
    }
    if (begin < end) {
        add_place(reading, begin, end);
    }
    return is_single;
}

/* Which of some characters in ASCII can stand within a word, and of all the classes that `seen` is asked for: by ranges, in
   vectors, where `class_of` says what is meant. */
static inline uint64_t look_at_ascii(const uint8_t *some, int *seen)
{
    uint8_t within[AT_ONCE], outer = 0, at = 0, number_sign = 0, bracket = 0;
    for (int i = 0; i < AT_ONCE; i++) {
        uint8_t c = some[i], is_outer = in_range(c, '!', '!') | in_range(c, '\'', '\''), is_at = in_range(c, '@', '@');
        within[i] = in_range(c | 0x20, 'a', 'z') | in_range(c, '0', '9') | in_range(c, '_', '_') | in_range(c, '$', '$')
            | in_range(c, '*', '*') | is_outer | is_at;
        outer |= is_outer;
        at |= is_at;
        number_sign |= in_range(c, '#', '#');
        bracket |= in_range(c, '<', '<') | in_range(c, '[', '[');
    }
    *seen |= (outer & 0x80 ? OUTER : 0) | (at & 0x80 ? AT : 0) | (number_sign & 0x80 ? NUMBER_SIGN : 0)
        | (bracket & 0x80 ? BRACKET : 0);
    return highest_bits(within);
}

static inline uint64_t look_at_bytes(const uint8_t *some, int *seen)
{
    uint8_t within[AT_ONCE];
    for (int i = 0; i < AT_ONCE; i++) {
        int class = classes[some[i]];
        *seen |= class;
        within[i] = (uint8_t)(class << 7);
    }
    return highest_bits(within);
}

/* `find_words` where each character is a byte: what is in a word is marked first, for many characters at once, so that
   no branch is guessed wrong at each end. */
static Py_ssize_t find_words_by_bits(Reading *reading, const uint8_t *bytes)
{
    Py_ssize_t length = reading->length, singles = 0, begin = -1;
    uint64_t last = 0; /* whether the character before was within a word */
    int seen = 0;
    for (Py_ssize_t first = 0; first <= length; first += AT_ONCE) { /* what is after the end ends the last word */
        uint8_t some[AT_ONCE];
        take_some(some, bytes, length, first, 0);
        uint64_t within = reading->ascii != NULL ? look_at_ascii(some, &seen) : look_at_bytes(some, &seen);
        uint64_t before = within << 1 | last, begins = within & ~before;
        for (uint64_t ends = before & ~within; ends; ends &= ends - 1) {
            if (begin < 0) {
                begin = first + LOWEST_BIT(begins);
                begins &= begins - 1;
            }
            singles += add_word(reading, begin, first + LOWEST_BIT(ends), seen);
            begin = -1;
        }
        begin = begins ? first + LOWEST_BIT(begins) : begin;
        last = within >> 63;
    }
    reading->seen = seen;
    return singles;
}

/* Words in their order; returns how many of them are a single character. */
static Py_ssize_t find_words(Reading *reading)
{
    const Py_UCS4 *text = reading->characters;
    Py_ssize_t length = reading->length, singles = 0, i = 0;
    int seen = 0;
    while (i < length) {
        Py_UCS4 c = text[i];
        if (!is_in_word(c) && !(is_drawn(c) && is_letter(text[i + 1]))) {
            if (c < PLAIN_END) {
                seen |= classes[c];
            } else if (is_symbol(c)) {
                seen |= is_indicator(c) ? INDICATOR : 0;
                add_place(reading, i, i + 1);
                singles++;
            }
            i++;
            continue;
        }
        Py_ssize_t end = end_of_word(text, i, &seen);
        singles += add_word(reading, i, end, OUTER);
        i = end;
    }
    reading->seen = seen;
    return singles;
}

/* How far letters with one sign each between them go on from `begin`; sets where the last one stands. */
static Py_ssize_t count_mixed(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t *last)
{
    Py_ssize_t letters = 1, at = begin;
    for (; letters < MOST_APART && is_parting(text[at + 1]) && is_letter(text[at + 2]); letters++) {
        at += 2;
    }
    for (; letters >= MIXED_APART && is_alnum(text[at + 1]); letters--) {
        at -= 2;
    }
    *last = at;
    return letters >= MIXED_APART ? letters : 0;
}

/* As `count_mixed` for the same one or two signs; sets also how far it is from letter to letter. */
static Py_ssize_t count_alike(const Py_UCS4 *text, Py_ssize_t begin, Py_ssize_t *last, Py_ssize_t *step)
{
    Py_UCS4 first = text[begin + 1], second = is_parting(text[begin + 2]) ? text[begin + 2] : 0;
    Py_ssize_t letters = 1, at = begin;
    *step = second ? 3 : 2;
    while (letters < MOST_APART && text[at + 1] == first && (!second || text[at + 2] == second)
           && is_letter(text[at + *step])) {
        at += *step;
        letters++;
    }
    if (is_alnum(text[at + 1])) {
        if (first == '_') {
            return 0; /* to `\w` an underscore goes on, so that no shorter run ends well either */
        }
        letters--;
        at -= *step;
    }
    *last = at;
    return letters >= LETTERS_APART ? letters : 0;
}

/* Adds the word that letters with signs between them make from `begin` on, as in `f u c k`; returns where it ends. */
static Py_ssize_t add_apart(Reading *reading, Py_ssize_t begin)
{
    Py_UCS4 *text = reading->characters, before = begin ? text[begin - 1] : ' ';
    if (!is_letter(text[begin]) || is_alnum(before) || before == '\'' || before == 0x2019) {
        return begin;
    }
    Py_ssize_t last, step = 2, letters = count_mixed(text, begin, &last);
    if (!letters) {
        letters = count_alike(text, begin, &last, &step);
    }
    if (!letters) {
        return begin;
    }
    Place *place = &reading->places[reading->count++];
    *place = (Place){(uint32_t)begin, (uint32_t)last + 1, (uint32_t)reading->used, (uint32_t)letters, 0, 0, 0};
    for (Py_ssize_t from = begin; from <= last; from += step) {
        text[reading->used++] = text[from];
    }
    return last + 1;
}

/* The words that begin from `begin` up to, not including, `end`; returns where the last of all ends. */
static Py_ssize_t find_apart_between(Reading *reading, Py_ssize_t begin, Py_ssize_t end, Py_ssize_t done)
{
    for (; begin < end; begin++) {
        if (begin >= done && is_parting(reading->characters[begin + 1])) {
            done = add_apart(reading, begin);
        }
    }
    return done;
}

/* The words of letters apart. The first letter of one begins a place, of the first `count`, or comes after a sign within
   one; only an apostrophe that is a letter may be in none. */
static void find_apart(Reading *reading, Py_ssize_t count)
{
    if (reading->seen & OUTER_LETTER) {
        find_apart_between(reading, 0, reading->length, 0);
        return;
    }
    Py_ssize_t done = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        const Place *place = &reading->places[i];
        Py_ssize_t end = reading->words[place->word].all & ALNUM ? place->begin + 1 : place->end;
        done = find_apart_between(reading, place->begin, end, done);
    }
}

/* Whether a tag stands between two places, with the one between them as its name. */
static int is_tag(const Py_UCS4 *text, const Place *before, const Place *name, const Place *after)
{
    Py_ssize_t at = before->end;
    if ((text[at] != '[' && text[at] != '<') || name->end + 1 != after->begin) {
        return 0;
    }
    at += text[at + 1] == '/' ? 2 : 1;
    if (at != name->begin) {
        return 0;
    }
    for (; at < name->end; at++) {
        if (!is_between(text[at], 'a', 'z')) {
            return 0;
        }
    }
    return 1;
}

static inline Piece piece_of_word(const Reading *reading, const Word *word)
{
    return (Piece){reading->characters + word->at, word->sum, (int)word->length, word->level};
}

/* Adds words that two neighbours stand for together. */
static void add_meanings(Reading *reading, const Meant *meant, uint32_t begin, uint32_t end)
{
    const Py_UCS4 *letters = meant->letters;
    for (int word = 0; word < meant->count; letters += meant->lengths[word++]) {
        uint32_t length = (uint32_t)meant->lengths[word];
        reading->places[reading->count++] = (Place){begin, end, (uint32_t)reading->used, length, 0, 0, 0};
        memcpy(reading->characters + reading->used, letters, length * sizeof *letters);
        reading->used += length;
    }
}

/* The words that two neighbours of the first `count` places make, and those that they are read as where they meet. */
static void find_joined(Reading *reading, const Lexicon *lexicon, Py_ssize_t count)
{
    const Py_UCS4 *text = reading->characters;
    for (Py_ssize_t i = 1; i < count; i++) {
        const Place *place = &reading->places[i], *before = place - 1;
        const Word *word = &reading->words[place->word];
        if (place->begin - before->end != 1 || !(word->all & LETTER)) {
            continue;
        }
        Py_UCS4 sign = text[before->end];
        if ((sign == ']' || sign == '>') && i > 1 && is_tag(text, before - 1, before, place)) {
            before--;
            sign = text[before->end];
        } else if (sign == '\n' || sign == '[' || sign == ']' || sign == '<' || sign == '>') {
            continue;
        }
        const Word *word_before = &reading->words[before->word];
        if (!(word_before->all & LETTER)) {
            continue;
        }
        Meant meant;
        Piece first = piece_of_word(reading, word_before), second = piece_of_word(reading, word);
        if (join(lexicon, &meant, first, second, sign)) {
            add_meanings(reading, &meant, before->begin, place->end);
        }
        if (sign == ' ' && (word_before->may_slip | word->may_slip) && find_slip(lexicon, &meant, first, second)) {
            add_meanings(reading, &meant, before->begin, place->end);
        }
    }
}

/* The words that rows of flags among the first `count` places spell. */
static void find_flagged(Reading *reading, const Lexicon *lexicon, Py_ssize_t count)
{
    Py_UCS4 *text = reading->characters;
    for (Py_ssize_t i = 0; i < count; i++) {
        uint32_t begin = reading->places[i].begin;
        int are_flags;
        Py_ssize_t length = count_indicators(text + begin, &are_flags);
        i += length > 1 ? length - 1 : 0;
        if (length < LEAST_FLAGS || length > WORD_CHARACTERS) {
            continue;
        }
        Py_UCS4 *word = text + reading->used;
        for (Py_ssize_t at = 0; at < length; at++) {
            word[at] = text[begin + at] - 0x1f1e6 + 'a';
        }
        if (level_of(lexicon, word, length)) {
            uint32_t end = begin + (uint32_t)length;
            reading->places[reading->count++] = (Place){begin, end, (uint32_t)reading->used, (uint32_t)length, 0, 0, 0};
            reading->used += length;
        }
    }
}

static inline int is_same(const Py_UCS4 *one, const Py_UCS4 *other, uint32_t length)
{
    return memcmp(one, other, length * sizeof *one) == 0;
}

/* Where a word is remembered, or the free place where it goes. */
static inline uint32_t slot_of(const Memory *memory, const Py_UCS4 *letters, const Word *word)
{
    uint32_t slot = (uint32_t)word->key & memory->mask;
    for (; memory->slots[slot]; slot = (slot + 1) & memory->mask) {
        const Word *known = &memory->words[memory->slots[slot] - 1];
        if (known->packed == word->packed
            && (word->packed || (known->key == word->key && known->length == word->length
                                 && is_same(memory->letters + known->at, letters, word->length)))) {
            break;
        }
    }
    return slot;
}

/* Takes over what is remembered of a word; returns whether anything is. */
static inline int recall(const Memory *memory, const Py_UCS4 *letters, Word *word)
{
    uint32_t number = memory->slots[slot_of(memory, letters, word)], at = word->at;
    if (number) {
        *word = memory->words[number - 1];
        word->at = at;
    }
    word->number = number;
    return number != 0;
}

/* What is known of a word by its letters alone: from the memory, or else worked out. */
static void look_up(const Reading *reading, const Lexicon *lexicon, Word *word)
{
    const Py_UCS4 *letters = reading->characters + word->at;
    if (reading->memory != NULL && recall(reading->memory, letters, word)) {
        return;
    }
    *word = (Word){.packed = word->packed, .key = word->key, .at = word->at, .length = word->length, .may_slip = 1};
    word->all = ALNUM | LETTER;
    for (uint32_t i = 0; i < word->length; i++) {
        word->all &= (uint8_t)((is_alnum(letters[i]) ? ALNUM : 0) | (is_letter(letters[i]) ? LETTER : 0));
    }
    if (lexicon != NULL && word->all & LETTER) {
        word->sum = sum_of(letters, word->length);
        word->level = (uint8_t)level_of_hash(lexicon, 2 * BASE + word->sum + 3 * powers[word->length + 2]);
    }
}

/* The number from 1 of the word at this place; 0 where it is new, and then `slot` is where that goes. */
static inline int32_t number_of(const Reading *reading, const Place *place, uint64_t *slot)
{
    const Py_UCS4 *letters = reading->characters + place->at;
    int32_t number;
    for (*slot = place->key & reading->mask; (number = reading->slots[*slot]) != 0; *slot = (*slot + 1) & reading->mask) {
        const Word *word = &reading->words[number - 1];
        if (word->packed == place->packed
            && (place->packed || (word->key == place->key && word->length == place->length
                                  && is_same(reading->characters + word->at, letters, word->length)))) {
            break;
        }
    }
    return number;
}

/* The words of the places from `first` on; `bytes` is the text that they stand in, where each of its characters is one. */
static void find_distinct(Reading *reading, const Lexicon *lexicon, Py_ssize_t first, const uint8_t *bytes)
{
    const Memory *memory = reading->memory;
    for (Py_ssize_t i = first; i < reading->count; i++) {
        Place *place = &reading->places[i];
        const Py_UCS4 *letters = reading->characters + place->at;
        place->packed = bytes != NULL ? packed_bytes(bytes, reading->length, place->begin, place->length)
                                      : packed_letters(letters, place->length);
        place->key = key_of(place->packed, letters, place->length);
        if (memory != NULL) {
            PREFETCH(&memory->slots[(uint32_t)place->key & memory->mask]);
        }
    }
    for (Py_ssize_t i = first; memory != NULL && i < reading->count; i++) {
        uint32_t number = memory->slots[(uint32_t)reading->places[i].key & memory->mask];
        if (number) { /* most stand in the first place that is looked at */
            PREFETCH(&memory->words[number - 1]);
            PREFETCH(memory->sums + (size_t)(number - 1) * (size_t)memory->columns);
        }
    }
    for (Py_ssize_t i = first; i < reading->count; i++) {
        Place *place = &reading->places[i];
        uint64_t slot;
        int32_t number = number_of(reading, place, &slot);
        if (!number) {
            Word *word = &reading->words[reading->distinct++];
            word->packed = place->packed;
            word->key = place->key;
            word->at = place->at;
            word->length = place->length;
            look_up(reading, lexicon, word);
            number = reading->slots[slot] = (int32_t)reading->distinct;
        }
        place->word = number - 1;
    }
}

/* Makes room for the words of all places there are, and for their pairs. Returns -1 with an exception. */
static int make_room_for_words(Reading *reading)
{
    uint64_t mask = reading->mask ? reading->mask : 7;
    while (mask < (uint64_t)reading->count * 2) {
        mask = mask * 2 + 1;
    }
    reading->words = enlarge(reading, WORDS, reading->count + 1, sizeof *reading->words);
    reading->pairs = enlarge(reading, PAIRS, reading->count + 1, sizeof *reading->pairs);
    reading->slots = enlarge(reading, SLOTS, (Py_ssize_t)mask + 1, sizeof *reading->slots);
    if (reading->words == NULL || reading->pairs == NULL || reading->slots == NULL) {
        return -1;
    }
    if (mask == reading->mask) {
        return 0;
    }
    reading->mask = mask;
    memset(reading->slots, 0, ((size_t)mask + 1) * sizeof *reading->slots);
    for (int32_t number = 1; number <= reading->distinct; number++) {
        uint64_t slot = reading->words[number - 1].key & mask;
        while (reading->slots[slot]) {
            slot = (slot + 1) & mask;
        }
        reading->slots[slot] = number;
    }
    return 0;
}

/* The words of a normalised text. Returns -1 with an exception; `close_reading` is due in any case. */
static int open_reading(Reading *reading, PyObject *normalised, Py_ssize_t room)
{
    memset(reading, 0, sizeof *reading);
    memcpy(reading->rooms, spare, sizeof spare);
    memset(spare, 0, sizeof spare);
    Py_ssize_t length = PyUnicode_GET_LENGTH(normalised);
    room = length > room ? length : room;
    if (room > INT32_MAX / 8) {
        PyErr_SetString(PyExc_OverflowError, "no text of this length can be read");
        return -1;
    }
    /* Written apart, n letters take 2 n - 1 characters at least, and three letters are the least: so a half more is
       enough for all letters, and a quarter more for all places. A piece is joined to two others at most, or to three
       where there are tags; each pair makes at most three words, with a letter more each, and takes, with the sign
       between them, one more character than the pair before. */
    reading->characters = enlarge(reading, CHARACTERS, room + 14 * length + 2, sizeof *reading->characters);
    reading->places = enlarge(reading, PLACES, 3 * length + length / 4 + 1, sizeof *reading->places);
    reading->length = length;
    return reading->characters == NULL || reading->places == NULL ? -1 : 0;
}

static int read_words(Reading *reading, PyObject *normalised, const Lexicon *lexicon, const Memory *memory)
{
    if (PyUnicode_AsUCS4(normalised, reading->characters, reading->length + 1, 1) == NULL) {
        return -1;
    }
    reading->used = reading->length + 1;
    reading->memory = memory;
    reading->forgotten = memory == NULL ? 0 : memory->forgotten;
    const uint8_t *bytes = PyUnicode_KIND(normalised) == PyUnicode_1BYTE_KIND ? PyUnicode_1BYTE_DATA(normalised) : NULL;
    reading->ascii = PyUnicode_IS_ASCII(normalised) ? bytes : NULL;
    Py_ssize_t singles = bytes != NULL ? find_words_by_bits(reading, bytes) : find_words(reading), found = reading->count;
    if (make_room_for_words(reading) < 0) {
        return -1;
    }
    find_distinct(reading, lexicon, 0, bytes);
    if (singles >= LETTERS_APART) {
        find_apart(reading, found);
    }
    if (lexicon != NULL) {
        find_joined(reading, lexicon, found);
        if (reading->seen & INDICATOR) {
            find_flagged(reading, lexicon, found);
        }
    }
    if (reading->count == found) {
        return 0;
    }
    if (make_room_for_words(reading) < 0) {
        return -1;
    }
    find_distinct(reading, lexicon, found, NULL);
    return 0;
}

#endif
