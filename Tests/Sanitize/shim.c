// Drives the C half of the layout (Sources/CGraphviz/include/shim.h) apart from Swift, built by
// clang with the address and the undefined-behaviour sanitizer: `make sanitize`.
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shim.h"

static const char *const graphs[] = {
    "digraph g { a -> b }",
    ("digraph g { rankdir=LR; subgraph cluster_a { label=\"one\"; a; b } subgraph cluster_b { c }"
    " a -> c [label=\"x\"]; c -> b }"),
    "digraph g { splines=ortho; a -> b; b -> c; a -> c [xlabel=\"an edge\"] }",
    "digraph g { a [label=<<table><tr><td port=\"p\">\303\251</td></tr></table>>]; a:p -> b }",
    "digraph g { a [label=\"quote \\\" back \\\\ end\"]; subgraph cluster_ { a } }",
    "graph g { a -- b; b -- a; a -- a }",
    "digraph g {}",
};

/// What a graph comes to in a format; NULL where it cannot be read. The caller frees it.
static char *drawn(GVC_t *context, const char *dot, const char *format, size_t *size) {
  graph_t *graph = agmemread(dot);
  if (graph == NULL) return NULL;
  char *copy = NULL;
  if (gvLayout(context, graph, "dot") == 0) {
    char *data = NULL;
    if (mailsim_render(context, graph, format, &data, size) == 0 && data != NULL) {
      copy = malloc(*size + 1);
      assert(copy != NULL);
      // Reads every octet there is said to be.
      memcpy(copy, data, *size);
      copy[*size] = 0;
      gvFreeRenderData(data);
    }
    gvFreeLayout(context, graph);
  }
  agclose(graph);
  return copy;
}

int main(void) {
  GVC_t *context = gvContext();
  assert(context != NULL);
  agseterrf(NULL);
  agseterr(AGMAX);
  mailsim_number_clusters();
  mailsim_number_clusters();
  unsigned pictures = 0;
  for (size_t row = 0; row < sizeof graphs / sizeof *graphs; row++) {
    assert(mailsim_survives_layout(context, graphs[row], "dot"));
    static const char *const formats[] = {"svg", "plain", "png", "pdf"};
    for (size_t column = 0; column < sizeof formats / sizeof *formats; column++) {
      size_t size = 0, again = 0;
      char *one = drawn(context, graphs[row], formats[column], &size);
      char *two = drawn(context, graphs[row], formats[column], &again);
      assert(one != NULL && two != NULL && size > 0);
      // A picture without the day it was made is the same each time.
      if (column < 2 && (size != again || memcmp(one, two, size) != 0)) {
        printf("graph %zu differs as %s:\n%s\n%s\n", row, formats[column], one, two);
        return 1;
      }
      free(one);
      free(two);
      pictures++;
    }
  }
  // Text that is no graph, or half of one, is told and harms nothing.
  srand(1);
  for (int turn = 0; turn < 500; turn++) {
    const char *whole = graphs[rand() % (sizeof graphs / sizeof *graphs)];
    char text[512];
    snprintf(text, sizeof text, "%s", whole);
    size_t length = strlen(text);
    for (int change = rand() % 3; change >= 0 && length > 0; change--)
      text[(size_t)rand() % length] = (char)(32 + rand() % 95);
    if (rand() % 2) text[(size_t)rand() % length] = 0;
    if (!mailsim_survives_layout(context, text, "dot")) continue;
    size_t size = 0;
    free(drawn(context, text, "svg", &size));
    pictures++;
  }
  gvFreeContext(context);
  printf("shim: %u pictures\n", pictures);
  return 0;
}
