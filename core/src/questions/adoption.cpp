// SPDX-License-Identifier: Apache-2.0
#include "questions/adoption.h"

#include <algorithm>

#include "questions/shared/selection.h"
#include "stats/quantile.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

/** What some events come to, and whose they are. */
struct use {
  std::uint64_t rows{0};    // with or without somebody
  std::uint64_t events{0};  // of somebody
  std::uint64_t adopters{0};
  std::int64_t first_ms{INT64_MAX}, last_ms{INT64_MIN};
  std::vector<bool> by;  // [people, or accounts + 1]
};

result<use> use_of(const frame& asked, const scope& in, const selector& events, const std::string& path,
                   counted per) {
  PAYOFF_ASSIGN(of, selection::compile(events, path, asked));
  const event_store& store = asked.context().store;
  use out;
  out.by.resize(per == counted::users ? store.people() : std::size_t{store.accounts().size()} + 1);
  for_each_match(store, in, of, [&](person_id person, row_id row) {
    ++out.rows;
    out.first_ms = std::min(out.first_ms, store.time_ms(row));
    out.last_ms = std::max(out.last_ms, store.time_ms(row));
    // dictionary::none + 1 is 0 as nobody is.
    const std::uint32_t who = per == counted::users ? person : store.account(row) + 1;
    if (who == nobody) return;
    ++out.events;
    if (out.by[who]) return;
    out.by[who] = true;
    ++out.adopters;
  });
  return out;
}

json capability_json(const frame& in, const capability& one, const use& used, std::uint64_t people,
                     counted per) {
  json out;
  out["id"] = one.id;
  out["label"] = one.label;
  out["adopters"] = used.adopters;
  out["people"] = people;
  out["rate"] = ratio(used.adopters, people);
  out["depth"] = ratio(used.events, used.adopters);
  const auto date_of = [&](std::int64_t at_ms) {
    return used.rows == 0 ? json(nullptr) : json(date_name(in.place().day_number(at_ms)));
  };
  out["first_used"] = date_of(used.first_ms);
  out["last_used"] = date_of(used.last_ms);
  out["used"] = used.rows > 0;
  if (per == counted::accounts) out["share_of_seats"] = nullptr;
  out["peer_rate"] = nullptr;
  if (!one.href.empty()) out["href"] = one.href;
  return out;
}

struct unused_capability {
  const std::string* id;
  std::uint64_t peers;
};

}  // namespace

result<json> adoption_of(frame& in, counted per) {
  const std::vector<capability>& capabilities = in.context().book.capabilities;
  const scope now = in.current();
  const bool is_of_one = in.account() || in.user();
  PAYOFF_ASSIGN(active, use_of(in, now, set_selector("active"), "/sets/active", per));
  if (per == counted::accounts) in.note("not_available");  // seats are an attribute

  std::vector<std::uint32_t> used_by(active.by.size());
  std::vector<unused_capability> unused;
  json entries = json::array();
  for (std::size_t i = 0; i < capabilities.size(); ++i) {
    const capability& one = capabilities[i];
    const std::string path = join_path("/capabilities", i) + "/events";
    PAYOFF_ASSIGN(used, use_of(in, now, one.events, path, per));
    for (std::size_t who = 0; who < used_by.size(); ++who) {
      if (used.by[who]) ++used_by[who];
    }
    entries.push_back(capability_json(in, one, used, active.adopters, per));
    if (used.rows > 0) continue;
    unused.push_back({&one.id, 0});
    if (!is_of_one) continue;
    PAYOFF_ASSIGN(peers, use_of(in, in.scope_of(now.from_ms, now.to_ms, {}), one.events, path, per));
    unused.back().peers = peers.adopters;
  }
  sort_few(unused.data(), unused.data() + unused.size(),
           [](const unused_capability& a, const unused_capability& b) {
             return a.peers != b.peers ? a.peers > b.peers : *a.id < *b.id;
           });

  std::vector<double> utilisations;
  const auto available = static_cast<double>(capabilities.size());
  for (std::size_t who = 0; who < used_by.size(); ++who) {
    if (active.by[who]) utilisations.push_back(used_by[who] / available);
  }
  json out;
  in.add_customer(out);
  out["per"] = per_name(per);
  out["people"] = active.adopters;
  json& utilisation = out["utilisation"];
  utilisation["value"] =
      is_of_one ? ratio(capabilities.size() - unused.size(), capabilities.size()) : json(nullptr);
  utilisation["median"] = or_null(median(utilisations));
  out["capabilities"] = std::move(entries);
  json& ids = out["unused"] = json::array();
  for (const unused_capability& one : unused) ids.push_back(*one.id);
  out["next_best"] = unused.empty() ? json(nullptr) : json(*unused.front().id);
  return out;
}

result<json> answer_adoption(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::month);
  const counted per = read_per(from);
  from.finish();
  if (context.book.capabilities.empty()) {
    wrong.report(error_code::missing_field, "", "the playbook has no `capabilities`: add them there");
  }
  PAYOFF_TRY(wrong.as_result());
  PAYOFF_ASSIGN(body, adoption_of(in, per));
  json out = in.begin_answer("adoption");
  out.append(std::move(body));
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
