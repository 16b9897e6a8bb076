// SPDX-License-Identifier: Apache-2.0
#include "json/reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace payoff {
namespace {

constexpr std::size_t longest_compared = 64;  // bounds the work that hostile input can ask for

/** Optimal string alignment: insert, delete, replace or swap two neighbours (`grian`), one step each. */
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::uint8_t steps[longest_compared + 1]
                    [longest_compared + 1];  // between the first i and the first j bytes
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      std::size_t least = i + j;
      if (i > 0 && j > 0) {
        const bool differ = a[i - 1] != b[j - 1];
        least = std::min({steps[i - 1][j] + std::size_t{1}, steps[i][j - 1] + std::size_t{1},
                          steps[i - 1][j - 1] + std::size_t{differ}});
        const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if (swapped) least = std::min<std::size_t>(least, steps[i - 2][j - 2] + 1U);
      }
      steps[i][j] = static_cast<std::uint8_t>(least);
    }
  }
  return steps[a.size()][b.size()];
}

std::string joined(name_list names) {
  std::string out;
  for (const auto name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out;
}

const json null_json;  // what `need` hands out for an absent field

}  // namespace

std::string_view nearest_name(std::string_view name, name_list known) {
  // A typing error changes a third of a name at most; "xyz" has no nearest name.
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(name.size() / 3, 1) + 1;
  if (name.size() > longest_compared) return best;
  for (const auto candidate : known) {
    if (candidate.size() > longest_compared) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string unknown_name_message(std::string_view what, std::string_view name, name_list known) {
  std::string message;
  message.append(what).append(" `").append(name.substr(0, 80)).append("` is not known");
  const std::string_view near = nearest_name(name, known);
  if (!near.empty()) {
    message.append("; did you mean `").append(near).append("`?");
  } else if (known.size() == 0) {
    message.append("; none is defined");
  } else {
    message.append("; known are ").append(joined(known));
  }
  return message;
}

std::string join_path(std::string_view path, std::string_view key) {
  std::string out(path);
  out += '/';
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string join_path(std::string_view path, std::size_t index) {
  return std::string(path) + '/' + std::to_string(index);
}

std::string_view type_word(const json& value) {
  static constexpr std::array<std::string_view, 7> words{"null",     "true or false", "a number", "a number",
                                                         "a string", "an array",      "an object"};
  return words[static_cast<std::size_t>(value.type())];
}

reader::reader(const json& value, std::string path, problem& wrong)
    : object_(value.is_object() ? &value : nullptr), path_(std::move(path)), wrong_(wrong) {
  if (object_ == nullptr) {
    wrong_.report(error_code::wrong_type, path_,
                  "found " + std::string(type_word(value)) + " where an object must be");
  }
}

const json* reader::find(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.push_back(name);
  if (object_ == nullptr) return nullptr;
  return object_->find(name);
}

const json& reader::need(std::string_view name) {
  if (const json* found = find(name)) return *found;
  wrong_.report(error_code::missing_field, path_of(name), "`" + std::string(name) + "` must be given");
  return null_json;
}

void reader::wrong_type(std::string_view name, std::string_view expected, const json& found) {
  wrong_.report(error_code::wrong_type, path_of(name),
                "`" + std::string(name) + "` must be " + std::string(expected) + ", found " +
                    std::string(type_word(found)));
}

void reader::bad_value(std::string_view name, std::string message) {
  wrong_.report(error_code::bad_value, path_of(name), std::move(message));
}

std::optional<std::string> reader::text_if(std::string_view name) {
  const json* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (const auto* text = found->text_if()) return *text;
  wrong_type(name, "a string", *found);
  return std::nullopt;
}

std::string reader::text(std::string_view name) {
  std::string out;
  need_text(name, out);
  return out;
}

std::optional<std::string> reader::filled_if(std::string_view name) {
  auto text = text_if(name);
  if (text) take_text(name, *text);
  return text;
}

void reader::take_text(std::string_view name, std::string& to) {
  const json* found = find(name);
  if (found == nullptr) return;
  const std::string* text = found->text_if();
  if (text == nullptr) return wrong_type(name, "a string", *found);
  if (text->empty()) bad_value(name, "`" + std::string(name) + "` must not be empty");
  to = *text;
}

void reader::need_text(std::string_view name, std::string& to) {
  need(name);
  take_text(name, to);
}

std::optional<double> reader::number_if(std::string_view name) {
  const json* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_number() || !std::isfinite(found->number())) {
    wrong_type(name, "a number", *found);
    return std::nullopt;
  }
  return found->number();
}

double reader::number(std::string_view name) {
  need(name);
  return number_if(name).value_or(0);
}

std::int64_t reader::integer_or(std::string_view name, std::int64_t fallback, std::int64_t low,
                                std::int64_t high) {
  const std::optional<double> found = number_if(name);
  if (!found) return fallback;
  if (*found != std::floor(*found) || *found < static_cast<double>(low) ||
      *found > static_cast<double>(high)) {
    bad_value(name, "`" + std::string(name) + "` must be a whole number from " + std::to_string(low) +
                        " to " + std::to_string(high));
    return fallback;
  }
  return static_cast<std::int64_t>(*found);
}

bool reader::boolean_or(std::string_view name, bool fallback) {
  const json* found = find(name);
  if (found == nullptr) return fallback;
  if (found->is_boolean()) return found->boolean();
  wrong_type(name, "true or false", *found);
  return fallback;
}

std::vector<std::string> reader::texts_if(std::string_view name) {
  std::vector<std::string> out;
  each(name, [&](const json& item, std::string path) {
    if (const auto* text = item.text_if()) {
      if (text->empty()) wrong_.report(error_code::bad_value, std::move(path), "a text must not be empty");
      out.push_back(*text);
    } else {
      wrong_.report(error_code::wrong_type, std::move(path),
                    "found " + std::string(type_word(item)) + " where a string must be");
    }
  });
  return out;
}

std::size_t reader::choice_or(std::string_view name, name_list choices, std::size_t fallback) {
  const auto text = text_if(name);
  if (!text) return fallback;
  const auto found = std::find(choices.begin(), choices.end(), *text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  bad_value(name, unknown_name_message(name, *text, choices));
  return fallback;
}

std::size_t reader::choice(std::string_view name, name_list choices) {
  need(name);
  return choice_or(name, choices, 0);
}

void reader::finish() {
  if (object_ == nullptr) return;
  for (const auto& [key, value] : object_->items()) {
    if (std::find(known_.begin(), known_.end(), std::string_view(key)) != known_.end()) continue;
    wrong_.report(error_code::unknown_field, path_of(key), unknown_name_message("field", key, known_));
    return;
  }
}

}  // namespace payoff
