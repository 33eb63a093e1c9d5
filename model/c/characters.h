/* Characters: what each is to words, shapes and scripts. */
#ifndef COPYDESK_CHARACTERS_H
#define COPYDESK_CHARACTERS_H

#include "basics.h"

enum {
    IN_WORD = 1,  /* what can stand within a word: letters, digits, and the signs that hide them */
    OUTER = 2,    /* of these, what is no part of the word at its ends */
    ALNUM = 4,    /* \w */
    LETTER = 8,   /* [^\W\d_] */
    AT = 16,
    NUMBER_SIGN = 32,
    BRACKET = 64, /* what markup begins with */
    MARK = 128,   /* any of these three, a digit or a currency: what shapes are told by */
    PARTING = 256, /* what may stand between letters that are written apart */
    OUTER_LETTER = 512, /* an apostrophe that is a letter, too */
    INDICATOR = 1024,   /* a letter of flags; told of whole texts only */
};

typedef struct {
    Py_UCS4 first, last;
} Range;

/* `_PLAIN` of text.py: what is composed and visible already; beyond PLAIN_END only what `is_plain` names. */
enum { PLAIN_END = 0x700 };

/* The classes of the characters before PLAIN_END, which most texts are made of; those beyond are looked up each time. */
static uint16_t classes[PLAIN_END];

static const Range plain_ranges[] = {
    {'\t', '\n'}, {'\r', '\r'}, {' ', '~'}, {0xa1, 0xa7}, {0xa9, 0xa9}, {0xab, 0xac}, {0xae, 0xae}, {0xb0, 0xb1},
    {0xb6, 0xb6}, {0xbb, 0xbb}, {0xbf, 0x131}, {0x134, 0x13e}, {0x141, 0x148}, {0x14a, 0x17e}, {0x386, 0x386},
    {0x388, 0x3ce}, {0x401, 0x4ff}, {0x621, 0x63a}, {0x641, 0x642}, {0x644, 0x648}, {0x660, 0x669}, {0x67e, 0x67e},
    {0x686, 0x686}, {0x698, 0x698}, {0x6a9, 0x6a9}, {0x6af, 0x6af}, {0x6cc, 0x6cc}, {0x6f0, 0x6f9},
};
static uint8_t plains[PLAIN_END];

static inline int is_between(Py_UCS4 c, Py_UCS4 first, Py_UCS4 last)
{
    return c - first <= last - first;
}

/* Vowel signs of the scripts from India to Cambodia are no letters to Unicode, but words are not parted by them. */
static inline int is_vowel_sign(Py_UCS4 c)
{
    return is_between(c, 0x900, 0x17d3)
        && (is_between(c, 0x900, 0x963) || is_between(c, 0x966, 0xdff) || c == 0xe31 || is_between(c, 0xe34, 0xe4e)
            || is_between(c, 0xeb1, 0xece) || is_between(c, 0xf71, 0xfbc) || is_between(c, 0x102b, 0x109d)
            || is_between(c, 0x17b4, 0x17d3));
}

static int is_alnum_beyond(Py_UCS4 c)
{
    return !is_between(c, 0x2010, 0x205e) && Py_UNICODE_ISALNUM(c); /* dashes and quotes at a glance */
}

static inline int is_quote(Py_UCS4 c)
{
    return c == 0x2019 || c == 0x2018 || c == 0x2bc || c == 0x2032;
}

static inline int is_currency(Py_UCS4 c)
{
    return c == '$' || c == 0x20ac || c == 0xa3 || c == 0x20bd;
}

static inline int is_parting(Py_UCS4 c)
{
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' || c == '~' || c == '|' || c == ',' || c == '/';
}

/* All the classes of a character, at length. */
static int class_of(Py_UCS4 c)
{
    int is_alnum = is_alnum_beyond(c), is_decimal = Py_UNICODE_ISDECIMAL(c), is_word = is_alnum || c == '_';
    int is_outer = c == '!' || c == '\'' || is_quote(c), is_special = c == '@' || c == '#' || c == '<' || c == '[';
    int class = is_word || is_outer || is_vowel_sign(c) || c == '$' || c == '*' || c == '@' ? IN_WORD : 0;
    class |= (is_outer ? OUTER : 0) | (is_outer && is_alnum ? OUTER_LETTER : 0) | (is_word ? ALNUM : 0) | (is_alnum && !is_decimal ? LETTER : 0);
    class |= (c == '@' ? AT : 0) | (c == '#' ? NUMBER_SIGN : 0) | (c == '<' || c == '[' ? BRACKET : 0);
    return class | (is_special || is_decimal || is_currency(c) ? MARK : 0) | (is_parting(c) ? PARTING : 0);
}

static void describe_characters(void)
{
    for (size_t i = 0; i < sizeof plain_ranges / sizeof *plain_ranges; i++) {
        memset(plains + plain_ranges[i].first, 1, plain_ranges[i].last - plain_ranges[i].first + 1);
    }
    for (Py_UCS4 c = 0; c < PLAIN_END; c++) {
        classes[c] = (uint16_t)class_of(c);
    }
}

static inline int is_alnum(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & ALNUM : is_alnum_beyond(c);
}

static inline int is_decimal(Py_UCS4 c)
{
    return c < 128 ? is_between(c, '0', '9') : Py_UNICODE_ISDECIMAL(c);
}

static inline int is_letter(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & LETTER : is_alnum_beyond(c) && !Py_UNICODE_ISDECIMAL(c);
}

static inline int is_in_word(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & IN_WORD : is_quote(c) || is_vowel_sign(c) || is_alnum_beyond(c);
}

static inline int is_outer(Py_UCS4 c)
{
    return c < PLAIN_END ? classes[c] & OUTER : is_quote(c);
}

/* Arrows, symbols and emoji: each is a word by itself, but hides a letter where it stands between two. */
static inline int is_symbol(Py_UCS4 c)
{
    return is_between(c, 0x2190, 0x2bff) || is_between(c, 0x1f000, 0x1faff);
}

/* `_DRAWN` of words.py: symbols that look like a letter, and are one beside letters. */
static inline int is_drawn(Py_UCS4 c)
{
    return c == 0x2b55 || c == 0x274c || c == 0x274e || c == 0x2716 || c == 0x271d;
}

static inline int is_letter_or_drawn(Py_UCS4 c)
{
    return is_letter(c) || is_drawn(c);
}

static inline int is_plain(Py_UCS4 c)
{
    return c < PLAIN_END ? plains[c]
                         : is_between(c, 0x2013, 0x2014) || is_between(c, 0x2018, 0x201e) || c == 0x20ac
                               || (is_between(c, 0x1f300, 0x1faff) && c != 0x1f4b2);
}

/* The letters that flags are made of; `regions` is `_REGIONS` of text.py: a bit for each second letter, by the first. */
static const uint32_t regions[26] = {
    0x2df597c, 0x36f7bfb, 0x3f2fded, 0x2005650, 0x01e00d5, 0x0025700, 0x15fb9fb, 0x01a3400, 0x00f781c,
    0x000d010, 0x342b1d0, 0x13e0507, 0x3fffcfd, 0x212c975, 0x0001000, 0x14e3cf1, 0x0000001, 0x0544010,
    0x3ae7fdf, 0x26a7eed, 0x3043041, 0x0102155, 0x0040020, 0x0000400, 0x0080010, 0x0401001,
};

static inline int is_indicator(Py_UCS4 c)
{
    return is_between(c, 0x1f1e6, 0x1f1ff);
}

/* How many indicators stand here in a row, and whether all of them are flags. */
static Py_ssize_t count_indicators(const Py_UCS4 *text, int *are_flags)
{
    Py_ssize_t count = 0;
    for (*are_flags = 1; is_indicator(text[count]); count++) {
        if (count & 1) {
            *are_flags &= (int)(regions[text[count - 1] - 0x1f1e6] >> (text[count] - 0x1f1e6));
        }
    }
    *are_flags &= !(count & 1);
    return count;
}

#endif
