// SPDX-License-Identifier: Apache-2.0
#include "ingest/formats.h"

#include <algorithm>

namespace payoff {
namespace {

constexpr export_format segment{
    .name = "segment",
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
    .account_attributes = "/traits"};

/**
 * The calls of Segment by another sender. Segment's own rows may have "channel", too, so that is no evidence;
 * rows as a library sent them bear its name, and rows that went through the sender's server its mark.
 */
constexpr export_format segment_of(std::string_view name, std::string_view mark, std::string_view library) {
  export_format out = segment;
  out.name = name;
  out.evidence[1] = mark;
  out.library = library;
  out.more_user_attributes = "/context/traits";  // of some libraries, RudderStack's for browsers among them
  return out;
}

/**
 * Sources: Segment's specifications of "common fields" and "track", RudderStack's of "common fields" and
 * "identify", Jitsu's types of events, Mixpanel's raw export, PostHog's batch export, Amplitude's export API,
 * GA4's BigQuery schema, Snowplow's canonical event as its analytics SDKs write it, CloudEvents 1.0 in JSON.
 * Of several times the one that was corrected for the client's clock comes first. Groups are named by each
 * project; the usual names are tried, others are the playbook's to say (`data.fields.account`).
 */
constexpr std::array<export_format, 4> usual_formats{{
    segment,
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

/** Of a table, whose places are those of its columns. */
constexpr export_format csv_base{.name = csv_format_name,
                                 .evidence = {"", "", ""},
                                 .event = "/event",
                                 .time = {"/timestamp", "", ""},
                                 .user = {"", "", ""},
                                 .anonymous = {"", "", ""},
                                 .account = {"", "", ""},
                                 .id = {"", "", ""},
                                 .type = "",
                                 .properties = "",
                                 .user_attributes = "",
                                 .account_attributes = ""};

/** What servers export of themselves: see reads_all_formats(). */
constexpr std::array<export_format, 5> server_formats{{
    {.name = "cloudevents",  // before Segment: its type is the event's name
     .evidence = {"/specversion", "/type", "/source"},
     .event = "/type",
     .time = {"/time", "", ""},
     .user = {"/userid", "/data/userId", "/data/user_id"},
     .anonymous = {"", "", ""},
     .account = {"/accountid", "/data/accountId", "/subject"},
     .id = {"", "", ""},
     .type = "",
     .properties = "/data",
     .user_attributes = "",
     .account_attributes = "",
     .joined_id = "/id /source"},                     // ids are unique within their source only
    segment_of("rudderstack", "/rudderId", "udder"),  // RudderLabs, rudder-sdk
    segment_of("jitsu", "/requestIp", "jitsu"),
    {.name = "ga4",  // the account is a parameter, if it is there at all
     .evidence = {"/event_name", "/event_timestamp", "/event_params"},
     .event = "/event_name",
     .time = {"/event_timestamp", "", ""},
     .user = {"/user_id", "", ""},
     .anonymous = {"/user_pseudo_id", "", ""},
     .account = {"", "", ""},
     .id = {"", "", ""},
     .type = "",
     .properties = "/event_params",
     .user_attributes = "/user_properties",
     .account_attributes = "",
     .attributes_on_events = true,
     // Events of one batch share their time: without the last two a click would hide the next one.
     .joined_id = "/user_pseudo_id /event_timestamp /event_name /event_bundle_sequence_id /batch_event_index "
                  "/event_params",
     .has_lists = true},
    {.name = "snowplow",  // the account is in a context that each project names
     .evidence = {"/event_id", "/collector_tstamp", ""},
     .event = "/event_name",
     .time = {"/true_tstamp", "/derived_tstamp", "/collector_tstamp"},
     .user = {"/user_id", "", ""},
     .anonymous = {"/domain_userid", "/network_userid", ""},
     .account = {"", "", ""},
     .id = {"/event_id", "", ""},
     .type = "",
     .properties = "/unstruct_event_~*",  // the rest of the key is the event's vendor, name and version
     .user_attributes = "",
     .account_attributes = ""},
}};

/** Those of servers come first: each shows itself by more than one of the usual ones does. */
const export_format* format_at(std::size_t i) {
  const std::size_t of_servers = reads_all_formats() ? server_formats.size() : 0;
  if (i < of_servers) return &server_formats[i];
  if (i - of_servers < usual_formats.size()) return &usual_formats[i - of_servers];
  return reads_all_formats() && i - of_servers == usual_formats.size() ? &csv_base : nullptr;
}

/** A column's name as it is compared: "Event Name" and "event_name" are "eventname". */
std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-' || c == '$') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return out;
}

/** The columns of these names, in the order of the names, as pointers. */
pointer_list find_columns(const std::vector<std::string>& columns, std::string_view names,
                          std::vector<std::string>& storage) {
  pointer_list found;
  std::size_t count = 0;
  while (!names.empty() && count < found.size()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    for (const std::string& column : columns) {
      if (plain_name(column) != names.substr(0, end)) continue;
      storage.push_back(join_path("", column));
      found[count++] = storage.back();
      break;
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return found;
}

}  // namespace

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; const export_format* const one = format_at(i); ++i) out.push_back(one->name);
  return out;
}

const export_format* find_format(std::string_view name) {
  std::size_t i = 0;
  while (format_at(i) != nullptr && format_at(i)->name != name) ++i;
  return format_at(i);
}

format_finder::format_finder() : library_(tree_.add("/context/library/name").value_or(0)) {
  for (std::size_t at = 0; const export_format* const one = format_at(at); ++at) {
    auto& slots = evidence_.emplace_back();
    for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = tree_.add(one->evidence[i]).value_or(0);
  }
}

const export_format* format_finder::match(const slot_value* slots) const {
  std::string_view library;
  if (slots[library_].kind == value_kind::string) library = slots[library_].text();
  for (std::size_t i = 0; const export_format* const one = format_at(i); ++i) {
    const auto is_there = [&](std::uint16_t slot) { return slots[slot].kind != value_kind::absent; };
    if (one->evidence[0].empty() || !is_there(evidence_[i][0])) continue;
    const bool is_named = !one->library.empty() && library.find(one->library) != std::string_view::npos;
    if (is_named || std::all_of(evidence_[i].begin(), evidence_[i].end(), is_there)) return one;
  }
  return nullptr;
}

export_format csv_format(const std::vector<std::string>& columns, std::vector<std::string>& storage) {
  storage.clear();
  storage.reserve(6 * pointer_list().size());  // the pointers are views of these texts
  const auto find = [&](std::string_view names) { return find_columns(columns, names, storage); };
  export_format out = csv_base;
  const std::string_view event = find("event eventname eventtype name action")[0];
  const pointer_list time = find("timestamp time eventtime date createdat occurredat");
  if (!event.empty()) out.event = event;
  if (!time[0].empty()) out.time = time;
  out.user = find("userid user distinctid email");
  out.anonymous = find("anonymousid");
  out.account = find("accountid account companyid groupid organizationid");
  out.id = find("eventid messageid id insertid uuid");
  return out;
}

bool is_csv_header(const std::vector<std::string>& columns, const playbook& book) {
  std::vector<std::string> storage;
  const export_format places = with_fields(csv_format(columns, storage), book);
  const auto is_needed = [&](const std::string& column) {
    const std::string pointer = join_path("", column);
    return pointer == places.event || pointer == places.time[0];
  };
  return columns.size() > 1 && std::any_of(columns.begin(), columns.end(), is_needed);
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
  if (!fields.id.empty()) base.joined_id = "";
  if (!fields.type.empty()) base.type = fields.type;
  if (!fields.properties.empty()) base.properties = fields.properties;
  if (!book.user_attributes.empty()) {
    base.user_attributes = book.user_attributes;
    base.more_user_attributes = "";
  }
  if (!book.account_attributes.empty()) base.account_attributes = book.account_attributes;
  return base;
}

}  // namespace payoff
