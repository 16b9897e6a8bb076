// SPDX-License-Identifier: Apache-2.0
#include "playbook/playbook.h"

#include <algorithm>
#include <string>

namespace payoff {
namespace {

void parse_time_part(reader& from, playbook& out, problem& wrong) {
  const json* part = from.find("time");
  if (part == nullptr) return;
  reader time(*part, from.path_of("time"), wrong);
  out.zone = time.text_if("zone").value_or("UTC");
  out.week_start = static_cast<weekday>(time.choice_or("week_start", weekday_names, 0));
  out.session_gap_ms = time.integer_or("session_gap_minutes", 30, 1, 24 * 60) * 60'000;
  time.finish();
}

/** RFC 6901: "/" and keys in which '~' stands only in ~0 and ~1. */
bool is_pointer(std::string_view text) {
  if (text.empty() || text.front() != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

void parse_data_part(reader& from, playbook& out, problem& wrong) {
  const json* part = from.find("data");
  if (part == nullptr) return;
  reader data(*part, from.path_of("data"), wrong);
  if (auto format = data.text_if("format")) out.format = *std::move(format);
  if (const json* given = data.find("fields")) {
    reader fields(*given, data.path_of("fields"), wrong);
    const auto pointer = [&](std::string_view name, std::string& to) {
      auto text = fields.text_if(name);
      if (!text) return;
      if (!is_pointer(*text)) {
        fields.bad_value(name, "must be a JSON pointer such as `/properties/" + std::string(name) + "`");
      }
      to = *std::move(text);
    };
    pointer("event", out.fields.event);
    pointer("time", out.fields.time);
    pointer("user", out.fields.user);
    pointer("anonymous", out.fields.anonymous);
    pointer("account", out.fields.account);
    pointer("id", out.fields.id);
    pointer("type", out.fields.type);
    pointer("properties", out.fields.properties);
    fields.finish();
  }
  if (const json* given = data.find("identify")) {
    reader identify(*given, data.path_of("identify"), wrong);
    out.user_attributes = identify.text_if("user_attributes").value_or("");
    out.account_attributes = identify.text_if("account_attributes").value_or("");
    identify.finish();
  }
  out.columns = data.texts_if("columns");
  data.finish();
}

void parse_sets(reader& from, playbook& out, problem& wrong) {
  from.each_field("sets", [&](const std::string& name, const json& value, const std::string& path) {
    out.sets.push_back({name, parse_selector(value, path, wrong)});
  });
  from.each("capabilities", [&](const json& item, const std::string& path) {
    reader one(item, path, wrong);
    capability parsed;
    parsed.id = one.text("id");
    parsed.label = one.text_if("label").value_or(parsed.id);
    parsed.href = one.text_if("href").value_or("");
    parsed.events = parse_selector(one.need("events"), one.path_of("events"), wrong);
    parsed.plans = one.texts_if("plans");
    one.finish();
    for (const capability& other : out.capabilities) {
      if (other.id == parsed.id) one.bad_value("id", "two capabilities are called `" + parsed.id + "`");
    }
    out.capabilities.push_back(std::move(parsed));
  });
}

std::vector<std::string_view> known_sets(const playbook& in) {
  std::vector<std::string_view> names{"active", "value"};
  for (const auto& set : in.sets) {
    if (std::find(names.begin(), names.end(), std::string_view(set.name)) == names.end())
      names.push_back(set.name);
  }
  return names;
}

void check_sets_at(const selector& used, const std::string& path, const playbook& in, problem& wrong,
                   std::vector<std::string_view>& open) {
  if (used.kind == selector_kind::set) {
    const selector* set = in.find_set(used.name);
    if (set == nullptr) {
      constexpr std::string_view prefix = "capability:";
      if (std::string_view(used.name).substr(0, prefix.size()) == prefix) {
        std::vector<std::string_view> ids;
        for (const auto& one : in.capabilities) ids.push_back(one.id);
        wrong.report(
            error_code::unknown_name, path,
            unknown_name_message("capability", std::string_view(used.name).substr(prefix.size()), ids));
      } else {
        wrong.report(error_code::unknown_name, path, unknown_name_message("set", used.name, known_sets(in)));
      }
      return;
    }
    if (std::find(open.begin(), open.end(), std::string_view(used.name)) != open.end()) {
      wrong.report(error_code::bad_value, path, "the set `" + used.name + "` contains itself");
      return;
    }
    open.emplace_back(used.name);
    check_sets_at(*set, path, in, wrong, open);
    open.pop_back();
  }
  for (const selector& child : used.children) check_sets_at(child, path, in, wrong, open);
}

void check_all_sets(const playbook& in, problem& wrong) {
  for (const auto& set : in.sets) {
    std::vector<std::string_view> open{set.name};
    check_sets_at(set.events, join_path("/sets", set.name), in, wrong, open);
  }
  for (std::size_t i = 0; i < in.capabilities.size(); ++i) {
    check_sets(in.capabilities[i].events, join_path("/capabilities", i) + "/events", in, wrong);
  }
  if (in.activation) {
    check_sets(in.activation->start, "/activation/start", in, wrong);
    for (std::size_t i = 0; i < in.activation->steps.size(); ++i) {
      check_sets(in.activation->steps[i].events, join_path("/activation/steps", i) + "/event", in, wrong);
    }
  }
  if (in.aha) {
    check_sets(in.aha->event, "/aha/event", in, wrong);
    if (in.aha->start) check_sets(*in.aha->start, "/aha/start", in, wrong);
  }
  check_sets(in.retention.start, "/retention/start", in, wrong);
  check_sets(in.retention.returning, "/retention/return", in, wrong);
  for (std::size_t i = 0; i < in.metrics.size(); ++i) {
    const std::string path = join_path("/metrics", i);
    check_sets(in.metrics[i].of, path + (in.metrics[i].is_duration ? "/between/start" : "/of"), in, wrong);
    if (in.metrics[i].is_duration) check_sets(in.metrics[i].end, path + "/between/end", in, wrong);
  }
  if (in.roi) {
    for (std::size_t i = 0; i < in.roi->rules.size(); ++i) {
      check_sets(in.roi->rules[i].of, join_path("/roi/rules", i) + "/of", in, wrong);
    }
  }
}

void append_new(std::vector<std::string>& to, std::vector<std::string> names) {
  for (auto& name : names) {
    if (!name.empty() && std::find(to.begin(), to.end(), name) == to.end()) to.push_back(std::move(name));
  }
}

}  // namespace

void check_sets(const selector& used, const std::string& path, const playbook& in, problem& wrong) {
  std::vector<std::string_view> open;
  check_sets_at(used, path, in, wrong, open);
}

const selector* playbook::find_set(std::string_view name) const {
  for (const auto& set : sets) {
    if (set.name == name) return &set.events;
  }
  constexpr std::string_view prefix = "capability:";
  if (name.substr(0, prefix.size()) == prefix) {
    for (const auto& one : capabilities) {
      if (one.id == name.substr(prefix.size())) return &one.events;
    }
    return nullptr;
  }
  static const selector everything;
  return name == "active" || name == "value" ? &everything : nullptr;
}

std::vector<std::string> playbook::properties() const {
  std::vector<std::string> out;
  const auto of_selector = [&](const selector& used) {
    std::vector<std::string> found;
    collect_properties(used, found);
    append_new(out, std::move(found));
  };
  append_new(out, columns);
  for (const auto& set : sets) of_selector(set.events);
  for (const auto& one : capabilities) of_selector(one.events);
  if (activation) {
    of_selector(activation->start);
    for (const auto& step : activation->steps) of_selector(step.events);
  }
  if (aha) {
    of_selector(aha->event);
    if (aha->start) of_selector(*aha->start);
  }
  of_selector(retention.start);
  of_selector(retention.returning);
  for (const metric& one : metrics) {
    of_selector(one.of);
    if (one.is_duration) of_selector(one.end);
    append_new(out, {one.property});
  }
  if (roi) {
    for (const roi_rule& rule : roi->rules) {
      of_selector(rule.of);
      append_new(out, {rule.each.property});
    }
  }
  return out;
}

std::vector<std::string> playbook::keys() const {
  std::vector<std::string> out;
  for (const metric& one : metrics) append_new(out, {one.key});
  return out;
}

result<playbook> parse_playbook(std::string_view text) {
  playbook out;
  if (text.empty()) return out;
  const json parsed = parse_json(text);
  if (parsed.is_discarded()) return fail(error_code::bad_json, "", "the playbook is not JSON");
  problem wrong;
  reader from(parsed, "", wrong);
  from.find("$schema");  // editors put it there; it says nothing to the core
  from.need("payoff");
  from.integer_or("payoff", 1, 1, 1);
  out.version = from.text("version");
  if (const json* part = from.find("product")) {
    reader product(*part, "/product", wrong);
    out.product_name = product.text_if("name").value_or("");
    out.currency = product.text_if("currency").value_or("");
    product.finish();
  }
  parse_time_part(from, out, wrong);
  parse_data_part(from, out, wrong);
  parse_sets(from, out, wrong);
  parse_value_parts(from, out, wrong);
  parse_engagement_parts(from, out, wrong);
  from.finish();
  check_all_sets(out, wrong);
  PAYOFF_TRY(wrong.as_result());
  return out;
}

}  // namespace payoff
