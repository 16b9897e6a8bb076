// SPDX-License-Identifier: Apache-2.0
/** @file main.cpp  The native `payoff`: what does a command do? Finds zones, prints the answer. Exit status
 * 2 on any error. */
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/options.h"
#include "cli/zoneinfo.h"
#include "json/reader.h"
#include "payoff/engine.h"

namespace payoff {
namespace {

int print_error(const cli_error& why) {
  const json out{{"error", {{"code", why.code}, {"path", why.path}, {"message", why.message}}}};
  std::fputs((print_json(out) + "\n").c_str(), stdout);
  return 2;
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

cli_result<std::string> configure(engine& to, const cli_options& options) {
  std::string playbook;
  if (options.playbook) {
    auto text = read_text(*options.playbook);
    if (!text) return text;
    playbook = *std::move(text);
  }
  if (auto done = checked(to.configure(playbook)); !done) return tl::unexpected(done.error());
  return playbook;
}

cli_result<reply> ask(const cli_options& options) {
  engine asked;
  const auto playbook = configure(asked, options);
  if (!playbook) return tl::unexpected(playbook.error());
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
  if (auto done = add_zones(asked, options, *playbook, question); !done) return tl::unexpected(done.error());
  if (const auto loaded = load_events(asked, options.events); !loaded) return tl::unexpected(loaded.error());
  return asked.ask(question);
}

/** The answer is what was loaded. */
cli_result<reply> convert(const cli_options& options) {
  engine converted;
  if (const auto done = configure(converted, options); !done) return tl::unexpected(done.error());
  auto loaded = load_events(converted, options.events);
  if (!loaded) return tl::unexpected(loaded.error());
  const auto block = converted.snapshot();
  if (!block) return tl::unexpected(from_core(block.error()));
  if (const auto done = write_whole(options.out, *block); !done) return tl::unexpected(done.error());
  return reply{std::move(loaded->json), false};
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

int print(const cli_result<reply>& answer) {
  if (!answer) return print_error(answer.error());
  std::fwrite(answer->json.data(), 1, answer->json.size(), stdout);
  std::fputc('\n', stdout);
  return answer->failed ? 2 : 0;
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
      return print(ask(parsed.options));
    case command::convert:
      return print(convert(parsed.options));
    case command::merge:
      return print(merge(parsed.options));
  }
  return 2;
}
}  // namespace
}  // namespace payoff

int main(int count, char** arguments) {
  return payoff::run(std::vector<std::string>(arguments + std::min(count, 1), arguments + count));
}
