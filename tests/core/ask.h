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

namespace payoff::testing {

/** Answers as tests compare them: the order of fields does not matter, 5 equals 5.0. */
using value = nlohmann::json;

inline value read(std::string_view text) {
  return value::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
}

/** What stands at a JSON pointer, or the text "absent". */
inline value at(const value& in, const std::string& pointer) {
  const value::json_pointer where(pointer);
  return in.contains(where) ? in[where] : value("absent");
}

inline std::string joined(const std::vector<std::string>& rows) {
  std::string out;
  for (const auto& row : rows) out += row + "\n";
  return out;
}

/** A call that must work; its error's message stands in the failed test. */
#define PAYOFF_MUST(call)                                                    \
  do {                                                                       \
    const auto payoff_outcome = (call);                                      \
    INFO((payoff_outcome ? std::string() : payoff_outcome.error().message)); \
    REQUIRE(payoff_outcome.has_value());                                     \
  } while (false)

/** 2026: +01:00, from 03-29 02:00 local on +02:00, from 10-25 03:00 local on +01:00 again. */
inline std::vector<zone_change> berlin_2026() {
  return {{1767225600000, 3600}, {1774746000000, 7200}, {1792890000000, 3600}};
}

inline engine configured(std::string_view playbook, const engine_options& options = {}) {
  engine out(options);
  PAYOFF_MUST(out.configure(playbook));
  PAYOFF_MUST(out.add_zone("Europe/Berlin", berlin_2026()));
  PAYOFF_MUST(out.begin());
  return out;
}

/** An engine that has read these rows; each gets its newline. */
inline engine loaded(std::string_view playbook, const std::vector<std::string>& rows) {
  engine out = configured(playbook);
  PAYOFF_MUST(out.append(joined(rows)));
  PAYOFF_MUST(out.end());
  return out;
}

inline value ask(const engine& of, std::string_view question) { return read(of.ask(question).json); }
inline value ask(std::string_view playbook, const std::vector<std::string>& rows, std::string_view question) {
  return ask(loaded(playbook, rows), question);
}

/** {"type":"track",...}; `more` is further fields, such as in_account("a1"). */
inline std::string track(std::string_view event, std::string_view user, std::string_view time,
                         std::string_view more = "") {
  std::string out =
      R"({"type":"track","event":")" + std::string(event) + R"(","timestamp":")" + std::string(time) + '"';
  if (!user.empty()) out += R"(,"userId":")" + std::string(user) + '"';
  return out + std::string(more) + "}";
}
inline std::string in_account(std::string_view account) {
  return R"(,"context":{"groupId":")" + std::string(account) + R"("})";
}
inline std::string with(std::string_view properties) { return R"(,"properties":)" + std::string(properties); }

/** A usage question over one metric: `fields` come after "ask", e.g. R"("from":...,"to":...,"as_of":...)". */
inline std::string usage(std::string_view fields, std::string_view metric) {
  return R"({"ask":"usage",)" + std::string(fields) + R"(,"metrics":[)" + std::string(metric) + "]}";
}

}  // namespace payoff::testing

/** Catch2 would take JSON for a range of JSON, without end. */
template <>
struct Catch::StringMaker<nlohmann::json> {
  static std::string convert(const nlohmann::json& value) { return value.dump(); }
};
