// SPDX-License-Identifier: Apache-2.0
/** @file error.h  What can go wrong, under which stable name, and where in the caller's JSON. */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace payoff {

/**
 * Every code the core can give, with one line on what it means. The names are the contract: they cross into
 * JSON, JavaScript and exit messages as text, never as numbers. New codes go at the end of this list only;
 * the enum, the names and `error_code_count` are made from it.
 */
#define PAYOFF_ERROR_CODES(X)                                                                \
  X(bad_json, "the text is not JSON")                                                        \
  X(wrong_type, "a field holds another type than it must")                                   \
  X(unknown_field, "a field that nobody reads; the message holds the nearest known name")    \
  X(missing_field, "a field that must be there is not")                                      \
  X(bad_value, "a field's value is outside what it may be")                                  \
  X(unknown_name, "a name that the playbook does not define")                                \
  X(unknown_question, "no question of that name is in this build")                           \
  X(missing_as_of, "a question over events without `as_of`: the core has no clock")          \
  X(unknown_zone, "the offsets of that time zone were not given")                            \
  X(needs_reload, "a property was not kept at load; name it in the playbook and load again") \
  X(mixed_currencies, "amounts of different currencies cannot be added")                     \
  X(out_of_memory, "an allocation failed; what was loaded before is still there")            \
  X(limit_exceeded, "a stated limit was passed; the message names it")                       \
  X(bad_state, "a call out of order, such as append() before begin()")                       \
  X(not_supported, "understood, but not in this build")

enum class error_code : std::uint8_t {
#define PAYOFF_ENUMERATOR(name, meaning) name,
  PAYOFF_ERROR_CODES(PAYOFF_ENUMERATOR)
#undef PAYOFF_ENUMERATOR
};

/** Names in enum order; index with `static_cast<std::size_t>(code)`. */
inline constexpr std::string_view error_code_names[] = {
#define PAYOFF_NAME(name, meaning) #name,
    PAYOFF_ERROR_CODES(PAYOFF_NAME)
#undef PAYOFF_NAME
};
inline constexpr std::size_t error_code_count = sizeof(error_code_names) / sizeof(error_code_names[0]);

[[nodiscard]] constexpr std::string_view error_name(error_code code) {
  return error_code_names[static_cast<std::size_t>(code)];
}

/** One failure. `path` is a JSON pointer into the question or playbook ("" = the whole text, or no JSON at
 * all). */
struct error {
  error_code code;
  std::string path;
  std::string message; /**< What was found and what would be accepted, in English, for a developer. */
};

}  // namespace payoff
