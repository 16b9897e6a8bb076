// SPDX-License-Identifier: Apache-2.0
#include "ingest/scanner.h"

#include <utility>

#include "ingest/simd.h"
#include "ingest/text.h"

// The paths that ordinary rows do not take must not weigh on the registers of those that they do.
#define PAYOFF_RARE __attribute__((noinline, cold))
#define PAYOFF_ALWAYS_INLINE __attribute__((always_inline)) inline

namespace payoff {
namespace {

using known_key = field_tree::known_key;
using node_id = field_tree::node_id;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
/** White space or a control character: worth a look at what it is. */
bool is_low(char c) { return static_cast<unsigned char>(c) <= ' '; }
bool is_hex(char c) { return is_digit(c) || static_cast<unsigned char>((c | 0x20) - 'a') < 6; }

/**
 * One row. Functions that move along it take the position and return the new one, or nullptr once fail() has
 * noted what is wrong. A newline ends the data wherever it stands.
 */
template <class Block>
class row_scanner {
 public:
  row_scanner(const char* begin, field_tree& tree, slot_value* slots)
      : begin_(begin), tree_(tree), slots_(slots), memory_(tree.memory()), last_key_(memory_ + row_start) {}

  /** `is_line`: the value is alone on its line, and the next row begins behind that. */
  scan_result scan(bool is_line) {
    for (slot_value *slot = slots_, *const end = slots_ + tree_.slot_count(); slot != end; ++slot)
      slot->kind = value_kind::absent;

    const char* p = skip_space(begin_);
    if (*p == '\n') return {row_status::blank, false, nullptr, nullptr, 0, p + (is_line ? 1 : 0)};
    const bool is_object = *p == '{';
    p = is_object || *p == '[' ? skip_containers(p) : skip_scalar(p, 0);
    if (p != nullptr && is_line) {
      p = skip_space(p);
      if (*p != '\n') {
        p = fail("something follows the value", p, p);
      } else {
        ++p;
      }
    }
    if (p == nullptr) return failure(is_line);
    if (!is_object) return {row_status::not_an_object, false, "the row is not an object", nullptr, 0, p};
    return {row_status::ok, false, nullptr, nullptr, 0, p};
  }

 private:
  // ---- what goes wrong

  PAYOFF_RARE const char* fail(const char* detail, const char* at, const char* stopped) {
    detail_ = detail;
    error_at_ = at;
    stopped_ = stopped;
    return nullptr;
  }
  PAYOFF_RARE const char* fail_expecting(const char* detail, const char* p) {
    if (*p == '\n') detail = "the value ends too early";
    return fail(detail, p, p);
  }
  scan_result failure(bool is_line) const {
    const char* next = stopped_;
    if (is_line) next = simd::find_newline<Block>(stopped_) + 1;
    return {row_status::bad_json,
            *stopped_ == '\n',
            detail_,
            error_at_,
            static_cast<std::size_t>(error_at_ - begin_) + 1,
            next};
  }

  // ---- white space, literals, numbers

  static PAYOFF_ALWAYS_INLINE const char* skip_space(const char* p) {
    while (*p == ' ' || *p == '\t' || *p == '\r') ++p;
    return p;
  }

  template <std::size_t n>
  PAYOFF_ALWAYS_INLINE const char* skip_literal(const char* p, const char (&word)[n]) {
    for (std::size_t i = 1; i + 1 < n; ++i) {
      if (p[i] != word[i]) [[unlikely]]
        return fail("expected true, false or null", p, p + i);
    }
    return p + (n - 1);
  }

  PAYOFF_ALWAYS_INLINE const char* skip_digits(const char* p) {
    if (!is_digit(*p)) [[unlikely]]
      return fail_expecting("expected a digit", p);
    do ++p;
    while (is_digit(*p));
    return p;
  }
  /**
   * A number of up to 15 bytes behind its sign and without exponent, or nullptr. No loops: no processor
   * foretells how many digits come, and each wrong guess costs as much as the number itself.
   */
  PAYOFF_ALWAYS_INLINE const char* skip_usual_number(const char* p) {
    if (*p == '-') ++p;
    const std::uint32_t others = ~Block::digits(p);
    const int whole = std::countr_zero(others);
    if (whole == 0 || whole > 15 || (*p == '0' && whole != 1)) return nullptr;
    const char* end = p + whole;
    if (*end == '.') {
      const int both = std::countr_zero(others & (others - 1));
      if (both == whole + 1 || both > 15) return nullptr;
      end = p + both;
    }
    return (*end | 0x20) == 'e' ? nullptr : end;
  }
  [[gnu::noinline]] const char* skip_any_number(const char* p) {
    if (*p == '-') ++p;
    if (*p == '0') {
      ++p;
    } else {
      p = skip_digits(p);
      if (p == nullptr) [[unlikely]]
        return p;
    }
    if (*p == '.') {
      p = skip_digits(p + 1);
      if (p == nullptr) [[unlikely]]
        return p;
    }
    if ((*p | 0x20) == 'e') [[unlikely]] {
      ++p;
      if (*p == '+' || *p == '-') ++p;
      p = skip_digits(p);
    }
    return p;
  }
  PAYOFF_ALWAYS_INLINE const char* skip_number(const char* p) {
    const char* const end = skip_usual_number(p);
    return end != nullptr ? end : skip_any_number(p);
  }

  // ---- strings

  /** From the byte after the opening quote to the closing one. Sets `escaped`, never clears it. */
  PAYOFF_ALWAYS_INLINE const char* skip_string(const char* p, bool& escaped) {
    const char* const open = p - 1;
    while (true) {
      const std::uint32_t stops = Block::string_stops(p);
      if (stops == 0) {
        p += 16;
        continue;
      }
      p += std::countr_zero(stops);
      if (*p == '"') [[likely]]
        return p;
      p = skip_special(p, open, escaped);
      if (p == nullptr) [[unlikely]]
        return p;
    }
  }

  /** Escapes and UTF-8, byte by byte, until the quote or until 16 plain bytes call for SIMD again. */
  [[gnu::noinline]] const char* skip_special(const char* p, const char* open, bool& escaped) {
    for (int plain = 0; plain < 16;) {
      const auto byte = static_cast<unsigned char>(*p);
      if (byte > 0x7F) {
        // Two bytes: most letters of Arabic, Cyrillic, Greek, Hebrew and accented Latin.
        if (byte >= 0xC2 && byte < 0xE0 && is_utf8_tail(p[1])) {
          do p += 2;
          while (static_cast<unsigned char>(*p - 0xC2) < 0x1E && is_utf8_tail(p[1]));
          plain = 0;
          continue;
        }
        const char* bad = nullptr;
        const std::size_t length = utf8_length(p, bad);
        if (length == 0) return fail("invalid UTF-8", p, bad);
        p += length;
        plain = 0;
      } else if (byte == '\\') {
        escaped = true;
        p = skip_escape(p, open);
        if (p == nullptr) return p;
        plain = 0;
      } else if (byte == '"') {
        return p;
      } else if (byte < 0x20) {
        return *p == '\n' ? fail("unterminated string", open, p)
                          : fail("control character in a string", p, p);
      } else {
        ++p;
        ++plain;
      }
    }
    return p;
  }

  const char* skip_escape(const char* p, const char* open) {
    int hex_digits = 0;
    switch (p[1]) {
      case '"':
      case '\\':
      case '/':
      case 'b':
      case 'f':
      case 'n':
      case 'r':
      case 't':
        return p + 2;
      case 'u':
        while (hex_digits < 4 && is_hex(p[2 + hex_digits])) ++hex_digits;
        if (hex_digits == 4) return p + 6;
        p += 2 + hex_digits;
        if (*p == '\n') return fail("unterminated string", open, p);
        return fail("expected four hex digits after \\u", p, p);
      default:
        if (p[1] == '\n') return fail("unterminated string", open, p + 1);
        return fail("unknown escape in a string", p, p);
    }
  }

  // ---- wanted values

  PAYOFF_ALWAYS_INLINE slot_value& slot_for(node_id node) {
    slot_value& slot = slots_[node];
    if (slot.kind != value_kind::absent) [[unlikely]]
      forget_below(node);  // the key came before: the last holds
    return slot;
  }
  PAYOFF_RARE void forget_below(node_id node) {
    for (node_id at = tree_.first_child(node); at != field_tree::none; at = tree_.next_sibling(at)) {
      if (slots_[at].kind == value_kind::absent) continue;
      slots_[at].kind = value_kind::absent;
      forget_below(at);
    }
  }
  PAYOFF_ALWAYS_INLINE void keep(node_id node, const char* from, const char* to, value_kind kind,
                                 bool escaped) {
    if (node == field_tree::none) return;
    slot_value& slot = slot_for(node);
    slot.begin = from;
    slot.size = static_cast<std::uint32_t>(to - from);
    slot.kind = kind;
    slot.escaped = escaped;
  }

  // ---- keys

  /** Entries that hold no key but may have followers; the rest of their set stays empty. */
  static constexpr std::size_t row_start = 0;
  static constexpr std::size_t after_unknown = 1;

  static PAYOFF_ALWAYS_INLINE bool is_at(const known_key& known, const char* p) {
    if ((Block::equals(p, known.text.data()) & known.low_mask) != known.low_mask) return false;
    if (known.high_mask == 0) [[likely]]
      return true;
    return (Block::equals(p + 16, known.text.data() + 16) & known.high_mask) == known.high_mask;
  }

  [[nodiscard]] known_key* follower_at(std::uint16_t offset_bytes) const {
    return reinterpret_cast<known_key*>(reinterpret_cast<char*>(memory_) + offset_bytes);
  }
  [[nodiscard]] std::uint16_t offset_of(const known_key* known) const {
    return static_cast<std::uint16_t>(reinterpret_cast<const char*>(known) -
                                      reinterpret_cast<char*>(memory_));
  }

  /** Reads `"key":` and leaves in `node` who wants the value. */
  PAYOFF_ALWAYS_INLINE const char* skip_key(const char* p, node_id container, node_id& node) {
    known_key* known = follower_at(last_key_->follower);
    if (known->parent != container || !is_at(*known, p)) [[unlikely]] {
      known = follower_at(last_key_->other_follower);
      if (known->parent != container || !is_at(*known, p)) return skip_new_key(p, container, node);
      std::swap(last_key_->follower, last_key_->other_follower);  // what came last comes again, mostly
    }
    last_key_ = known;
    node = known->node;
    return p + known->text_bytes;
  }

  [[gnu::noinline]] const char* skip_new_key(const char* const quote, node_id container, node_id& node) {
    if (*quote != '"') return fail_expecting("expected a key in quotes", quote);
    bool escaped = false;
    const char* const close = skip_string(quote + 1, escaped);
    if (close == nullptr) return close;
    const char* p = skip_space(close + 1);
    if (*p != ':') return fail_expecting("expected ':'", p);
    const bool plain = p == close + 1;
    ++p;
    if (*p == ' ') ++p;
    const auto text_bytes = static_cast<std::size_t>(p - quote);
    const bool remember = plain && text_bytes <= known_key::max_text_bytes;
    known_key* const known = remember ? place_of(quote, text_bytes, container) : memory_ + after_unknown;
    if (!remember || known->parent != container || known->text_bytes != text_bytes) {
      const std::string_view key(quote + 1, static_cast<std::size_t>(close - quote) - 1);
      node = container == field_tree::none ? container : tree_.child(container, key, escaped);
      if (remember) learn(*known, quote, text_bytes, container, node);
    }
    if (remember) {
      node = known->node;
      last_key_->other_follower = last_key_->follower;
      last_key_->follower = offset_of(known);
    }
    last_key_ = known;
    return p;
  }

  /** Where that key is remembered, or would be: an entry with another text or parent is to be overwritten. */
  known_key* place_of(const char* text, std::size_t text_bytes, node_id container) const {
    const std::uint64_t odd = 0x9E3779B97F4A7C15U;
    std::uint64_t first = simd::load_word(text);
    if (text_bytes < 8) first &= (std::uint64_t{1} << (8 * text_bytes)) - 1;
    const std::uint64_t last = text_bytes < 8 ? 0 : simd::load_word(text + text_bytes - 8);
    const std::uint64_t hash = ((first * odd) ^ last ^ (std::uint64_t{container} << 32 | text_bytes)) * odd;
    constexpr std::size_t ways = 4;
    constexpr std::size_t sets = field_tree::known_keys / ways - 1;
    known_key* const set = memory_ + ways * (1 + (hash >> 40) % sets);
    for (std::size_t i = 0; i < ways; ++i) {
      if (set[i].parent == field_tree::unused) return set + i;
      if (set[i].parent == container && set[i].text_bytes == text_bytes && is_at(set[i], text))
        return set + i;
    }
    known_key* const victim = set + (hash >> 56) % ways;
    victim->parent = field_tree::unused;
    return victim;
  }
  static void learn(known_key& known, const char* text, std::size_t text_bytes, node_id container,
                    node_id node) {
    const auto mask = static_cast<std::uint32_t>((std::uint64_t{1} << text_bytes) - 1);
    known = known_key{};
    std::memcpy(known.text.data(), text, text_bytes);
    known.low_mask = static_cast<std::uint16_t>(mask);
    known.high_mask = static_cast<std::uint16_t>(mask >> 16);
    known.text_bytes = static_cast<std::uint16_t>(text_bytes);
    known.parent = container;
    known.node = node;
  }

  // ---- values

  PAYOFF_ALWAYS_INLINE const char* skip_scalar(const char* p, node_id node) {
    const char* const from = p;
    if (*p == '"') [[likely]] {
      bool escaped = false;
      p = skip_string(p + 1, escaped);
      if (p == nullptr) [[unlikely]]
        return p;
      keep(node, from + 1, p, value_kind::string, escaped);
      return p + 1;
    }
    value_kind kind = value_kind::number;
    if (is_digit(*p) || *p == '-') {
      p = skip_number(p);
    } else if (*p == 't') {
      kind = value_kind::boolean_true;
      p = skip_literal(p, "true");
    } else if (*p == 'f') {
      kind = value_kind::boolean_false;
      p = skip_literal(p, "false");
    } else if (*p == 'n') {
      kind = value_kind::null;
      p = skip_literal(p, "null");
    } else {
      return fail_expecting("expected a value", p);
    }
    if (p == nullptr) [[unlikely]]
      return p;
    keep(node, from, p, kind, false);
    return p;
  }

  struct level {
    node_id node;  // none: nobody wants this container
    bool is_object;
    [[nodiscard]] char closing() const { return is_object ? '}' : ']'; }
  };

  /**
   * From an opening bracket to behind its closing one. Loops and no jumps: WebAssembly knows nothing else,
   * and what is written otherwise becomes a loop around a table of states, with all registers spilled in
   * between.
   */
  const char* skip_containers(const char* p) {
    level levels[max_levels];
    std::size_t depth = 0;
    level here{0, false};
    node_id node = 0;
    while (true) {
      bool has_ended = true;  // false behind a bracket that something stands in
      if (is_low(*p)) p = skip_space(p);
      if (*p == '{' || *p == '[') {
        if (depth == max_levels) return fail("more than 512 levels of brackets", p, p);
        levels[depth++] = here;
        here = {node, *p == '{'};
        if (node != field_tree::none) {
          slot_value& slot = slot_for(node);
          // Until the closing bracket is found, size counts the elements of an array.
          slot = {p, 0, here.is_object ? value_kind::object : value_kind::array, false};
        }
        ++p;
        if (is_low(*p)) p = skip_space(p);
        has_ended = *p == here.closing();
      } else {
        p = skip_scalar(p, node);
        if (p == nullptr) [[unlikely]]
          return p;
      }

      if (has_ended) {
        while (*p != ',') {
          if (is_low(*p)) {
            p = skip_space(p);
            if (*p == ',') break;
          }
          if (*p != here.closing()) [[unlikely]]
            return fail_expecting(here.is_object ? "expected ',' or '}'" : "expected ',' or ']'", p);
          ++p;
          if (here.node != field_tree::none) {
            slot_value& slot = slots_[here.node];
            slot.size = static_cast<std::uint32_t>(p - slot.begin);
          }
          here = levels[--depth];
          if (depth == 0) return p;
        }
        ++p;
        if (is_low(*p)) p = skip_space(p);
      }

      if (here.is_object) [[likely]] {
        p = skip_key(p, here.node, node);
        if (p == nullptr) [[unlikely]]
          return p;
      } else {
        node = field_tree::none;
        if (here.node != field_tree::none) node = tree_.element(here.node, slots_[here.node].size++);
      }
    }
  }

  const char* const begin_;
  field_tree& tree_;
  slot_value* const slots_;
  known_key* const memory_;
  known_key* last_key_;
  const char* detail_{nullptr};
  const char* error_at_{nullptr};
  const char* stopped_{nullptr};
};

}  // namespace

std::string error_text(const scan_result& scan) {
  std::string text = scan.detail != nullptr ? scan.detail : "";
  if (scan.error_byte != 0) text += " at byte " + std::to_string(scan.error_byte);
  return text;
}

scan_result scan_row(const char* begin, field_tree& tree, slot_value* slots) {
  return row_scanner<simd::block>(begin, tree, slots).scan(true);
}
scan_result scan_element(const char* begin, field_tree& tree, slot_value* slots) {
  return row_scanner<simd::block>(begin, tree, slots).scan(false);
}
scan_result detail::scan_row_scalar(const char* begin, field_tree& tree, slot_value* slots) {
  return row_scanner<simd::scalar_block>(begin, tree, slots).scan(true);
}
scan_result detail::scan_element_scalar(const char* begin, field_tree& tree, slot_value* slots) {
  return row_scanner<simd::scalar_block>(begin, tree, slots).scan(false);
}

void hide_newlines(char* bytes, std::size_t size_bytes) {
  for (std::size_t i = 0; i < size_bytes; ++i) {
    const char byte = bytes[i];
    const int change = byte == '\n' ? '\n' ^ hidden_newline : byte == '\r' ? '\r' ^ '\t' : 0;
    bytes[i] = static_cast<char>(byte ^ change);
  }
}

}  // namespace payoff
