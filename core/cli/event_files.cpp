// SPDX-License-Identifier: Apache-2.0
#include "cli/event_files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace payoff {
namespace {

std::string joined(const std::string& directory, std::string_view name) {
  std::string out = directory;
  if (!out.ends_with('/')) out += '/';
  return out += name;
}

}  // namespace

event_files files_below(const std::string& directory) {
  event_files out;
  std::vector<std::string> folders{""};  // within the directory
  while (!folders.empty() && out.wrong.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const std::string path = folder.empty() ? directory : joined(directory, folder);
    std::error_code failed;
    std::filesystem::directory_iterator entry(path, failed);
    for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
      const std::string name = entry->path().filename().string();
      if (name.starts_with('.')) continue;
      const std::string within = folder.empty() ? name : joined(folder, name);
      std::error_code gone;  // what cannot be looked at, such as a link to nothing, is neither
      if (entry->is_regular_file(gone)) {
        out.files.push_back(within);
      } else if (entry->is_directory(gone) && !entry->is_symlink(gone)) {
        folders.push_back(within);
      }
    }
    if (failed) {
      out.wrong = path;
      out.error_number = failed.value();
    }
  }
  std::sort(out.files.begin(), out.files.end());  // std::string compares bytes
  for (std::string& file : out.files) file = joined(directory, file);
  return out;
}

}  // namespace payoff
