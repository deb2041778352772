#ifndef MAILSIM_CGRAPHVIZ_SHIM_H
#define MAILSIM_CGRAPHVIZ_SHIM_H

#include <graphviz/gvc.h>

#endif
