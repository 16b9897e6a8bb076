// SPDX-License-Identifier: Apache-2.0
/** @file event_files.h  Which files does a directory of events stand for? The same as web/cli/event_files.ts.
 */
#pragma once

#include <string>
#include <vector>

namespace payoff {

struct event_files {
  std::vector<std::string> files; /**< In the order in which they are read. */
  std::string wrong;              /**< What cannot be read, or nothing. */
  int error_number{0};            /**< Why: as errno has it. */
};

/**
 * All files below `directory`, at any depth, by the bytes of their paths within it. Exports come in folders
 * of days and hours, so that this is mostly the order of time. Names that begin with a dot are left out,
 * files as well as folders; so are links to folders, which may lead in a circle, and whatever is neither file
 * nor folder.
 */
[[nodiscard]] event_files files_below(const std::string& directory);

}  // namespace payoff
