// SPDX-License-Identifier: Apache-2.0
#include "questions/schema.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "questions/shared/selection.h"
#include "store/marks.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::size_t kept_examples = 5;
constexpr std::size_t longest_example_bytes = 80;

/** In the order in which types are listed; json::kind's integers are numbers like the others. */
constexpr std::array<std::string_view, 6> type_names{"boolean", "null",  "number",
                                                     "object",  "array", "string"};

std::size_t type_of(const json& value) {
  static constexpr std::array<std::size_t, 7> types{1, 0, 2, 2, 5, 4, 3};  // [json::kind]
  return types[static_cast<std::size_t>(value.type())];
}

struct property {
  std::string name;
  std::uint64_t rows{0};
  std::array<bool, type_names.size()> types{};
  std::vector<std::string> examples;  // as JSON, which makes them easy to compare
};

/** What the sampled rows of one name hold. */
struct sampled {
  std::uint64_t rows{0};
  std::vector<property> properties;

  void add(std::string_view text) {
    ++rows;
    if (text.empty()) return;
    const auto object = parse_json(text, "");
    if (!object || !object->is_object()) return;  // a snapshot may hold anything
    std::size_t expected = 0;
    for (const auto& [key, value] : object->items()) {
      property& to = find(key, expected);
      expected = static_cast<std::size_t>(&to - properties.data()) + 1;
      ++to.rows;
      to.types[type_of(value)] = true;
      add_example(to, value);
    }
  }

  [[nodiscard]] json to_json() {
    sort_few(properties.data(), properties.data() + properties.size(),
             [](const property& a, const property& b) {
               return a.rows != b.rows ? a.rows > b.rows : a.name < b.name;
             });
    json out = json::array();
    for (const property& one : properties) {
      json entry;
      entry["name"] = one.name;
      json& types = entry["types"] = json::array();
      for (std::size_t i = 0; i < type_names.size(); ++i) {
        if (one.types[i]) types.push_back(type_names[i]);
      }
      entry["share"] = static_cast<double>(one.rows) / static_cast<double>(rows);
      json& examples = entry["examples"] = json::array();
      for (const std::string& text : one.examples) {
        if (auto value = parse_json(text, "")) examples.push_back(*std::move(value));
      }
      out.push_back(std::move(entry));
    }
    return out;
  }

 private:
  /** Rows mostly repeat their order of keys: the one behind the last is tried first. */
  property& find(const std::string& key, std::size_t expected) {
    if (expected < properties.size() && properties[expected].name == key) return properties[expected];
    for (property& one : properties) {
      if (one.name == key) return one;
    }
    properties.push_back({key, 0, {}, {}});
    return properties.back();
  }

  static void add_example(property& to, const json& value) {
    if (to.examples.size() == kept_examples || value.is_null() || value.is_object() || value.is_array())
      return;
    std::string text = print_json(value);
    if (const std::string* whole = value.text_if();
        whole != nullptr && whole->size() > longest_example_bytes) {
      std::size_t end = longest_example_bytes;
      while (end > 0 && (static_cast<unsigned char>((*whole)[end]) & 0xC0U) == 0x80)
        --end;  // not inside a letter
      text = print_json(whole->substr(0, end));
    }
    if (std::find(to.examples.begin(), to.examples.end(), text) == to.examples.end())
      to.examples.push_back(std::move(text));
  }
};

json attributes_json(const row_sample& of) {
  sampled all;
  for (const row_sample::entry& entry : of.entries()) all.add(of.text(entry));
  return all.to_json();
}

struct event_summary {
  std::uint64_t count{0};
  std::uint64_t people{0};
  person_id last_person{nobody};
  std::int64_t first_ms{INT64_MAX};
  std::int64_t last_ms{INT64_MIN};

  void add(person_id person, std::int64_t time_ms) {
    ++count;
    first_ms = std::min(first_ms, time_ms);
    last_ms = std::max(last_ms, time_ms);
    if (person == nobody || person == last_person) return;  // rows come person by person
    last_person = person;
    ++people;
  }
  [[nodiscard]] json first() const { return count == 0 ? json(nullptr) : json(instant_name(first_ms)); }
  [[nodiscard]] json last() const { return count == 0 ? json(nullptr) : json(instant_name(last_ms)); }
};

}  // namespace

result<json> answer_schema(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  const frame in(from, context, frame::as_of_rule::optional);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  const event_store& store = context.store;
  event_summary all;
  std::vector<event_summary> events(store.names().size());
  marks seen_accounts(store.accounts().size(), false);
  for_each_row(store, in.scope_of(0, in.as_of_ms()), [&](person_id person, row_id row) {
    all.add(person, store.time_ms(row));
    events[store.name(row)].add(person, store.time_ms(row));
    if (store.account(row) != dictionary::none) seen_accounts[store.account(row)] = true;
  });
  std::vector<sampled> samples(events.size());
  for (const row_sample::entry& entry : context.samples.events.entries()) {
    samples[entry.name].add(context.samples.events.text(entry));
  }
  std::vector<std::uint32_t> order(events.size());
  std::iota(order.begin(), order.end(), 0U);
  sort_few(order.data(), order.data() + order.size(), [&](std::uint32_t a, std::uint32_t b) {
    return events[a].count != events[b].count ? events[a].count > events[b].count
                                              : store.names()[a] < store.names()[b];
  });

  json out;
  out["ask"] = "schema";
  out["format"] = context.format.empty() ? json(nullptr) : json(context.format);
  out["rows"] = store.accepted_rows() - store.accepted_rows_from(in.as_of_ms());
  out["people"] = all.people;
  out["accounts"] = std::count(seen_accounts.begin(), seen_accounts.end(), true);
  out["first"] = all.first();
  out["last"] = all.last();
  json& list = out["events"] = json::array();
  for (const std::uint32_t name : order) {
    const event_summary& one = events[name];
    if (one.count == 0) continue;
    json entry;
    entry["name"] = store.names()[name];
    entry["count"] = one.count;
    entry["people"] = one.people;
    entry["first"] = one.first();
    entry["last"] = one.last();
    if (one.count > row_sample::rows_per_name) entry["sampled"] = true;
    entry["properties"] = samples[name].to_json();
    list.push_back(std::move(entry));
  }
  json& attributes = out["attributes"] = json::object();
  attributes["user"] = attributes_json(context.samples.users);
  attributes["account"] = attributes_json(context.samples.accounts);
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
