// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/selection.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace payoff {
namespace {

/** -1, 0, 1; nothing where the two are of different types: then no comparison holds. */
std::optional<int> compare(const cell& found, const json& wanted, const event_store& store) {
  const auto order = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : 0; };
  switch (found.kind()) {
    case cell_kind::number:
      if (wanted.is_number()) return order(found.number(), wanted.number());
      return std::nullopt;
    case cell_kind::text:
      if (const auto* text = wanted.text_if()) {
        return order(store.texts()[found.text_id()].compare(*text), 0);
      }
      return std::nullopt;
    case cell_kind::boolean:
      if (wanted.is_boolean()) return order(found.boolean(), wanted.boolean());
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool compares(filter_op op, const cell& found, const json& wanted, const event_store& store) {
  const bool is_there = found.kind() != cell_kind::absent && found.kind() != cell_kind::null;
  switch (op) {
    case filter_op::exists:
      return is_there == wanted.boolean();
    case filter_op::eq:
      return compare(found, wanted, store) == 0;
    case filter_op::ne:
      return compare(found, wanted, store) != 0;  // also true of what is not there
    case filter_op::gt:
      return compare(found, wanted, store).value_or(0) > 0;
    case filter_op::lt:
      return compare(found, wanted, store).value_or(0) < 0;
    case filter_op::gte:
      return compare(found, wanted, store).value_or(-1) >= 0;
    case filter_op::lte:
      return compare(found, wanted, store).value_or(1) <= 0;
    case filter_op::in: {
      for (const json& one : wanted) {
        if (compare(found, one, store) == 0) return true;
      }
      return false;
    }
    case filter_op::contains:
      return found.kind() == cell_kind::text &&
             store.texts()[found.text_id()].find(*wanted.text_if()) != std::string_view::npos;
  }
  return false;
}

attribute_subject subject_of(const filter& of) {
  return of.subject == filter_subject::user ? attribute_subject::user : attribute_subject::account;
}

}  // namespace

/** Builds the nodes of one selection, each set once. */
class selection::compiler {
 public:
  compiler(selection& out, const frame& in, const std::string& path) : out_(out), in_(in), path_(path) {}

  [[nodiscard]] result<std::uint32_t> add(const selector& source) {
    if (source.kind == selector_kind::set && source.where.empty()) return add_set(source.name);
    node made{source.kind, dictionary::none, {}, {}};
    if (source.kind == selector_kind::name) made.name = out_.store_->names().find(source.name);
    if (source.kind == selector_kind::set) {
      PAYOFF_ASSIGN(set, add_set(source.name));
      made.kind = selector_kind::list;
      made.children.push_back(2 * set);
    }
    for (const selector& child : source.children) {
      PAYOFF_ASSIGN(number, add(child));
      made.children.push_back(2 * number + (child.negated ? 1 : 0));
    }
    for (const filter& where : source.where) {
      PAYOFF_ASSIGN(ready, compile(where));
      made.where.push_back(std::move(ready));
    }
    out_.nodes_.push_back(std::move(made));
    return static_cast<std::uint32_t>(out_.nodes_.size() - 1);
  }

 private:
  /** check_sets() found that the set exists and does not contain itself. */
  [[nodiscard]] result<std::uint32_t> add_set(const std::string& name) {
    const selector* source = in_.context().book.find_set(name);
    for (const auto& [known, number] : sets_) {
      if (known == source) return number;
    }
    PAYOFF_ASSIGN(number, add(*source));
    sets_.emplace_back(source, number);
    return number;
  }

  [[nodiscard]] result<condition> compile(const filter& source) {
    condition out{&source, 0, {}};
    for (const filter& child : source.children) {
      PAYOFF_ASSIGN(ready, compile(child));
      out.children.push_back(std::move(ready));
    }
    if (source.kind != filter_kind::comparison) return out;
    const event_store& store = *out_.store_;
    const bool of_event = source.subject == filter_subject::event;
    out.column = of_event ? store.property_index(source.property)
                          : store.attributes(subject_of(source)).index_of(source.property);
    if (out.column != event_store::npos) return out;
    const std::string name = source.subject == filter_subject::user      ? "user." + source.property
                             : source.subject == filter_subject::account ? "account." + source.property
                                                                         : source.property;
    return fail(error_code::needs_reload, path_,
                std::string(of_event ? "the property `" : "the attribute `") + name +
                    "` was not kept; name it in the playbook's /data/columns and load again");
  }

  selection& out_;
  const frame& in_;
  const std::string& path_;
  std::vector<std::pair<const selector*, std::uint32_t>> sets_;
};

result<selection> selection::compile(const selector& source, const std::string& path, const frame& in) {
  problem wrong;
  check_sets(source, path, in.context().book, wrong);
  PAYOFF_TRY(wrong.as_result());
  selection out;
  out.store_ = &in.context().store;
  out.as_of_ms_ = in.as_of_ms();
  PAYOFF_TRY(compiler(out, in, path).add(source));
  out.values_.resize(out.nodes_.size());
  for (std::uint32_t name = 0; name < out.store_->names().size(); ++name) {
    out.by_name_.push_back(out.decide(name, nullptr));
  }
  return out;
}

selection::decision selection::decide(std::uint32_t name, const row_id* row) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const node& one = nodes_[i];
    // In the union the surest child decides; of what is taken away likewise, and it goes first.
    decision found = decision::no;
    decision taken = decision::no;
    for (const std::uint32_t child : one.children) {
      decision& side = (child & 1U) != 0 ? taken : found;
      const decision value = values_[child / 2];
      if (value == decision::yes || side == decision::no) side = value;
    }
    if (one.kind == selector_kind::everything || (one.kind == selector_kind::name && one.name == name))
      found = decision::yes;
    if (taken == decision::yes) found = decision::no;
    if (taken == decision::depends && found == decision::yes) found = decision::depends;
    if (found != decision::no && !one.where.empty()) {
      found = row == nullptr ? decision::depends
              : std::all_of(one.where.begin(), one.where.end(),
                            [&](const condition& where) { return holds(where, *row); })
                  ? found
                  : decision::no;
    }
    values_[i] = found;
  }
  return values_.back();
}

std::optional<std::int64_t> first_match_ms(const event_store& store, const scope& in, const selection& of) {
  std::optional<std::int64_t> first;
  for_each_person(store, in, [&](const person_rows& rows) {
    for (row_id row = of.next_candidate(rows.begin, rows.end); row != rows.end;
         row = of.next_candidate(row + 1, rows.end)) {
      const std::int64_t time_ms = store.time_ms(row);
      if (first && time_ms >= *first) return;
      if ((in.account && store.account(row) != *in.account) || !of.matches(row)) continue;
      first = time_ms;
      return;
    }
  });
  return first;
}

bool selection::holds(const condition& of, row_id row) const {
  const auto holds_here = [&](const condition& child) { return holds(child, row); };
  const filter& source = *of.source;
  switch (source.kind) {
    case filter_kind::all:
      return std::all_of(of.children.begin(), of.children.end(), holds_here);
    case filter_kind::any:
      return std::any_of(of.children.begin(), of.children.end(), holds_here);
    case filter_kind::negation:
      return !holds(of.children.front(), row);
    case filter_kind::comparison:
      break;
  }
  cell found;
  if (source.subject == filter_subject::event) {
    found = store_->property(of.column, row);
  } else {
    const bool of_user = source.subject == filter_subject::user;
    const std::uint32_t who = of_user ? store_->person(row) : store_->account(row);
    const bool is_known = who != (of_user ? nobody : dictionary::none);
    // What became known at as_of or later is not known yet.
    const std::int64_t at_ms = source.at_latest ? as_of_ms_ - 1 : store_->time_ms(row);
    if (is_known) found = store_->attributes(subject_of(source)).at(of.column, who, at_ms);
  }
  return compares(source.op, found, source.value, *store_);
}

}  // namespace payoff
