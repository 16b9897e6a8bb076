// SPDX-License-Identifier: Apache-2.0
#include "cli/options.h"

#include <algorithm>

namespace payoff {

const char* const usage_text =
    "Usage: payoff ask --events FILE... --question Q|- [options]\n"
    "       payoff learn --events FILE... [--part] [options] > model.json\n"
    "       payoff merge [--part] PART... > model.json\n"
    "\n"
    "Answers questions about events, and learns from all customers what one customer's page may know. The "
    "answer "
    "is JSON on\n"
    "stdout, exit status 0; an error is JSON too, exit status 2.\n"
    "\n"
    "  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files\n"
    "                       below it; - reads stdin\n"
    "  --question Q         a question in JSON, or an array of them; - reads stdin\n"
    "  --part               print counts that merge adds, for your own eyes, in place of a model\n"
    "  --playbook P         what counts as value (JSON file)\n"
    "  --model M            what learn or merge printed, for ask\n"
    "  --zone IANA          time zone, such as Europe/Berlin\n"
    "  --week-start DAY     monday to sunday\n"
    "  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z\n"
    "  --help, --version\n";

namespace {

const std::string commands = "ask, learn, merge";

std::optional<std::string>* field_of(cli_options& options, std::optional<std::string>& question,
                                     std::string_view flag, bool learns) {
  if (flag == "--question") return learns ? nullptr : &question;
  if (flag == "--playbook") return &options.playbook;
  if (flag == "--model") return learns ? nullptr : &options.model;
  if (flag == "--zone") return &options.zone;
  if (flag == "--week-start") return &options.week_start;
  if (flag == "--as-of") return &options.as_of;
  return nullptr;
}

bool is_value(const std::string& argument) { return argument.rfind("--", 0) != 0; }

std::optional<std::string> refuse_stdin_twice(const std::vector<std::string>& sources) {
  if (std::count(sources.begin(), sources.end(), "-") > 1) return "stdin (-) can be read once only";
  return std::nullopt;
}

std::optional<std::string> parse_ask(const std::vector<std::string>& arguments, cli_options& options) {
  const bool learns = arguments.front() == "learn";
  bool is_part = false;
  std::optional<std::string> question;
  for (std::size_t at = 1; at < arguments.size();) {
    const std::string& flag = arguments[at++];
    if (flag == "--events") {
      const std::size_t before = options.events.size();
      while (at < arguments.size() && is_value(arguments[at])) options.events.push_back(arguments[at++]);
      if (options.events.size() == before) return "--events needs a file";
      continue;
    }
    if (learns && flag == "--part") {
      is_part = true;
      continue;
    }
    auto* const field = field_of(options, question, flag, learns);
    if (field == nullptr) return "there is no option " + flag + " of " + arguments.front() + " (see --help)";
    if (at == arguments.size()) return flag + " needs a value";
    *field = arguments[at++];
  }
  if (learns) question = std::string(R"({"ask":"learn","part":)") + (is_part ? "true}" : "false}");
  if (options.events.empty()) return "--events is missing";
  if (!question) return "--question is missing";
  options.question = *question;
  std::vector<std::string> sources = options.events;
  sources.push_back(*question);
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
      return "there is no option " + one + " of merge (see --help)";
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
  } else if (name == "ask" || name == "learn") {
    out.options.what = command::ask;
    out.wrong = parse_ask(arguments, out.options);
  } else if (name == "merge") {
    out.options.what = command::merge;
    out.wrong = parse_merge(arguments, out.options);
  } else if (name == "schema" || name == "convert" || name == "sql") {
    out.wrong = "the command \"" + name + "\" does not exist yet; there are: " + commands;
  } else {
    out.wrong = "there is no command \"" + name + "\"; there are: " + commands + " (see --help)";
  }
  return out;
}

}  // namespace payoff
