# SPDX-License-Identifier: Apache-2.0
# The questions of this project, one line each. A question `x` is core/src/questions/x.h, which declares
# answer_x(), x.cpp, tests/core/test_x.cpp and its types in web/engine. Nothing else knows its name.
set(PAYOFF_QUESTIONS
  usage
  active_users
  retention
  adoption
  activation
  aha_progress
  roi
  report
  schema
  association
  survival
  education
  aha_discovery
)

# Writes the table of questions for one program: payoff_question_table(<target> <question>...).
# A target with a shorter list links only what its questions need.
function(payoff_question_table target)
  set(includes "")
  set(entries "")
  foreach(question IN LISTS ARGN)
    string(APPEND includes "#include \"questions/${question}.h\"\n")
    string(APPEND entries "    {\"${question}\", answer_${question}},\n")
  endforeach()
  set(table "${CMAKE_CURRENT_BINARY_DIR}/${target}_question_table.cpp")
  file(CONFIGURE OUTPUT "${table}" CONTENT [=[
// Generated from core/questions.cmake.
#include "questions/question.h"
@includes@
namespace payoff {
namespace {
constexpr question_entry entries[] = {
@entries@};
}  // namespace
std::span<const question_entry> question_table() { return entries; }
}  // namespace payoff
]=] @ONLY)
  target_sources(${target} PRIVATE "${table}")
endfunction()
