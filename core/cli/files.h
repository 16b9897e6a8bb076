// SPDX-License-Identifier: Apache-2.0
/** @file files.h  How do files become rows, and rows a file? The same as web/cli/files.ts. */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "payoff/engine.h"

namespace payoff {

/** What cannot go through payoff::error, whose codes are the core's. */
struct cli_error {
  std::string code, path, message;
};
template <class T>
using cli_result = tl::expected<T, cli_error>;

[[nodiscard]] cli_error usage_error(std::string message);
[[nodiscard]] cli_error from_core(const error& why);

/** All of a file, gzip undone; `-` is stdin. */
[[nodiscard]] cli_result<std::string> read_text(const std::string& file);

/** Files, stdin (`-`) and all files of directories, in that order, between begin() and the last end(). The
 * first may be a snapshot. */
[[nodiscard]] cli_result<load_summary> load_events(engine& to, const std::vector<std::string>& events);

/** Whole or not at all: a file of that name is there until the new one is complete. */
[[nodiscard]] cli_result<void> write_whole(const std::string& file, std::string_view bytes);

}  // namespace payoff
