// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/selection.h"

#include <optional>

namespace payoff {
namespace {

/** -1, 0, 1; nothing where the two are of different types: then no comparison holds. */
std::optional<int> compare(const cell& found, const json& wanted, const event_store& store) {
  const auto order = [](auto a, auto b) { return a < b ? -1 : a > b ? 1 : 0; };
  switch (found.kind()) {
    case cell_kind::number:
      if (wanted.is_number()) return order(found.number(), wanted.get<double>());
      return std::nullopt;
    case cell_kind::text:
      if (const auto* text = wanted.get_ptr<const std::string*>()) {
        return order(store.texts()[found.text_id()].compare(*text), 0);
      }
      return std::nullopt;
    case cell_kind::boolean:
      if (wanted.is_boolean()) return order(found.boolean(), wanted.get<bool>());
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool holds(filter_op op, const cell& found, const json& wanted, const event_store& store) {
  const bool is_there = found.kind() != cell_kind::absent && found.kind() != cell_kind::null;
  switch (op) {
    case filter_op::exists:
      return is_there == wanted.get<bool>();
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
             store.texts()[found.text_id()].find(wanted.get_ref<const std::string&>()) !=
                 std::string_view::npos;
  }
  return false;
}

}  // namespace

result<void> selection::check_filter(const filter& where, const std::string& path, const event_store& store) {
  if (where.kind == filter_kind::comparison) {
    if (where.subject != filter_subject::event) {
      return fail(error_code::not_supported, path,
                  "filters on attributes of users and accounts are not in this build");
    }
    if (store.property_index(where.property) == event_store::npos) {
      return fail(error_code::needs_reload, path,
                  "the property `" + where.property +
                      "` was not kept; name it in the playbook's /data/columns and load again");
    }
  }
  for (const filter& child : where.children) PAYOFF_TRY(check_filter(child, path, store));
  return {};
}

result<void> selection::check(const selector& source, const std::string& path, const ask_context& context) {
  problem wrong;
  check_sets(source, path, context.book, wrong);
  PAYOFF_TRY(wrong.as_result());
  for (const filter& where : source.where) PAYOFF_TRY(check_filter(where, path, context.store));
  for (const selector& child : source.children) PAYOFF_TRY(check(child, path, context));
  if (source.kind == selector_kind::set)
    PAYOFF_TRY(check(*context.book.find_set(source.name), path, context));
  return {};
}

result<selection> selection::compile(const selector& source, const std::string& path,
                                     const ask_context& context) {
  PAYOFF_TRY(check(source, path, context));
  selection out;
  out.source_ = &source;
  out.book_ = &context.book;
  out.store_ = &context.store;
  out.by_name_.reserve(context.store.names().size());
  for (std::uint32_t name = 0; name < context.store.names().size(); ++name) {
    out.by_name_.push_back(out.decide(source, name));
  }
  return out;
}

selection::decision selection::decide(const selector& source, std::uint32_t name) const {
  decision found = decision::no;
  switch (source.kind) {
    case selector_kind::everything:
      found = decision::yes;
      break;
    case selector_kind::name:
      found = store_->names()[name] == source.name ? decision::yes : decision::no;
      break;
    case selector_kind::set:
      found = decide(*book_->find_set(source.name), name);
      break;
    case selector_kind::list: {
      // In the union the surest child decides; of what is taken away likewise, and it goes first.
      decision taken = decision::no;
      for (const selector& child : source.children) {
        decision& side = child.negated ? taken : found;
        const decision one = decide(child, name);
        if (one == decision::yes || side == decision::no) side = one;
      }
      if (taken == decision::yes) found = decision::no;
      if (taken == decision::depends && found == decision::yes) found = decision::depends;
      break;
    }
  }
  return found == decision::yes && !source.where.empty() ? decision::depends : found;
}

bool selection::matches(const selector& source, row_id row) const {
  for (const filter& where : source.where) {
    if (!matches(where, row)) return false;
  }
  switch (source.kind) {
    case selector_kind::everything:
      return true;
    case selector_kind::name:
      return store_->names()[store_->name(row)] == source.name;
    case selector_kind::set:
      return matches(*book_->find_set(source.name), row);
    case selector_kind::list: {
      bool found = false;
      for (const selector& child : source.children) {
        if (!matches(child, row)) continue;
        if (child.negated) return false;
        found = true;
      }
      return found;
    }
  }
  return false;
}

bool selection::matches(const filter& where, row_id row) const {
  switch (where.kind) {
    case filter_kind::all:
      for (const filter& child : where.children) {
        if (!matches(child, row)) return false;
      }
      return true;
    case filter_kind::any:
      for (const filter& child : where.children) {
        if (matches(child, row)) return true;
      }
      return false;
    case filter_kind::negation:
      return !matches(where.children.front(), row);
    case filter_kind::comparison:
      return holds(where.op, store_->property(store_->property_index(where.property), row), where.value,
                   *store_);
  }
  return false;
}

}  // namespace payoff
