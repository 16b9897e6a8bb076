// SPDX-License-Identifier: Apache-2.0
#include "ask.h"

#include <utility>

template class nlohmann::basic_json<>;

namespace payoff::testing {

value read(std::string_view text) {
  return value::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
}

value at(const value& in, const std::string& pointer) {
  const value::json_pointer where(pointer);
  return in.contains(where) ? in[where] : value("absent");
}

std::string joined(const std::vector<std::string>& rows) {
  std::string out;
  for (const auto& row : rows) out += row + "\n";
  return out;
}

std::vector<zone_change> berlin_2026() {
  return {{1767225600000, 3600}, {1774746000000, 7200}, {1792890000000, 3600}};
}

engine configured(std::string_view playbook, const engine_options& options) {
  engine out(options);
  PAYOFF_MUST(out.configure(playbook));
  PAYOFF_MUST(out.add_zone("Europe/Berlin", berlin_2026()));
  PAYOFF_MUST(out.begin());
  return out;
}

engine loaded(std::string_view playbook, const std::vector<std::string>& rows) {
  engine out = configured(playbook);
  PAYOFF_MUST(out.append(joined(rows)));
  PAYOFF_MUST(out.end());
  return out;
}

value ask(const engine& of, std::string_view question) { return read(of.ask(question).json); }
value ask(std::string_view playbook, const std::vector<std::string>& rows, std::string_view question) {
  return ask(loaded(playbook, rows), question);
}

std::string track(std::string_view event, std::string_view user, std::string_view time,
                  std::string_view more) {
  std::string out =
      R"({"type":"track","event":")" + std::string(event) + R"(","timestamp":")" + std::string(time) + '"';
  if (!user.empty()) out += R"(,"userId":")" + std::string(user) + '"';
  return out + std::string(more) + "}";
}

std::string in_account(std::string_view account) {
  return R"(,"context":{"groupId":")" + std::string(account) + R"("})";
}

std::string with(std::string_view properties) { return R"(,"properties":)" + std::string(properties); }

std::string usage(std::string_view fields, std::string_view metric) {
  return R"({"ask":"usage",)" + std::string(fields) + R"(,"metrics":[)" + std::string(metric) + "]}";
}

}  // namespace payoff::testing

std::string Catch::StringMaker<nlohmann::json>::convert(const nlohmann::json& value) { return value.dump(); }
