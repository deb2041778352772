#ifndef MAILSIM_CGRAPHVIZ_SHIM_H
#define MAILSIM_CGRAPHVIZ_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <graphviz/gvc.h>

/// Renders a laid-out graph into memory. Older Graphviz counts octets in an unsigned int, newer
/// in a size_t; a zeroed size_t takes either on a little-endian machine.
static inline int mailsim_render(
    GVC_t *context, graph_t *graph, const char *format, char **data, size_t *size) {
  *size = 0;
  return gvRenderData(context, graph, format, data, (void *)size);
}

/// Where the library's own way to identify parts of a graph is kept.
static inline __typeof__(AgIdDisc.map) *mailsim_usual_map(void) {
  static __typeof__(AgIdDisc.map) map = NULL;
  return &map;
}

/// Takes no name for a graph or subgraph, so that the library numbers it in order of appearance.
static inline long mailsim_map(void *state, int kind, char *name, uint64_t *id, int create) {
  if (kind == AGRAPH && name != NULL) return 0;
  return (*mailsim_usual_map())(state, kind, name, (void *)id, create);
}

/// Lays clusters out in the order in which they are written.
///
/// The usual identity of a cluster is the address of its name, and the layout goes through
/// clusters by identity: one graph drawn twice gave two pictures. A discipline that maps no
/// names is provided for; cgraph then keeps them itself.
static inline void mailsim_number_clusters(void) {
  if (*mailsim_usual_map() != NULL) return;
  *mailsim_usual_map() = AgIdDisc.map;
  AgIdDisc.map = (__typeof__(AgIdDisc.map))mailsim_map;
}

#endif
