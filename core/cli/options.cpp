// SPDX-License-Identifier: Apache-2.0
#include "cli/options.h"

#include <algorithm>

namespace payoff {

const char* const usage_text =
    "Usage: payoff ask --events FILE... --question Q|- [options]\n"
    "\n"
    "Answers questions about events. The answer is JSON on stdout, exit status 0; an error is JSON too, exit "
    "status 2.\n"
    "\n"
    "  --events FILE...     events: NDJSON, JSON or CSV, plain or gzip; a directory is all files\n"
    "                       below it; - reads stdin\n"
    "  --question Q         a question in JSON, or an array of them; - reads stdin\n"
    "  --playbook P         what counts as value (JSON file)\n"
    "  --zone IANA          time zone, such as Europe/Berlin\n"
    "  --week-start DAY     monday to sunday\n"
    "  --as-of T            the instant that counts as now, such as 2026-11-03T09:00:00Z\n"
    "  --help, --version\n";

namespace {

std::optional<std::string>* field_of(cli_options& options, std::optional<std::string>& question,
                                     std::string_view flag) {
  if (flag == "--question") return &question;
  if (flag == "--playbook") return &options.playbook;
  if (flag == "--zone") return &options.zone;
  if (flag == "--week-start") return &options.week_start;
  if (flag == "--as-of") return &options.as_of;
  return nullptr;
}

std::optional<std::string> parse_ask(const std::vector<std::string>& arguments, cli_options& options) {
  std::optional<std::string> question;
  for (std::size_t at = 1; at < arguments.size();) {
    const std::string& flag = arguments[at++];
    if (flag == "--events") {
      const std::size_t before = options.events.size();
      while (at < arguments.size() && arguments[at].rfind("--", 0) != 0)
        options.events.push_back(arguments[at++]);
      if (options.events.size() == before) return "--events needs a file";
      continue;
    }
    auto* const field = field_of(options, question, flag);
    if (field == nullptr) return "there is no option " + flag + " (see --help)";
    if (at == arguments.size()) return flag + " needs a value";
    *field = arguments[at++];
  }
  if (options.events.empty()) return "--events is missing";
  if (!question) return "--question is missing";
  options.question = *question;
  const auto reads_stdin =
      std::count(options.events.begin(), options.events.end(), "-") + (*question == "-" ? 1 : 0);
  if (reads_stdin > 1) return "stdin (-) can be read once only";
  return std::nullopt;
}

}  // namespace

parsed_options parse_options(const std::vector<std::string>& arguments) {
  parsed_options out;
  if (arguments.empty()) {
    out.wrong = "a command is missing; there is: ask (see --help)";
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
  } else if (name == "ask") {
    out.options.what = command::ask;
    out.wrong = parse_ask(arguments, out.options);
  } else if (name == "learn" || name == "merge" || name == "schema" || name == "convert" || name == "sql") {
    out.wrong = "the command \"" + name + "\" does not exist yet; there is: ask";
  } else {
    out.wrong = "there is no command \"" + name + "\"; there is: ask (see --help)";
  }
  return out;
}

}  // namespace payoff
