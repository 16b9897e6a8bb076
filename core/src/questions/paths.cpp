// SPDX-License-Identifier: Apache-2.0
#include "questions/paths.h"

#include <algorithm>
#include <array>
#include <span>

#include "questions/shared/frame.h"
#include "questions/shared/selection.h"
#include "store/column.h"
#include "store/sort_keys.h"

namespace payoff {
namespace {

constexpr std::size_t most_steps = 20;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::size_t none = static_cast<std::size_t>(-1);

/** Walks the paths of all sessions. */
class path_walk {
 public:
  path_walk(const event_store& store, const selection& match, const selection& of, bool is_before,
            std::size_t steps, std::int64_t gap_ms)
      : store_(store), match_(match), of_(of), is_before_(is_before), steps_(steps), gap_ms_(gap_ms) {
    // Names ranked bytewise: their numbers go by arrival.
    std::vector<std::uint16_t> order;
    for (std::uint32_t name = 0; name < store.names().size(); ++name)
      order.push_back(static_cast<std::uint16_t>(name));
    sort_few(order.data(), order.data() + order.size(),
             [&store](std::uint16_t a, std::uint16_t b) { return store.names()[a] < store.names()[b]; });
    ranks_.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) ranks_[order[i]] = static_cast<std::uint16_t>(i);
  }

  /** Calls use(person, names of the path from the match on). */
  template <class Use>
  void for_each_path(const scope& in, Use&& use) {
    person_id whose = nobody;
    std::int64_t last_ms = 0;
    session_.clear();
    const auto close = [&] {
      if (!session_.empty() && find_path())
        use(whose, std::span<const std::uint16_t>(path_.data(), path_size_));
      session_.clear();
    };
    for_each_row(store_, in, [&](person_id person, row_id row) {
      if (person == nobody) return;
      const std::int64_t time_ms = store_.time_ms(row);
      if (person != whose || time_ms - last_ms > gap_ms_) close();
      whose = person;
      last_ms = time_ms;
      const bool is_match = match_.matches(row);
      if (is_match || of_.matches(row)) session_.push_back({time_ms, store_.name(row), is_match});
    });
    close();
  }

 private:
  struct visit {
    std::int64_t time_ms;
    std::uint16_t name;
    bool is_match;
  };

  /** The path of the session that has been read. It is sorted as it is walked: away from the match. */
  [[nodiscard]] bool find_path() {
    const auto comes_before = [this](const visit& a, const visit& b) {
      if (a.time_ms != b.time_ms) return is_before_ ? a.time_ms > b.time_ms : a.time_ms < b.time_ms;
      return a.is_match != b.is_match ? a.is_match : ranks_[a.name] < ranks_[b.name];
    };
    if (is_before_) std::reverse(session_.begin(), session_.end());
    // Rows come in order of time: only what happened at one instant may stand otherwise.
    sort_few(session_.data(), session_.data() + session_.size(), comes_before);
    std::size_t at = 0;
    while (at < session_.size() && !session_[at].is_match) ++at;
    path_size_ = 0;
    for (; at < session_.size() && path_size_ <= steps_; ++at) path_[path_size_++] = session_[at].name;
    return path_size_ > 0;
  }

  const event_store& store_;
  const selection& match_;
  const selection& of_;
  bool is_before_;
  std::size_t steps_;
  std::int64_t gap_ms_;
  std::vector<std::uint16_t> ranks_;  // [names]
  std::vector<visit> session_;
  std::array<std::uint16_t, most_steps + 1> path_{};
  std::size_t path_size_{0};
};

/** Paths, and the people who took them; those of one person come together. */
struct tally {
  std::uint32_t count{0}, people{0};
  person_id last{nobody};

  void add(person_id person) {
    ++count;
    if (person != last) ++people;
    last = person;
  }
};

struct node {
  std::size_t name{none};  // none: the rest
  std::size_t names{0};    // of the rest
  tally all;
  std::uint32_t ends{0};
};

/** One step's nodes, and where each name is among them. */
struct step_nodes {
  std::vector<node> nodes;
  std::vector<std::uint8_t> of;  // [names]
};

step_nodes pick_top(const event_store& store, std::span<const std::uint32_t> counts, std::size_t top) {
  std::vector<std::size_t> names;
  for (std::size_t name = 0; name < counts.size(); ++name) {
    if (counts[name] > 0) names.push_back(name);
  }
  sort_few(names.data(), names.data() + names.size(), [&](std::size_t a, std::size_t b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    return store.names()[static_cast<std::uint32_t>(a)] < store.names()[static_cast<std::uint32_t>(b)];
  });
  step_nodes out;
  out.of.resize(counts.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i <= top) out.nodes.push_back({i < top ? names[i] : none, 0, {}, 0});
    if (i >= top) ++out.nodes.back().names;
    out.of[names[i]] = static_cast<std::uint8_t>(std::min(i, top));
  }
  return out;
}

std::string step_name(std::size_t step, bool is_before) {
  return (is_before && step > 0 ? "-" : "") + std::to_string(step);
}

std::string id_of(std::size_t step, bool is_before, const std::vector<node>& nodes, std::size_t at) {
  return step_name(step, is_before) + ":" + (nodes[at].name == none ? "rest" : std::to_string(at));
}

void write_tally(json& out, const tally& of, std::uint64_t whole) {
  out["count"] = of.count;
  out["people"] = of.people;
  out["share"] = ratio(of.count, whole);
}

}  // namespace

result<json> answer_paths(const ask_context& context, const json& question) {
  problem wrong;
  reader from(question, "", wrong);
  from.find("ask");
  frame in(from, context);
  in.read_range(from, grain::day);
  const json* after = from.find("after");
  const json* before = from.find("before");
  if (after == nullptr && before == nullptr) {
    wrong.report(error_code::missing_field, "/after",
                 "`after` or `before` must say which event paths are about");
  } else if (after != nullptr && before != nullptr) {
    from.bad_value("before", "paths go either on `after` an event or back `before` it");
  }
  const bool is_before = before != nullptr;
  const char* const side = is_before ? "before" : "after";
  const json* given = is_before ? before : after;
  const selector wanted = given == nullptr ? selector{} : parse_selector(*given, from.path_of(side), wrong);
  const json* given_of = from.find("of");
  const selector steps_of = given_of == nullptr ? selector{} : parse_selector(*given_of, "/of", wrong);
  const auto steps = static_cast<std::size_t>(from.integer_or("steps", 3, 1, most_steps));
  const auto top = static_cast<std::size_t>(from.integer_or("top", 10, 1, 100));
  const std::int64_t gap_ms =
      minute_ms * from.integer_or("session_gap_minutes", context.book.session_gap_ms / minute_ms, 1, 1440);
  from.finish();
  PAYOFF_TRY(wrong.as_result());

  const event_store& store = context.store;
  PAYOFF_ASSIGN(match, selection::compile(wanted, from.path_of(side), in));
  PAYOFF_ASSIGN(of, selection::compile(steps_of, "/of", in));
  path_walk walk(store, match, of, is_before, steps, gap_ms);
  const std::size_t names = store.names().size();
  column<std::uint32_t> counts;  // [steps + 1][names]
  if (!counts.resize((steps + 1) * names)) {
    return fail(error_code::out_of_memory, "", "no memory for which event came at which step");
  }
  tally all;
  walk.for_each_path(in.current(), [&](person_id person, std::span<const std::uint16_t> path) {
    all.add(person);
    for (std::size_t step = 0; step < path.size(); ++step) ++counts[step * names + path[step]];
  });

  std::vector<step_nodes> by_step;
  for (std::size_t step = 0; step <= steps; ++step)
    by_step.push_back(pick_top(store, {counts.data() + step * names, names}, top));
  std::vector<std::vector<tally>> edges;  // [steps][nodes here x nodes at the next step]
  for (std::size_t step = 0; step < steps; ++step)
    edges.emplace_back(by_step[step].nodes.size() * by_step[step + 1].nodes.size());
  walk.for_each_path(in.current(), [&](person_id person, std::span<const std::uint16_t> path) {
    for (std::size_t step = 0; step < path.size(); ++step) {
      step_nodes& here = by_step[step];
      const std::size_t at = here.of[path[step]];
      here.nodes[at].all.add(person);
      if (step + 1 == path.size()) {
        ++here.nodes[at].ends;
      } else {
        const step_nodes& next = by_step[step + 1];
        edges[step][at * next.nodes.size() + next.of[path[step + 1]]].add(person);
      }
    }
  });

  json out = in.begin_answer("paths");
  out["direction"] = side;
  out["paths"] = all.count;
  out["people"] = all.people;
  json& nodes = out["nodes"] = json::array();
  for (std::size_t step = 0; step <= steps; ++step) {
    const std::vector<node>& here = by_step[step].nodes;
    for (std::size_t at = 0; at < here.size(); ++at) {
      const bool is_rest = here[at].name == none;
      json entry;
      entry["id"] = id_of(step, is_before, here, at);
      entry["step"] = (is_before ? -1 : 1) * static_cast<std::int64_t>(step);
      entry["event"] =
          is_rest ? json(nullptr) : json(store.names()[static_cast<std::uint32_t>(here[at].name)]);
      if (is_rest) entry["events"] = here[at].names;
      write_tally(entry, here[at].all, all.count);
      entry["ends"] = step == steps ? json(nullptr) : json(here[at].ends);
      nodes.push_back(std::move(entry));
    }
  }
  json& lines = out["edges"] = json::array();
  for (std::size_t step = 0; step < steps; ++step) {
    const std::vector<node>& here = by_step[step].nodes;
    const std::vector<node>& next = by_step[step + 1].nodes;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < edges[step].size(); ++i) {
      if (edges[step][i].count > 0) order.push_back(i);
    }
    sort_few(order.data(), order.data() + order.size(), [&](std::size_t a, std::size_t b) {
      return edges[step][a].count != edges[step][b].count ? edges[step][a].count > edges[step][b].count
                                                          : a < b;
    });
    for (const std::size_t i : order) {
      const std::string near = id_of(step, is_before, here, i / next.size());
      const std::string far = id_of(step + 1, is_before, next, i % next.size());
      json entry;
      entry["from"] = is_before ? far : near;
      entry["to"] = is_before ? near : far;
      write_tally(entry, edges[step][i], here[i / next.size()].all.count);
      lines.push_back(std::move(entry));
    }
  }
  in.finish_answer(out);
  return out;
}

}  // namespace payoff
