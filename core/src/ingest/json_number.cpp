// SPDX-License-Identifier: Apache-2.0
/** @file json_number.cpp  Is a text that was written as text a JSON number? */
#include <algorithm>

#include "ingest/number.h"

namespace payoff {
namespace {

bool skip_digits(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(end);
  return end != 0;
}

bool skip_one_of(std::string_view& text, std::string_view bytes) {
  if (text.empty() || bytes.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool is_json_number(std::string_view text) {
  skip_one_of(text, "-");
  if (!skip_one_of(text, "0") && !skip_digits(text)) return false;
  if (skip_one_of(text, ".") && !skip_digits(text)) return false;
  if (skip_one_of(text, "eE")) {
    skip_one_of(text, "+-");
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

}  // namespace payoff
