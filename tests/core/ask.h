// SPDX-License-Identifier: Apache-2.0
/** @file ask.h  Load rows given as text, ask one question, look at the answer. */
#pragma once

#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "payoff/engine.h"

// Compiled once, in ask.cpp: in every test it would be most of the work.
extern template class nlohmann::basic_json<>;

namespace payoff::testing {

/** Answers as tests compare them: the order of fields does not matter, 5 equals 5.0. */
using value = nlohmann::json;

value read(std::string_view text);

/** What stands at a JSON pointer, or the text "absent". */
value at(const value& in, const std::string& pointer);

std::string joined(const std::vector<std::string>& rows);

/** A call that must work; its error's message stands in the failed test. */
#define PAYOFF_MUST(call)                                                    \
  do {                                                                       \
    const auto payoff_outcome = (call);                                      \
    INFO((payoff_outcome ? std::string() : payoff_outcome.error().message)); \
    REQUIRE(payoff_outcome.has_value());                                     \
  } while (false)

/** 2026: +01:00, from 03-29 02:00 local on +02:00, from 10-25 03:00 local on +01:00 again. */
std::vector<zone_change> berlin_2026();

engine configured(std::string_view playbook, const engine_options& options = {});

/** An engine that has read these rows; each gets its newline. */
engine loaded(std::string_view playbook, const std::vector<std::string>& rows);

value ask(const engine& of, std::string_view question);
value ask(std::string_view playbook, const std::vector<std::string>& rows, std::string_view question);

/** {"type":"track",...}; `more` is further fields, such as in_account("a1"). */
std::string track(std::string_view event, std::string_view user, std::string_view time,
                  std::string_view more = "");
std::string in_account(std::string_view account);
std::string with(std::string_view properties);

/** A usage question over one metric: `fields` come after "ask", e.g. R"("from":...,"to":...,"as_of":...)". */
std::string usage(std::string_view fields, std::string_view metric);

}  // namespace payoff::testing

/** Catch2 would take JSON for a range of JSON, without end. */
template <>
struct Catch::StringMaker<nlohmann::json> {
  static std::string convert(const nlohmann::json& value);
};
