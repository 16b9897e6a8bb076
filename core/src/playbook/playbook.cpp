// SPDX-License-Identifier: Apache-2.0
#include "playbook/playbook.h"

#include <algorithm>
#include <string>
#include <utility>

namespace payoff {
namespace {

constexpr std::string_view capability_prefix = "capability:";
constexpr std::size_t deepest_sets = 256;  // no person writes more, and recursion stays bounded

void parse_time_part(reader& from, playbook& out, problem& wrong) {
  const json* part = from.find("time");
  if (part == nullptr) return;
  reader time(*part, from.path_of("time"), wrong);
  time.take_text("zone", out.zone);
  out.week_start = static_cast<weekday>(time.choice_or("week_start", weekday_names, 0));
  constexpr std::int64_t most_minutes = 1440;  // a day
  out.session_gap_ms = time.integer_or("session_gap_minutes", 30, 1, most_minutes) * 60'000;
  time.finish();
}

/** RFC 6901: "/" and keys in which '~' stands only in ~0 and ~1. The whole row ("") is no field. */
bool is_pointer(std::string_view text) {
  if (text.empty() || text.front() != '/') return false;
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
  }
  return true;
}

void parse_pointer(reader& from, std::string_view name, std::string_view example, std::string& to) {
  auto text = from.text_if(name);
  if (!text) return;
  if (!is_pointer(*text)) {
    from.bad_value(name, "must be a JSON pointer such as `" + std::string(example) + "`");
  }
  to = *std::move(text);
}

void parse_data_part(reader& from, playbook& out, problem& wrong) {
  const json* part = from.find("data");
  if (part == nullptr) return;
  reader data(*part, from.path_of("data"), wrong);
  if (auto format = data.text_if("format")) out.format = *std::move(format);
  if (const json* given = data.find("fields")) {
    reader fields(*given, data.path_of("fields"), wrong);
    const auto pointer = [&](std::string_view name, std::string& to) {
      parse_pointer(fields, name, "/properties/" + std::string(name), to);
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
    parse_pointer(identify, "user_attributes", "/traits", out.user_attributes);
    parse_pointer(identify, "account_attributes", "/traits", out.account_attributes);
    identify.finish();
  }
  out.columns = data.texts_if("columns");
  data.finish();
}

void parse_sets(reader& from, playbook& out, problem& wrong) {
  from.each_field("sets", [&](const std::string& name, const json& value, const std::string& path) {
    if (std::string_view(name).substr(0, capability_prefix.size()) == capability_prefix) {
      wrong.report(error_code::bad_value, path,
                   "`@capability:` stands for a capability, so no set begins so");
    }
    out.sets.push_back({name, parse_selector(value, path, wrong)});
  });
  from.each("capabilities", [&](const json& item, const std::string& path) {
    reader one(item, path, wrong);
    capability parsed;
    one.need_text("id", parsed.id);
    parsed.label = parsed.id;
    one.take_text("label", parsed.label);
    one.take_text("href", parsed.href);
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

/** Looks at each set once, however often and from wherever it is named: a walk of every way to it takes time
 * without end. */
class set_check {
 public:
  set_check(const playbook& in, problem& wrong) : in_(in), wrong_(wrong) {}

  /** How many sets stand one in another below `used`. */
  std::size_t run(const selector& used, const std::string& path) {
    std::size_t depth = used.kind == selector_kind::set ? run_set(used.name, path) : 0;
    for (const selector& child : used.children) depth = std::max(depth, run(child, path));
    return depth;
  }

  std::size_t run_set(std::string_view name, const std::string& path) {
    const selector* set = in_.find_set(name);
    if (set == nullptr) {
      report_unknown(name, path);
      return 0;
    }
    for (const auto& [known, depth] : depths_) {
      if (known == set) return depth;
    }
    if (std::find(open_.begin(), open_.end(), set) != open_.end()) {
      wrong_.report(error_code::bad_value, path, "the set `" + std::string(name) + "` contains itself");
      return 0;
    }
    std::size_t depth = deepest_sets + 1;
    if (open_.size() < deepest_sets) {
      open_.push_back(set);
      depth = 1 + run(*set, path);
      open_.pop_back();
    }
    if (depth > deepest_sets) {
      wrong_.report(error_code::limit_exceeded, path, "sets name each other at most 256 deep");
    }
    depths_.emplace_back(set, depth);
    return depth;
  }

 private:
  void report_unknown(std::string_view name, const std::string& path) {
    if (name.substr(0, capability_prefix.size()) == capability_prefix) {
      std::vector<std::string_view> ids;
      for (const auto& one : in_.capabilities) ids.push_back(one.id);
      wrong_.report(error_code::unknown_name, path,
                    unknown_name_message("capability", name.substr(capability_prefix.size()), ids));
    } else {
      wrong_.report(error_code::unknown_name, path, unknown_name_message("set", name, known_sets(in_)));
    }
  }

  const playbook& in_;
  problem& wrong_;
  std::vector<const selector*> open_;
  std::vector<std::pair<const selector*, std::size_t>> depths_;
};

void check_all_sets(const playbook& in, problem& wrong) {
  set_check check(in, wrong);
  for (const auto& set : in.sets) check.run_set(set.name, join_path("/sets", set.name));
  for (std::size_t i = 0; i < in.capabilities.size(); ++i) {
    check.run(in.capabilities[i].events, join_path("/capabilities", i) + "/events");
  }
  if (in.activation) {
    check.run(in.activation->start, "/activation/start");
    for (std::size_t i = 0; i < in.activation->steps.size(); ++i) {
      check.run(in.activation->steps[i].events, join_path("/activation/steps", i) + "/event");
    }
  }
  if (in.aha) {
    check.run(in.aha->event, "/aha/event");
    if (in.aha->start) check.run(*in.aha->start, "/aha/start");
  }
  check_sets(in.retention.start, "/retention/start", in, wrong);
  check_sets(in.retention.returning, "/retention/return", in, wrong);
  for (std::size_t i = 0; i < in.metrics.size(); ++i) {
    const std::string path = join_path("/metrics", i);
    check.run(in.metrics[i].of, path + (in.metrics[i].is_duration ? "/between/start" : "/of"));
    if (in.metrics[i].is_duration) check.run(in.metrics[i].end, path + "/between/end");
  }
  if (in.roi) {
    for (std::size_t i = 0; i < in.roi->rules.size(); ++i) {
      check.run(in.roi->rules[i].of, join_path("/roi/rules", i) + "/of");
    }
  }
}

template <class T>
void append_new(std::vector<T>& to, T name) {
  if (std::find(to.begin(), to.end(), name) == to.end()) to.push_back(std::move(name));
}

}  // namespace

void check_sets(const selector& used, const std::string& path, const playbook& in, problem& wrong) {
  set_check(in, wrong).run(used, path);
}

const selector* subscription_attributes::event(std::string_view name) const {
  for (const named_selector& one : events) {
    if (one.name == name) return &one.events;
  }
  return nullptr;
}

const selector* playbook::find_set(std::string_view name) const {
  for (const auto& set : sets) {
    if (set.name == name) return &set.events;
  }
  if (name.substr(0, capability_prefix.size()) == capability_prefix) {
    for (const auto& one : capabilities) {
      if (one.id == name.substr(capability_prefix.size())) return &one.events;
    }
    return nullptr;
  }
  static const selector everything;
  return name == "active" || name == "value" ? &everything : nullptr;
}

columns_read playbook::columns_named() const {
  columns_read out;
  for (const std::string& name : columns) {
    if (auto attribute = parse_attribute_name(name)) {
      out.attributes.push_back(*std::move(attribute));
    } else {
      out.properties.push_back(name);
    }
  }
  for (const auto& set : sets) collect_columns(set.events, out);
  for (const auto& one : capabilities) collect_columns(one.events, out);
  if (activation) {
    collect_columns(activation->start, out);
    for (const auto& step : activation->steps) collect_columns(step.events, out);
  }
  if (aha) {
    collect_columns(aha->event, out);
    if (aha->start) collect_columns(*aha->start, out);
  }
  for (const metric& one : metrics) {
    collect_columns(one.of, out);
    if (one.is_duration) collect_columns(one.end, out);
    if (!one.property.empty()) out.properties.push_back(one.property);
  }
  if (roi) {
    for (const roi_rule& rule : roi->rules) {
      collect_columns(rule.of, out);
      if (!rule.each.property.empty()) out.properties.push_back(rule.each.property);
    }
    if (roi->subscription && !roi->subscription->attribute.empty()) {
      out.attributes.push_back({attribute_subject::account, roi->subscription->attribute});
    }
  }
  for (const auto* one : {&subscription.plan, &subscription.seats}) {
    if (*one) out.attributes.push_back(**one);
  }
  if (reads_engagement()) collect_engagement(*this, out);
  return out;
}

std::vector<std::string> playbook::properties() const {
  std::vector<std::string> out;
  for (auto& name : columns_named().properties) append_new(out, std::move(name));
  return out;
}

std::vector<std::string> playbook::attributes(attribute_subject of) const {
  std::vector<std::string> out;
  for (auto& one : columns_named().attributes) {
    if (one.subject == of) append_new(out, std::move(one.name));
  }
  return out;
}

std::vector<std::string> playbook::keys() const {
  std::vector<std::string> out;
  for (const metric& one : metrics) {
    if (!one.key.empty()) append_new(out, one.key);
  }
  return out;
}

result<std::unique_ptr<playbook>> read_playbook(std::string_view text) {
  auto made = std::make_unique<playbook>();  // large: moved as a pointer
  playbook& out = *made;
  if (text.empty()) return made;
  PAYOFF_ASSIGN(parsed, parse_json(text, "the playbook"));
  problem wrong;
  reader from(parsed, "", wrong);
  from.filled_if("$schema");  // editors put it there; it says nothing to the core
  from.need("payoff");
  from.integer_or("payoff", 1, 1, 1);
  from.need_text("version", out.version);
  if (const json* part = from.find("product")) {
    reader product(*part, "/product", wrong);
    product.take_text("name", out.product_name);
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
  return made;
}

result<playbook> parse_playbook(std::string_view text) {
  PAYOFF_ASSIGN(made, read_playbook(text));
  return std::move(*made);
}

}  // namespace payoff
