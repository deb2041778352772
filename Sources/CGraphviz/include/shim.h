#ifndef MAILSIM_CGRAPHVIZ_SHIM_H
#define MAILSIM_CGRAPHVIZ_SHIM_H

#include <stddef.h>
#include <graphviz/gvc.h>

/// Renders a laid-out graph into memory. Older Graphviz counts octets in an unsigned int, newer
/// in a size_t; a zeroed size_t takes either on a little-endian machine.
static inline int mailsim_render(
    GVC_t *context, graph_t *graph, const char *format, char **data, size_t *size) {
  *size = 0;
  return gvRenderData(context, graph, format, data, (void *)size);
}

#endif
