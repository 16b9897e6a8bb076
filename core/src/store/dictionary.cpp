// SPDX-License-Identifier: Apache-2.0
#include "store/dictionary.h"

#include <cstring>

#include "store/small.h"

namespace payoff {

PAYOFF_SMALL std::uint32_t dictionary::find(std::string_view text) const {
  if (table_.empty()) return none;
  const std::uint32_t hash = hash_of(text);
  for (std::uint32_t slot = slot_of(hash, table_size());; slot = next(slot)) {
    const entry found = table_[slot];
    if (found.at == none) return none;
    if (found.hash == hash && text == text_at(found.at)) return number_at(found.at);
  }
}

PAYOFF_SMALL void dictionary::fetch(std::span<const std::uint32_t> hashes) const {
  if (!is_worth_fetching()) return;
  std::uint32_t sum = 0;
  for (const std::uint32_t hash : hashes) sum += table_[slot_of(hash, table_size())].at;
  for (const std::uint32_t hash : hashes) {
    std::uint32_t slot = slot_of(hash, table_size());
    while (table_[slot].hash != hash && table_[slot].at != none) slot = next(slot);
    if (table_[slot].at != none) sum += number_at(table_[slot].at);
  }
  [[maybe_unused]] const volatile std::uint32_t fetched = sum;  // so that the loads are made
}

PAYOFF_SMALL std::uint32_t dictionary::add(std::string_view text, std::uint32_t hash) {
  // Places are 32 bits: 4 GiB of distinct text is beyond what a wasm heap holds anyway.
  const std::size_t old_bytes = bytes_.size();
  if (text.size() + head_bytes >= UINT32_MAX - old_bytes) return none;
  const std::size_t new_bytes = old_bytes + head_bytes + text.size();
  // At two fifths most searches end where they begin, which is what processors guess. It costs 20 to 30 bytes
  // of table a text, and 50 while it grows.
  if (static_cast<std::uint64_t>(size() + 1) * 5 > static_cast<std::uint64_t>(table_size()) * 2 && !grow())
    return none;
  if (new_bytes > bytes_.capacity_bytes() && !bytes_.reserve(new_bytes + new_bytes / 2 + 64)) return none;
  const entry added{hash, static_cast<std::uint32_t>(old_bytes + head_bytes)};
  if (!places_.push_back(added.at)) return none;
  static_cast<void>(bytes_.resize_for_overwrite(new_bytes));  // the room is there
  const std::uint32_t head[] = {size() - 1, static_cast<std::uint32_t>(text.size())};
  std::memcpy(bytes_.data() + old_bytes, head, head_bytes);
  if (!text.empty()) std::memcpy(bytes_.data() + added.at, text.data(), text.size());
  put(added);
  return added.at;
}

void dictionary::put(entry one) {
  std::uint32_t slot = slot_of(one.hash, table_size());
  while (table_[slot].at != none) slot = next(slot);
  table_[slot] = one;
}

PAYOFF_SMALL bool dictionary::grow() {
  column<entry> larger;
  const std::size_t wanted = table_.empty() ? 64 : table_.size() + table_.size() / 2;
  if (wanted >= UINT32_MAX || !larger.resize(wanted, {0, none})) return false;
  table_.swap(larger);
  for (const entry one : larger) {
    if (one.at != none) put(one);
  }
  return true;
}

}  // namespace payoff
