#ifndef MAILSIM_CPCRE2_SHIM_H
#define MAILSIM_CPCRE2_SHIM_H

// Patterns and keys are octets, as Postfix has them.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#endif
