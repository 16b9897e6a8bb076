// SPDX-License-Identifier: Apache-2.0
/** @file json.h  Which JSON library reads playbooks and questions and writes answers, and how. */
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace payoff {

/** Keeps the order of keys, so that an answer reads in the order in which it is explained. */
using json = nlohmann::ordered_json;

/** The parsed text, or a discarded value. Never throws: the core is built without exceptions. */
[[nodiscard]] inline json parse_json(std::string_view text) {
  return json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
}

/** The one printer of answers and numbers. Text that is not UTF-8 cannot get here; if it did, U+FFFD. */
[[nodiscard]] inline std::string print_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/** null for what is unknown; a NaN or an infinity never leaves the core. */
template <class T>
[[nodiscard]] json or_null(const std::optional<T>& value) {
  return value ? json(*value) : json(nullptr);
}

}  // namespace payoff
