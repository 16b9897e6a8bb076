// SPDX-License-Identifier: Apache-2.0
/** @file options.h  What did the command line ask for? The same flags and messages as web/cli/options.ts. */
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace payoff {

enum class command : unsigned char { help, version, ask, convert, merge };

struct cli_options {
  command what{command::help}; /**< `learn` and `schema` are questions, and so `ask`. */
  std::vector<std::string> events;
  std::string question; /**< Of ask. */
  std::string out;      /**< Of convert. */
  std::optional<std::string> playbook, model, zone, week_start, as_of;
  std::vector<std::string> parts; /**< Of merge, as is_part. */
  bool is_part{false};
};

/** Either options, or the message of a usage error. */
struct parsed_options {
  cli_options options;
  std::optional<std::string> wrong;
};

[[nodiscard]] parsed_options parse_options(const std::vector<std::string>& arguments);

extern const char* const usage_text;

}  // namespace payoff
