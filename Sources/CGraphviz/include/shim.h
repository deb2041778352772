#ifndef MAILSIM_CGRAPHVIZ_SHIM_H
#define MAILSIM_CGRAPHVIZ_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
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

/// Whether the library survives the layout of a graph.
///
/// For rare placements its orthogonal router fails an assertion, which ends the whole process; so
/// a child goes first. Who cannot have a child takes the risk. The caller holds the lock.
static inline int mailsim_survives_layout(GVC_t *context, const char *dot, const char *engine) {
  pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGABRT, SIG_DFL);
    signal(SIGSEGV, SIG_DFL);
    signal(SIGALRM, SIG_DFL);
    // Whatever holds it up, the parent must not wait for ever.
    alarm(60);
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    agseterrf(NULL);
    graph_t *graph = agmemread(dot);
    if (graph != NULL) gvLayout(context, graph, engine);
    _exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 1;
  }
  return !WIFSIGNALED(status);
}

#endif
