// SPDX-License-Identifier: Apache-2.0
#include "ingest/field_tree.h"

#include <algorithm>

#include "ingest/text.h"

namespace payoff {
namespace {

/** Whether a key with escapes says the same as `key`, without holding it. */
bool says(std::string_view raw, std::string_view key) {
  const char* at = raw.data();
  const char* const end = at + raw.size();
  std::size_t matched = 0;
  while (at != end) {
    char bytes[4] = {*at};
    std::size_t count = 1;
    if (*at == '\\') {
      count = unescape_one(at, end, bytes);
    } else {
      ++at;
    }
    if (key.compare(matched, count, bytes, count) != 0) return false;
    matched += count;
  }
  return matched == key.size();
}

/** Stands before the text that a key must begin with: a byte that no UTF-8 holds. */
constexpr char beginning_mark = '\xFF';

/** One pointer token with ~0 and ~1 undone; false if it holds another '~', save for "~*" at the end. */
bool read_token(std::string_view token, std::string& key) {
  key.clear();
  if (token.ends_with("~*")) {
    key += beginning_mark;
    token.remove_suffix(2);
  }
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      key += token[i];
      continue;
    }
    if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return false;
    key += token[i] == '0' ? '~' : '/';
  }
  return true;
}

}  // namespace

field_tree::field_tree() : nodes_(1), memory_(known_keys) {}

result<std::uint16_t> field_tree::add(std::string_view json_pointer) {
  const auto refuse = [&](error_code code, const char* why) {
    return fail(code, "", "the pointer \"" + std::string(json_pointer) + "\" " + why);
  };
  if (!json_pointer.empty() && json_pointer.front() != '/') {
    return refuse(error_code::bad_value, "is not a JSON pointer: it must be empty or start with '/'");
  }
  std::vector<std::string> keys;
  for (std::string_view rest = json_pointer; !rest.empty();) {
    rest.remove_prefix(1);
    const std::string_view token = rest.substr(0, rest.find('/'));
    rest.remove_prefix(token.size());
    if (!read_token(token, keys.emplace_back())) {
      return refuse(error_code::bad_value, "is not a JSON pointer: '~' must be followed by 0 or 1");
    }
    if (keys.size() > max_levels) return refuse(error_code::limit_exceeded, "has more than 64 levels");
  }

  node_id at = 0;
  std::size_t depth = 0;
  while (depth < keys.size()) {
    const node_id known = find(at, keys[depth]);
    if (known == none) break;
    at = known;
    ++depth;
  }
  if (nodes_.size() + (keys.size() - depth) > max_nodes) {
    return refuse(error_code::limit_exceeded, "is one field too many: a row can be asked for 4096");
  }
  if (depth < keys.size()) memory_.assign(known_keys, known_key{});  // it may hold the new keys as unwanted
  for (; depth < keys.size(); ++depth) {
    std::string& key = keys[depth];
    tree_node added;
    if (key.size() <= 9 && !key.empty() && (key == "0" || key.front() != '0') &&
        key.find_first_not_of("0123456789") == std::string::npos) {
      added.index = 0;
      for (const char digit : key) added.index = added.index * 10 + static_cast<std::uint32_t>(digit - '0');
    }
    tree_node& parent = nodes_[at];
    parent.child_lengths |= std::uint64_t{1} << (key.size() % 64);
    if (key.starts_with(beginning_mark)) parent.has_beginnings = true;
    added.next_sibling = parent.first_child;
    added.key = std::move(key);
    at = parent.first_child = static_cast<node_id>(nodes_.size());
    nodes_.push_back(std::move(added));
  }
  return at;
}

field_tree::node_id field_tree::find(node_id parent, std::string_view key) const {
  if ((nodes_[parent].child_lengths >> (key.size() % 64) & 1) == 0) return none;
  node_id at = nodes_[parent].first_child;
  while (at != none && nodes_[at].key != key) at = nodes_[at].next_sibling;
  return at;
}

field_tree::node_id field_tree::child(node_id parent, std::string_view raw_key, bool escaped) const {
  node_id at = none;
  if (!escaped) {
    at = find(parent, raw_key);
  } else {
    at = nodes_[parent].first_child;
    while (at != none && !says(raw_key, nodes_[at].key)) at = nodes_[at].next_sibling;
  }
  if (at == none && nodes_[parent].has_beginnings) at = find_beginning(parent, raw_key);
  return at;
}

field_tree::node_id field_tree::find_beginning(node_id parent, std::string_view raw_key) const {
  const auto fits = [&](std::string_view key) {
    return key.starts_with(beginning_mark) && raw_key.starts_with(key.substr(1));
  };
  node_id at = nodes_[parent].first_child;
  while (at != none && !fits(nodes_[at].key)) at = nodes_[at].next_sibling;
  return at;
}

field_tree::node_id field_tree::element(node_id parent, std::uint32_t index) const {
  node_id at = nodes_[parent].first_child;
  while (at != none && nodes_[at].index != index) at = nodes_[at].next_sibling;
  return at;
}

}  // namespace payoff
