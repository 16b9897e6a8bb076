// SPDX-License-Identifier: Apache-2.0
/** @file main.cpp  The native `payoff`: reads files, finds zones, prints the answer. Exit status 2 on any
 * error. */
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/event_files.h"
#include "cli/options.h"
#include "cli/zoneinfo.h"
#include "json/reader.h"
#include "payoff/engine.h"

namespace payoff {
namespace {

/** What cannot go through payoff::error, whose codes are the core's. */
struct cli_error {
  std::string code, path, message;
};
template <class T>
using cli_result = tl::expected<T, cli_error>;

cli_error usage_error(std::string message) { return {"bad_option", "", std::move(message)}; }
cli_error from_core(const error& why) { return {std::string(error_name(why.code)), why.path, why.message}; }

int print_error(const cli_error& why) {
  const json out{{"error", {{"code", why.code}, {"path", why.path}, {"message", why.message}}}};
  std::fputs((print_json(out) + "\n").c_str(), stdout);
  return 2;
}

cli_error unreadable(const std::string& file, int error_number) {
  if (error_number == ENOENT) return usage_error("there is no file " + file);
  // Node prints symbolic names; these three are what people meet.
  const std::string why = error_number == EACCES   ? "EACCES"
                          : error_number == EISDIR ? "EISDIR"
                                                   : std::to_string(error_number);
  return usage_error(file + " cannot be read (" + why + ")");
}

struct close_gzip {
  void operator()(gzFile file) const { gzclose(file); }
};
using gzip_file = std::unique_ptr<std::remove_pointer_t<gzFile>, close_gzip>;

/** Calls use(bytes) for each piece of a file, gzip undone; plain files pass through zlib as they are. */
template <class Use>
cli_result<void> read_pieces(const std::string& file, Use&& use) {
  if (file != "-" && std::filesystem::is_directory(file)) {
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

cli_result<std::string> read_text(const std::string& file) {
  std::string text;
  const auto read = read_pieces(file, [&](std::string_view piece) -> cli_result<void> {
    text += piece;
    return {};
  });
  if (!read) return tl::unexpected(read.error());
  return text;
}

cli_result<void> checked(const result<void>& outcome) {
  if (outcome) return {};
  return tl::unexpected(from_core(outcome.error()));
}

/** Zones by name, wherever the question, the flags or the playbook name one. Wrong types are the core's to
 * report. */
void collect_zones(const json& from, std::vector<std::string>& names) {
  if (from.is_array()) {
    for (const json& one : from) collect_zones(one, names);
  }
  const json* zone = from.find("zone");
  if (zone != nullptr && zone->is_string()) names.push_back(*zone->text_if());
  if (const json* time = from.find("time")) collect_zones(*time, names);
}

/** Every zone that is named, over all the time that events can have: the native table is cheap. */
cli_result<void> add_zones(engine& to, const cli_options& options, std::string_view playbook,
                           std::string_view question) {
  constexpr std::int64_t from_ms = 0;
  constexpr std::int64_t to_ms = 7'289'654'400'000;  // 2201-01-01
  std::vector<std::string> names;
  if (options.zone) names.push_back(*options.zone);
  collect_zones(parse_json(playbook, "").value_or(json()), names);  // whether it is JSON is said later
  collect_zones(parse_json(question, "").value_or(json()), names);
  for (const std::string& name : names) {
    if (name == "UTC") continue;
    auto changes = read_zone(name, from_ms, to_ms);
    if (!changes) continue;  // the core says so where the zone is used, in the same words as over wasm
    if (auto added = checked(to.add_zone(name, *std::move(changes))); !added) return added;
  }
  return {};
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

cli_result<reply> ask(const cli_options& options) {
  engine asked;
  std::string playbook;
  if (options.playbook) {
    auto text = read_text(*options.playbook);
    if (!text) return tl::unexpected(text.error());
    playbook = *std::move(text);
  }
  if (auto done = checked(asked.configure(playbook)); !done) return tl::unexpected(done.error());
  if (options.model) {
    const auto text = read_text(*options.model);
    if (!text) return tl::unexpected(text.error());
    if (auto done = checked(asked.set_model(*text)); !done) return tl::unexpected(done.error());
  }
  json defaults = json::object();
  if (options.zone) defaults["zone"] = *options.zone;
  if (options.week_start) defaults["week_start"] = *options.week_start;
  if (options.as_of) defaults["as_of"] = *options.as_of;
  if (auto done = checked(asked.set_defaults(print_json(defaults))); !done)
    return tl::unexpected(done.error());

  std::string question = options.question;
  if (question == "-") {
    auto text = read_text("-");
    if (!text) return tl::unexpected(text.error());
    question = *std::move(text);
  }
  if (auto done = add_zones(asked, options, playbook, question); !done) return tl::unexpected(done.error());
  if (auto done = checked(asked.begin()); !done) return tl::unexpected(done.error());
  for (const std::string& named : options.events) {
    const auto files = files_of(named);
    if (!files) return tl::unexpected(files.error());
    for (const std::string& file : *files) {
      const auto read =
          read_pieces(file, [&](std::string_view piece) { return checked(asked.append(piece)); });
      if (!read) return tl::unexpected(read.error());
      const auto ended = asked.end();
      if (!ended) return tl::unexpected(from_core(ended.error()));
    }
  }
  return asked.ask(question);
}

/** The texts of the parts go into the question as texts, so that the core says what is wrong with one, and
 * where. */
cli_result<reply> merge(const cli_options& options) {
  json question;
  question["ask"] = "merge";
  question["part"] = options.is_part;
  for (const std::string& file : options.parts) {
    auto text = read_text(file);
    if (!text) return tl::unexpected(text.error());
    question["parts"].push_back(*text);
  }
  engine asked;
  if (auto done = checked(asked.begin()); !done) return tl::unexpected(done.error());
  if (const auto ended = asked.end(); !ended) return tl::unexpected(from_core(ended.error()));
  return asked.ask(print_json(question));
}

int run(const std::vector<std::string>& arguments) {
  const parsed_options parsed = parse_options(arguments);
  if (parsed.wrong) return print_error(usage_error(*parsed.wrong));
  switch (parsed.options.what) {
    case command::help:
      std::fputs(usage_text, stdout);
      return 0;
    case command::version:
      std::printf("payoff %.*s\n", static_cast<int>(version().size()), version().data());
      return 0;
    case command::ask:
    case command::merge:
      break;
  }
  const auto answer = parsed.options.what == command::merge ? merge(parsed.options) : ask(parsed.options);
  if (!answer) return print_error(answer.error());
  std::fwrite(answer->json.data(), 1, answer->json.size(), stdout);
  std::fputc('\n', stdout);
  return answer->failed ? 2 : 0;
}

}  // namespace
}  // namespace payoff

int main(int count, char** arguments) {
  return payoff::run(std::vector<std::string>(arguments + std::min(count, 1), arguments + count));
}
