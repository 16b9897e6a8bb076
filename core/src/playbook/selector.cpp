// SPDX-License-Identifier: Apache-2.0
#include "playbook/selector.h"

#include <utility>

namespace payoff {
namespace {

constexpr int deepest_nesting = 32;  // no person writes more, and recursion stays bounded

bool is_scalar(const json& value) { return value.is_string() || value.is_number() || value.is_boolean(); }

filter parse_filter_at(const json& value, const std::string& path, problem& wrong, int depth);

std::vector<filter> parse_filters(reader& from, std::string_view name, problem& wrong, int depth) {
  std::vector<filter> out;
  from.each(name, [&](const json& item, const std::string& path) {
    out.push_back(parse_filter_at(item, path, wrong, depth + 1));
  });
  return out;
}

filter parse_comparison(reader& from, problem& wrong) {
  filter out;
  out.kind = filter_kind::comparison;
  from.need_text("prop", out.property);
  out.subject = static_cast<filter_subject>(from.choice_or("on", {"event", "user", "account"}, 0));
  out.op = static_cast<filter_op>(
      from.choice_or("op", {"eq", "ne", "in", "gt", "gte", "lt", "lte", "exists", "contains"}, 0));
  out.at_latest = from.choice_or("at", {"event", "latest"}, 0) == 1;
  const json* value = from.find("value");
  if (out.op == filter_op::exists) {
    if (value != nullptr && !value->is_boolean()) from.wrong_type("value", "true or false", *value);
    out.value = value == nullptr || !value->is_boolean() || value->boolean();
    return out;
  }
  if (value == nullptr) {
    wrong.report(error_code::missing_field, from.path_of("value"), "`value` must be given");
    return out;
  }
  const bool fits = [&] {
    switch (out.op) {
      case filter_op::in: {
        if (!value->is_array()) return false;
        for (const json& item : *value) {
          if (!is_scalar(item)) return false;
        }
        return true;
      }
      case filter_op::contains:
        return value->is_string();
      case filter_op::gt:
      case filter_op::gte:
      case filter_op::lt:
      case filter_op::lte:
        return value->is_number() || value->is_string();
      default:
        return is_scalar(*value);
    }
  }();
  if (!fits) {
    from.wrong_type("value",
                    out.op == filter_op::in         ? "an array of strings, numbers or booleans"
                    : out.op == filter_op::contains ? "a string"
                                                    : "a string, a number or a boolean",
                    *value);
    return out;
  }
  out.value = *value;
  return out;
}

filter parse_filter_at(const json& value, const std::string& path, problem& wrong, int depth) {
  filter out;
  reader from(value, path, wrong);
  if (depth > deepest_nesting) {
    wrong.report(error_code::limit_exceeded, path, "filters nest at most 32 deep");
    return out;
  }
  if (from.find("all") != nullptr) {
    out.kind = filter_kind::all;
    out.children = parse_filters(from, "all", wrong, depth);
  } else if (from.find("any") != nullptr) {
    out.kind = filter_kind::any;
    out.children = parse_filters(from, "any", wrong, depth);
  } else if (const json* negated = from.find("not")) {
    out.kind = filter_kind::negation;
    out.children.push_back(parse_filter_at(*negated, from.path_of("not"), wrong, depth + 1));
  } else {
    out = parse_comparison(from, wrong);
  }
  from.finish();
  return out;
}

selector parse_selector_at(const json& value, const std::string& path, problem& wrong, bool in_list,
                           int depth) {
  selector out;
  if (depth > deepest_nesting) {
    wrong.report(error_code::limit_exceeded, path, "selectors nest at most 32 deep");
    return out;
  }
  if (const auto* name = value.text_if()) {
    if (name->empty() || *name == "@") {
      wrong.report(error_code::bad_value, path, "an event name must not be empty");
    } else if (*name == "*") {
      out.kind = selector_kind::everything;
    } else if (name->front() == '@') {
      out.kind = selector_kind::set;
      out.name = name->substr(1);
    } else {
      out.kind = selector_kind::name;
      out.name = *name;
    }
    return out;
  }
  if (value.is_array()) {
    out.kind = selector_kind::list;
    std::size_t index = 0;
    for (const json& item : value) {
      out.children.push_back(parse_selector_at(item, join_path(path, index++), wrong, true, depth + 1));
    }
    return out;
  }
  if (!value.is_object()) {
    wrong.report(
        error_code::wrong_type, path,
        "an event selector is a name, a list of names, \"*\", \"@set\" or {\"event\", \"where\"}; found " +
            std::string(type_word(value)));
    return out;
  }
  reader from(value, path, wrong);
  if (in_list) {
    if (const json* negated = from.find("not")) {
      out = parse_selector_at(*negated, from.path_of("not"), wrong, false, depth + 1);
      out.negated = true;
      from.finish();
      return out;
    }
  }
  out = parse_selector_at(from.need("event"), from.path_of("event"), wrong, false, depth + 1);
  if (const json* where = from.find("where")) {
    // The condition holds for the whole inner selector, whatever it is made of.
    if (!out.where.empty()) {
      selector outer;
      outer.kind = selector_kind::list;
      outer.children.push_back(std::move(out));
      out = std::move(outer);
    }
    out.where.push_back(parse_filter_at(*where, from.path_of("where"), wrong, 0));
  }
  from.finish();
  return out;
}

void collect_columns(const filter& from, columns_read& out) {
  if (from.kind == filter_kind::comparison) {
    if (from.subject == filter_subject::event) {
      out.properties.push_back(from.property);
    } else {
      const bool of_user = from.subject == filter_subject::user;
      out.attributes.push_back(
          {of_user ? attribute_subject::user : attribute_subject::account, from.property});
    }
  }
  for (const filter& child : from.children) collect_columns(child, out);
}

}  // namespace

selector parse_selector(const json& value, const std::string& path, problem& wrong) {
  return parse_selector_at(value, path, wrong, false, 0);
}

filter parse_filter(const json& value, const std::string& path, problem& wrong) {
  return parse_filter_at(value, path, wrong, 0);
}

selector set_selector(std::string_view name) {
  selector out;
  out.kind = selector_kind::set;
  out.name = name;
  return out;
}

void collect_columns(const selector& from, columns_read& out) {
  for (const filter& where : from.where) collect_columns(where, out);
  for (const selector& child : from.children) collect_columns(child, out);
}

std::optional<attribute_name> parse_attribute_name(std::string_view text) {
  constexpr std::string_view of_account = "account.";
  constexpr std::string_view of_user = "user.";
  if (text.size() > of_account.size() && text.substr(0, of_account.size()) == of_account)
    return attribute_name{attribute_subject::account, std::string(text.substr(of_account.size()))};
  if (text.size() > of_user.size() && text.substr(0, of_user.size()) == of_user)
    return attribute_name{attribute_subject::user, std::string(text.substr(of_user.size()))};
  return std::nullopt;
}

attribute_name attribute_of(std::string_view text, attribute_subject bare) {
  return parse_attribute_name(text).value_or(attribute_name{bare, std::string(text)});
}

std::string full_name(const attribute_name& of) {
  return (of.subject == attribute_subject::user ? "user." : "account.") + of.name;
}

}  // namespace payoff
