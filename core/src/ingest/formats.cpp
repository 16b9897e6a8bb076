// SPDX-License-Identifier: Apache-2.0
#include "ingest/formats.h"

#include <string>

namespace payoff {
namespace {

/**
 * Sources: Segment's specifications of "common fields" and "track" (RudderStack and Jitsu send the same
 * calls; there the account is also found at /groupId), Mixpanel's raw export, PostHog's batch export,
 * Amplitude's export API. Of several times the one that was corrected for the client's clock comes first.
 * Groups are named by each project; the usual names are tried, others are the playbook's to say
 * (`data.fields.account`).
 */
constexpr std::array<export_format, 4> formats{{
    {.name = "segment",
     .evidence = {"/type", "", ""},
     .event = "/event",
     .time = {"/timestamp", "/originalTimestamp", "/receivedAt"},
     .user = {"/userId", "", ""},
     .anonymous = {"/anonymousId", "", ""},
     .account = {"/groupId", "/context/groupId", ""},  // a group row's own before the one that it came from
     .id = {"/messageId", "", ""},
     .type = "/type",
     .properties = "/properties",
     .user_attributes = "/traits",
     .account_attributes = "/traits"},
    {.name = "mixpanel",  // times in seconds, or in milliseconds with time_in_ms: told apart by their size
     .evidence = {"/event", "/properties/time", "/properties/distinct_id"},
     .event = "/event",
     .time = {"/properties/time", "", ""},
     .user = {"/properties/distinct_id", "", ""},
     .anonymous = {"", "", ""},
     .account = {"/properties/company", "/properties/company_id", "/properties/$group_id"},
     .id = {"/properties/$insert_id", "", ""},
     .type = "",
     .properties = "/properties",
     .user_attributes = "",
     .account_attributes = ""},
    {.name = "posthog",
     .evidence = {"/event", "/distinct_id", ""},
     .event = "/event",
     .time = {"/timestamp", "/created_at", ""},
     .user = {"/person_id", "/distinct_id", ""},
     .anonymous = {"", "", ""},
     .account = {"/properties/$groups/company", "/properties/$groups/organization", "/properties/$group_0"},
     .id = {"/uuid", "", ""},
     .type = "",
     .properties = "/properties",
     .user_attributes = "/person_properties",
     .account_attributes = "",
     .attributes_on_events = true},
    {.name = "amplitude",  // times without a zone are UTC
     .evidence = {"/event_type", "", ""},
     .event = "/event_type",
     .time = {"/event_time", "/client_event_time", ""},
     .user = {"/user_id", "", ""},
     .anonymous = {"/device_id", "/amplitude_id", ""},
     .account = {"/groups/company/0", "/groups/organization/0", "/groups/org_id/0"},
     .id = {"/uuid", "/$insert_id", ""},
     .type = "",
     .properties = "/event_properties",
     .user_attributes = "/user_properties",
     .account_attributes = "",
     .attributes_on_events = true},
}};

bool holds(const json& row, std::string_view pointer) {
  const json* at = &row;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    const std::string key(pointer.substr(0, end));
    at = at->find(key);
    if (at == nullptr) return false;
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

export_format with_fields(export_format base, const playbook& book) {
  const field_pointers& fields = book.fields;
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
  if (!book.user_attributes.empty()) base.user_attributes = book.user_attributes;
  if (!book.account_attributes.empty()) base.account_attributes = book.account_attributes;
  return base;
}

}  // namespace payoff
