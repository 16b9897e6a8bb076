# SPDX-License-Identifier: Apache-2.0
# The questions of this project, one line each. A question `x` is core/src/questions/x.h, which declares
# answer_x(), x.cpp, tests/core/test_x.cpp and its types in web/engine. Nothing else knows its name.
set(PAYOFF_QUESTIONS
  usage
  active_users
  stickiness
  lifecycle
  funnel
  paths
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
  churn
  survey
  flags
  health
  stage
  customer_value
  cross_sell
  advocacy
  profile
  learn
  merge
)

# Who asks this has the first rows of each event kept: keeps_samples() in core/src/ingest/row_sample.h.
set(PAYOFF_QUESTION_OF_SAMPLES schema)

# Of these, those that look at no survey, no cohort of retention and no renewal. A program with no others neither checks
# those parts of a playbook nor keeps columns for what only they name: reads_engagement() in
# core/src/playbook/playbook.h.
set(PAYOFF_QUESTIONS_OF_USE usage active_users adoption activation aha_progress roi report)

# Of these, those that answer of the whole base by a function of their own, answer_x_base() in x_base.h.
set(PAYOFF_QUESTIONS_OF_THE_BASE activation health stage)

# Who asks this is given what servers and spreadsheets export, too: reads_all_formats() in core/src/ingest/formats.h.
# In payoff.wasm those formats would be 4 kB (brotli) of every customer's download; a page that meets one of them takes
# payoff-full.wasm by itself (web/source/load.ts).
set(PAYOFF_QUESTION_OF_ALL_FORMATS learn)

# Who asks this loads all customers, and may want to keep what was loaded: keeps_snapshots() in
# core/src/snapshot/archive.h. In payoff.wasm snapshots would be 3.6 kB (brotli) of every customer's download.
# Samples are a part of them, so who keeps the ones keeps the others.
set(PAYOFF_QUESTION_OF_SNAPSHOTS learn)

# Writes the table of questions for one program: payoff_question_table(<target> <question>...).
# A target with a shorter list links only what its questions need.
function(payoff_question_table target)
  set(includes "")
  set(entries "")
  set(reads_engagement false)
  foreach(question IN LISTS ARGN)
    string(APPEND includes "#include \"questions/${question}.h\"\n")
    if(NOT question IN_LIST PAYOFF_QUESTIONS_OF_USE)
      set(reads_engagement true)
    endif()
    set(answer_base nullptr)
    if(question IN_LIST PAYOFF_QUESTIONS_OF_THE_BASE)
      set(answer_base answer_${question}_base)
      string(APPEND includes "#include \"questions/${question}_base.h\"\n")
    endif()
    string(APPEND entries "    {\"${question}\", answer_${question}, ${answer_base}},\n")
  endforeach()
  set(keeps_samples false)
  if(PAYOFF_QUESTION_OF_SAMPLES IN_LIST ARGN OR PAYOFF_QUESTION_OF_SNAPSHOTS IN_LIST ARGN)
    set(keeps_samples true)
  endif()
  set(reads_all_formats false)
  if(PAYOFF_QUESTION_OF_ALL_FORMATS IN_LIST ARGN)
    set(reads_all_formats true)
  endif()
  set(keeps_snapshots false)
  if(PAYOFF_QUESTION_OF_SNAPSHOTS IN_LIST ARGN)
    set(keeps_snapshots true)
  endif()
  set(table "${CMAKE_CURRENT_BINARY_DIR}/${target}_question_table.cpp")
  file(CONFIGURE OUTPUT "${table}" CONTENT [=[
// Generated from core/questions.cmake.
#include "ingest/formats.h"
#include "ingest/row_sample.h"
#include "playbook/playbook.h"
#include "questions/question.h"
#include "snapshot/archive.h"
@includes@
namespace payoff {
namespace {
constexpr question_entry entries[] = {
@entries@};
}  // namespace
std::span<const question_entry> question_table() { return entries; }
bool keeps_samples() { return @keeps_samples@; }
bool reads_all_formats() { return @reads_all_formats@; }
bool reads_engagement() { return @reads_engagement@; }
bool keeps_snapshots() { return @keeps_snapshots@; }
}  // namespace payoff
]=] @ONLY)
  target_sources(${target} PRIVATE "${table}")
endfunction()
