// SPDX-License-Identifier: Apache-2.0
#include "cli/options.h"

#include <algorithm>

namespace payoff {

const char* const usage_text =
    "Usage: payoff ask --events FILE... --question Q|- [options]\n"
    "       payoff schema --events FILE... [options]\n"
    "       payoff learn --events FILE... [--part] [options] > model.json\n"
    "       payoff merge [--part] PART... > model.json\n"
    "       payoff convert --events FILE... --out FILE.payoff [--playbook P]\n"
    "\n"
    "Answers questions about events, and learns from all customers what one customer's page may know. The "
    "answer is JSON on\n"
    "stdout, exit status 0; an error is JSON too, exit status 2.\n"
    "\n"
    "  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files\n"
    "                       below it; - reads stdin; what convert wrote may be the first\n"
    "  --question Q         a question in JSON, or an array of them; - reads stdin\n"
    "  --part               print counts that merge adds, for your own eyes, in place of a model\n"
    "  --out FILE           where convert writes the events as one block, which this version reads\n"
    "                       ten times as fast with the same playbook\n"
    "  --playbook P         what counts as value (JSON file)\n"
    "  --model M            what learn or merge printed, for ask\n"
    "  --zone IANA          time zone, such as Europe/Berlin\n"
    "  --week-start DAY     monday to sunday\n"
    "  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z\n"
    "  --help, --version\n";

namespace {

const std::string commands = "ask, schema, learn, merge, convert";

using given_value = std::optional<std::string>;

/** What flags gave, for one of the commands that read events. */
struct reading {
  std::string_view command;
  cli_options& options;
  given_value question, out;

  /** nullptr: the command does not know the flag. */
  [[nodiscard]] given_value* field_of(std::string_view flag) {
    const bool answers = command != "convert";
    if (flag == "--question") return command == "ask" ? &question : nullptr;
    if (flag == "--out") return answers ? nullptr : &out;
    if (flag == "--playbook") return &options.playbook;
    if (flag == "--model") return command == "ask" ? &options.model : nullptr;
    if (flag == "--zone") return answers ? &options.zone : nullptr;
    if (flag == "--week-start") return answers ? &options.week_start : nullptr;
    if (flag == "--as-of") return answers ? &options.as_of : nullptr;
    return nullptr;
  }
};

bool is_value(const std::string& argument) { return argument.rfind("--", 0) != 0; }

std::string unknown_option(std::string_view flag, std::string_view of) {
  return std::string("there is no option ").append(flag).append(" of ").append(of).append(" (see --help)");
}

std::optional<std::string> refuse_stdin_twice(const std::vector<std::string>& sources) {
  if (std::count(sources.begin(), sources.end(), "-") > 1) return "stdin (-) can be read once only";
  return std::nullopt;
}

std::optional<std::string> parse_reading(const std::vector<std::string>& arguments, cli_options& options) {
  const std::string& command = arguments.front();
  reading given{command, options, {}, {}};
  bool is_part = false;
  for (std::size_t at = 1; at < arguments.size();) {
    const std::string& flag = arguments[at++];
    if (flag == "--events") {
      const std::size_t before = options.events.size();
      while (at < arguments.size() && is_value(arguments[at])) options.events.push_back(arguments[at++]);
      if (options.events.size() == before) return "--events needs a file";
      continue;
    }
    if (command == "learn" && flag == "--part") {
      is_part = true;
      continue;
    }
    given_value* const field = given.field_of(flag);
    if (field == nullptr) return unknown_option(flag, command);
    if (at == arguments.size()) return flag + " needs a value";
    *field = arguments[at++];
  }
  if (command == "learn")
    given.question = std::string(R"({"ask":"learn","part":)") + (is_part ? "true}" : "false}");
  if (command == "schema") given.question = R"({"ask":"schema"})";
  if (options.events.empty()) return "--events is missing";
  if (options.what == payoff::command::convert) {
    if (!given.out) return "--out is missing";
    options.out = *given.out;
    return refuse_stdin_twice(options.events);
  }
  if (!given.question) return "--question is missing";
  options.question = *given.question;
  std::vector<std::string> sources = options.events;
  sources.push_back(options.question);
  return refuse_stdin_twice(sources);
}

std::optional<std::string> parse_merge(const std::vector<std::string>& arguments, cli_options& options) {
  for (std::size_t at = 1; at < arguments.size(); ++at) {
    const std::string& one = arguments[at];
    if (one == "--part") {
      options.is_part = true;
    } else if (is_value(one)) {
      options.parts.push_back(one);
    } else {
      return unknown_option(one, "merge");
    }
  }
  if (options.parts.empty()) return "merge needs the files that learn --part printed";
  return refuse_stdin_twice(options.parts);
}

}  // namespace

parsed_options parse_options(const std::vector<std::string>& arguments) {
  parsed_options out;
  if (arguments.empty()) {
    out.wrong = "a command is missing; there are: " + commands + " (see --help)";
    return out;
  }
  const auto has = [&](std::string_view flag) {
    return std::find(arguments.begin(), arguments.end(), flag) != arguments.end();
  };
  const std::string& name = arguments.front();
  if (has("--help") || has("-h")) {
    out.options.what = command::help;
  } else if (name == "--version") {
    out.options.what = command::version;
  } else if (name == "ask" || name == "schema" || name == "learn" || name == "convert") {
    out.options.what = name == "convert" ? command::convert : command::ask;
    out.wrong = parse_reading(arguments, out.options);
  } else if (name == "merge") {
    out.options.what = command::merge;
    out.wrong = parse_merge(arguments, out.options);
  } else if (name == "sql") {
    out.wrong = "the command \"sql\" does not exist yet; there are: " + commands;
  } else {
    out.wrong = "there is no command \"" + name + "\"; there are: " + commands + " (see --help)";
  }
  return out;
}

}  // namespace payoff
