// SPDX-License-Identifier: Apache-2.0
#include "ingest/formats.h"

#include <string>

namespace payoff {
namespace {

/**
 * Sources: Segment "common fields" and "track" specifications (RudderStack and Jitsu send the same calls; there
 * the account is also found at /groupId). Prefer `timestamp`, which is corrected for the client's clock.
 */
constexpr std::array<export_format, 1> formats{{
    {.name = "segment",
     .evidence = {"/type", "", ""},
     .event = "/event",
     .time = {"/timestamp", "/originalTimestamp", "/receivedAt"},
     .user = {"/userId", "", ""},
     .anonymous = {"/anonymousId", "", ""},
     .account = {"/context/groupId", "/groupId", ""},
     .id = {"/messageId", "", ""},
     .type = "/type",
     .properties = "/properties"},
}};

bool holds(const json& row, std::string_view pointer) {
  const json* at = &row;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    const std::string key(pointer.substr(0, end));
    if (!at->is_object()) return false;
    const auto found = at->find(key);
    if (found == at->end()) return false;
    at = &*found;
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  }
  return true;
}

}  // namespace

std::span<const export_format> export_formats() { return formats; }

const export_format* find_format(std::string_view name) {
  for (const export_format& one : formats) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

const export_format* detect_format(const json& row) {
  for (const export_format& one : formats) {
    bool all = true;
    for (const std::string_view pointer : one.evidence) all = all && (pointer.empty() || holds(row, pointer));
    if (all) return &one;
  }
  return nullptr;
}

export_format with_fields(export_format base, const field_pointers& fields) {
  const auto replace = [](pointer_list& list, const std::string& with) {
    if (!with.empty()) list = {with, "", ""};
  };
  if (!fields.event.empty()) base.event = fields.event;
  replace(base.time, fields.time);
  replace(base.user, fields.user);
  replace(base.anonymous, fields.anonymous);
  replace(base.account, fields.account);
  replace(base.id, fields.id);
  if (!fields.type.empty()) base.type = fields.type;
  if (!fields.properties.empty()) base.properties = fields.properties;
  return base;
}

}  // namespace payoff
