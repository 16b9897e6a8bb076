// SPDX-License-Identifier: Apache-2.0
#include "cli/files.h"

#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <utility>

#include "cli/event_files.h"
#include "snapshot/archive.h"

namespace payoff {
namespace {

/** As Node prints them; these are what people meet. */
std::string name_of(int error_number) {
  switch (error_number) {
    case EACCES:
      return "EACCES";
    case EISDIR:
      return "EISDIR";
    case ENOENT:
      return "ENOENT";
    case ENOSPC:
      return "ENOSPC";
    case ENOTDIR:
      return "ENOTDIR";
    case EPERM:
      return "EPERM";
    case EROFS:
      return "EROFS";
    default:
      return std::to_string(error_number);
  }
}

cli_error unreadable(const std::string& file, int error_number) {
  if (error_number == ENOENT) return usage_error("there is no file " + file);
  return usage_error(file + " cannot be read (" + name_of(error_number) + ")");
}

struct close_gzip {
  void operator()(gzFile file) const { gzclose(file); }
};
using gzip_file = std::unique_ptr<std::remove_pointer_t<gzFile>, close_gzip>;

/** Calls use(bytes) for each piece of a file, gzip undone; plain files pass through zlib as they are. All but
 * the last have a megabyte. */
cli_result<void> read_pieces(const std::string& file,
                             const std::function<cli_result<void>(std::string_view)>& use) {
  std::error_code unknown;  // what cannot be looked at cannot be opened either, which says why
  if (file != "-" && std::filesystem::is_directory(file, unknown)) {
    return tl::unexpected(usage_error(file + " is a directory; a file is needed"));
  }
  const gzip_file in(file == "-" ? gzdopen(0, "rb") : gzopen(file.c_str(), "rb"));
  if (!in) return tl::unexpected(unreadable(file, errno));
  std::vector<char> piece(std::size_t{1} << 20U);
  gzbuffer(in.get(), 1U << 18U);
  while (true) {
    const int bytes = gzread(in.get(), piece.data(), static_cast<unsigned>(piece.size()));
    int status = Z_OK;
    gzerror(in.get(), &status);
    if (bytes < 0 || (status != Z_OK && status != Z_STREAM_END)) {
      return tl::unexpected(cli_error{"stream_broken", "", file + " ends or breaks within its gzip data"});
    }
    if (bytes == 0) return {};
    if (auto used = use(std::string_view(piece.data(), static_cast<std::size_t>(bytes))); !used) return used;
  }
}

/** The file itself, or all files of a directory. */
cli_result<std::vector<std::string>> files_of(const std::string& named) {
  std::error_code gone;
  if (named == "-" || !std::filesystem::is_directory(named, gone)) return std::vector<std::string>{named};
  event_files found = files_below(named);
  if (!found.wrong.empty()) return tl::unexpected(unreadable(found.wrong, found.error_number));
  if (found.files.empty()) return tl::unexpected(usage_error("there are no files in the directory " + named));
  return std::move(found.files);
}

cli_result<load_summary> load(engine& to, const std::string& file, bool may_be_snapshot) {
  std::string block;
  bool is_start = true;
  const auto take = [&](std::string_view piece) -> cli_result<void> {
    const bool is_snapshot = !block.empty() || (is_start && piece.starts_with(snapshot_magic));
    is_start = false;
    if (is_snapshot && !may_be_snapshot) {
      return tl::unexpected(
          usage_error(file + " was written by convert and stands for all before it: name it first, not among "
                             "the files of a directory"));
    }
    if (is_snapshot) {
      block += piece;
    } else if (const auto done = to.append(piece); !done) {
      return tl::unexpected(from_core(done.error()));
    }
    return {};
  };
  if (const auto read = read_pieces(file, take); !read) return tl::unexpected(read.error());
  auto loaded = block.empty() ? to.end() : to.restore(block);
  if (loaded) return *std::move(loaded);
  cli_error why = from_core(loaded.error());
  if (!block.empty()) why.message = file + ": " + why.message;
  return tl::unexpected(std::move(why));
}

}  // namespace

cli_error usage_error(std::string message) { return {"bad_option", "", std::move(message)}; }
cli_error from_core(const error& why) { return {std::string(error_name(why.code)), why.path, why.message}; }

cli_result<std::string> read_text(const std::string& file) {
  std::string text;
  const auto read = read_pieces(file, [&](std::string_view piece) -> cli_result<void> {
    text += piece;
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  // To the core no text is no playbook or model. A file without any is what a program that failed left
  // behind.
  if (text.empty()) return tl::unexpected(cli_error{"bad_json", "", file + " is empty"});
  return text;
}

cli_result<load_summary> load_events(engine& to, const std::vector<std::string>& events) {
  if (const auto begun = to.begin(); !begun) return tl::unexpected(from_core(begun.error()));
  load_summary summary;
  bool is_first = true;
  for (const std::string& named : events) {
    const auto files = files_of(named);
    if (!files) return tl::unexpected(files.error());
    for (const std::string& file : *files) {
      // Among a directory's files it would stand for the very files beside it.
      auto loaded = load(to, file, is_first && files->size() == 1);
      if (!loaded) return loaded;
      summary = *std::move(loaded);
      is_first = false;
    }
  }
  return summary;
}

cli_result<void> write_whole(const std::string& file, std::string_view bytes) {
  const std::string part = file + "." + std::to_string(getpid()) + ".part";
  const auto failed = [&] {
    return tl::unexpected(usage_error(file + " cannot be written (" + name_of(errno) + ")"));
  };
  std::FILE* const out = std::fopen(part.c_str(), "wb");
  if (out == nullptr) return failed();
  const bool is_written = std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
  const bool is_closed = std::fclose(out) == 0;
  if (is_written && is_closed && std::rename(part.c_str(), file.c_str()) == 0) return {};
  cli_result<void> why = failed();
  (void)std::remove(part.c_str());
  return why;
}

}  // namespace payoff
