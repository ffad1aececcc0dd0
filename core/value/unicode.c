/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of code points, from utf8proc's categories. */
#include <utf8proc.h>

#include "core/value/str.h"

static bool
is_printable(uint32_t cp, utf8proc_category_t cat)
{
	if (cp == ' ')
		return true;
	switch (cat) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return false;
	default:
		return true;
	}
}

static bool
is_space(uint32_t cp, utf8proc_category_t cat)
{
	return (cp >= 9 && cp <= 13) || (cp >= 0x1C && cp <= 0x1F) ||
	    cp == 0x85 || cat == UTF8PROC_CATEGORY_ZS ||
	    cat == UTF8PROC_CATEGORY_ZL || cat == UTF8PROC_CATEGORY_ZP;
}

static bool
is_alpha(utf8proc_category_t cat)
{
	return cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO;
}

/* Superscripts and the like: digits, but not decimal. */
static bool
is_digit(uint32_t cp, utf8proc_category_t cat)
{
	return cat == UTF8PROC_CATEGORY_ND || cp == 0xB2 || cp == 0xB3 ||
	    cp == 0xB9 || cp == 0x2070 || (cp >= 0x2074 && cp <= 0x2079) ||
	    (cp >= 0x2080 && cp <= 0x2089) || (cp >= 0x2460 && cp <= 0x2468);
}

bool
str_point_is(uint32_t cp, enum point_class what)
{
	utf8proc_category_t cat =
	    utf8proc_category((utf8proc_int32_t)cp);

	switch (what) {
	case POINT_PRINTABLE:
		return is_printable(cp, cat);
	case POINT_ALPHA:
		return is_alpha(cat);
	case POINT_DECIMAL:
		return cat == UTF8PROC_CATEGORY_ND;
	case POINT_DIGIT:
		return is_digit(cp, cat);
	case POINT_NUMERIC:
		return is_digit(cp, cat) || cat == UTF8PROC_CATEGORY_NL ||
		    cat == UTF8PROC_CATEGORY_NO;
	case POINT_SPACE:
		return is_space(cp, cat);
	case POINT_UPPER:
		return utf8proc_isupper((utf8proc_int32_t)cp);
	case POINT_LOWER:
		return utf8proc_islower((utf8proc_int32_t)cp);
	case POINT_TITLE:
		return cat == UTF8PROC_CATEGORY_LT;
	case POINT_CASED:
		return utf8proc_isupper((utf8proc_int32_t)cp) ||
		    utf8proc_islower((utf8proc_int32_t)cp) ||
		    cat == UTF8PROC_CATEGORY_LT;
	case POINT_ID_START:
		return cp == '_' || is_alpha(cat) ||
		    cat == UTF8PROC_CATEGORY_NL;
	default:
		return cp == '_' || is_alpha(cat) ||
		    cat == UTF8PROC_CATEGORY_NL ||
		    cat == UTF8PROC_CATEGORY_ND ||
		    cat == UTF8PROC_CATEGORY_MN ||
		    cat == UTF8PROC_CATEGORY_MC ||
		    cat == UTF8PROC_CATEGORY_PC;
	}
}
