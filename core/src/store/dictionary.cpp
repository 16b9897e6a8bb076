// SPDX-License-Identifier: Apache-2.0
#include "store/dictionary.h"

#include <cstring>

namespace payoff {

std::uint32_t dictionary::find(std::string_view text) const {
  if (table_.empty()) return none;
  const std::uint64_t hash = hash_bytes(text, hash_key_);
  for (std::uint32_t slot = slot_of(hash, table_size());; slot = next(slot)) {
    const std::uint32_t id = table_[slot];
    if (id == none || (hashes_[id] == static_cast<std::uint32_t>(hash) && text == (*this)[id])) return id;
  }
}

std::uint32_t dictionary::add(std::string_view text, std::uint64_t hash) {
  // Offsets are 32 bits: 4 GiB of distinct text is beyond what a wasm heap holds anyway.
  if (text.size() >= UINT32_MAX - bytes_.size()) return none;
  if (ends_.empty() && !ends_.push_back(0)) return none;
  if (static_cast<std::uint64_t>(size() + 1) * 8 > static_cast<std::uint64_t>(table_size()) * 5 && !grow())
    return none;
  const std::size_t old_bytes = bytes_.size();
  const std::size_t new_bytes = old_bytes + text.size();
  if (new_bytes > bytes_.capacity_bytes() && !bytes_.reserve(new_bytes + new_bytes / 2 + 64)) return none;
  if (!bytes_.resize_for_overwrite(new_bytes)) return none;
  if (!ends_.push_back(static_cast<std::uint32_t>(new_bytes))) {
    static_cast<void>(bytes_.resize_for_overwrite(old_bytes));  // shrinking cannot fail
    return none;
  }
  if (!hashes_.push_back(static_cast<std::uint32_t>(hash))) return none;
  if (!text.empty()) std::memcpy(bytes_.data() + old_bytes, text.data(), text.size());
  const std::uint32_t id = size() - 1;
  // The hash is stored by halves; the slot comes from the upper one, so growth re-hashes the text.
  std::uint32_t slot = slot_of(hash, table_size());
  while (table_[slot] != none) slot = next(slot);
  table_[slot] = id;
  return id;
}

bool dictionary::grow() {
  column<std::uint32_t> larger;
  const std::size_t wanted = table_.empty() ? 64 : table_.size() + table_.size() / 2;
  if (wanted >= UINT32_MAX || !larger.resize(wanted, none)) return false;
  table_.swap(larger);
  for (std::uint32_t id = 0; id < size(); ++id) {
    std::uint32_t slot = slot_of(hash_bytes((*this)[id], hash_key_), table_size());
    while (table_[slot] != none) slot = next(slot);
    table_[slot] = id;
  }
  return true;
}

}  // namespace payoff
