// SPDX-License-Identifier: Apache-2.0
#include "questions/shared/words.h"

#include <cstdint>

#include "stats/order.h"

namespace payoff {
namespace {

constexpr std::size_t least_letters = 2;
constexpr std::size_t most_letters = 40;

enum class sort_of : std::uint8_t { letter, joint, space, other, private_sign };

struct span_of {
  char32_t first, last;
  sort_of is;
};

/** Beyond ASCII; all else is a letter. */
constexpr span_of spans[]{
    {0x0080, 0x009F, sort_of::space},        {0x00A0, 0x00A0, sort_of::space},
    {0x00A1, 0x00A9, sort_of::other},        {0x00AB, 0x00B1, sort_of::other},
    {0x00B2, 0x00B3, sort_of::private_sign}, {0x00B4, 0x00B4, sort_of::other},
    {0x00B6, 0x00B8, sort_of::other},        {0x00B9, 0x00B9, sort_of::private_sign},
    {0x00BB, 0x00BB, sort_of::other},        {0x00BC, 0x00BE, sort_of::private_sign},
    {0x00BF, 0x00BF, sort_of::other},        {0x00D7, 0x00D7, sort_of::other},
    {0x00F7, 0x00F7, sort_of::other},        {0x0300, 0x036F, sort_of::joint},
    {0x037E, 0x037E, sort_of::other},        {0x0387, 0x0387, sort_of::other},
    {0x0589, 0x0589, sort_of::other},        {0x05BE, 0x05BE, sort_of::other},
    {0x060C, 0x060D, sort_of::other},        {0x061B, 0x061F, sort_of::other},
    {0x0660, 0x0669, sort_of::private_sign}, {0x066A, 0x066D, sort_of::other},
    {0x06D4, 0x06D4, sort_of::other},        {0x06F0, 0x06F9, sort_of::private_sign},
    {0x0964, 0x0965, sort_of::other},        {0x0966, 0x096F, sort_of::private_sign},
    {0x2000, 0x200B, sort_of::space},        {0x200C, 0x200D, sort_of::joint},
    {0x200E, 0x2018, sort_of::other},        {0x2019, 0x2019, sort_of::joint},
    {0x201A, 0x2027, sort_of::other},        {0x2028, 0x202F, sort_of::space},
    {0x2030, 0x205E, sort_of::other},        {0x205F, 0x206F, sort_of::space},
    {0x2070, 0x2BFF, sort_of::other},        {0x3000, 0x3000, sort_of::space},
    {0x3001, 0x3004, sort_of::other},        {0x3008, 0x3020, sort_of::other},
    {0xE000, 0xF8FF, sort_of::other},        {0xFE00, 0xFE6F, sort_of::other},
    {0xFF01, 0xFF0F, sort_of::other},        {0xFF10, 0xFF19, sort_of::private_sign},
    {0xFF1A, 0xFF20, sort_of::other},        {0xFFF0, 0xFFFF, sort_of::other},
    {0x1F000, 0x1FAFF, sort_of::other},
};

sort_of sort_of_ascii(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return sort_of::letter;
  if (c <= ' ' || c == 0x7F) return sort_of::space;
  if ((c >= '0' && c <= '9') || c == '@' || c == '/' || c == '\\' || c == '_') return sort_of::private_sign;
  return c == '\'' || c == '-' ? sort_of::joint : sort_of::other;
}

sort_of sort_of_point(char32_t c) {
  if (c < 0x80) return sort_of_ascii(c);
  for (const span_of& one : spans) {
    if (c >= one.first && c <= one.last) return one.is;
  }
  return sort_of::letter;
}

/** Capitals [first, last], each `step`-th, have their small letters so far behind them. */
struct capitals {
  char32_t first, last, step, distance;
};
constexpr capitals all_capitals[]{
    {'A', 'Z', 1, 32},       {0x00C0, 0x00D6, 1, 32}, {0x00D8, 0x00DE, 1, 32}, {0x0100, 0x012E, 2, 1},
    {0x0132, 0x0136, 2, 1},  {0x0139, 0x0147, 2, 1},  {0x014A, 0x0176, 2, 1},  {0x0179, 0x017D, 2, 1},
    {0x0386, 0x0386, 1, 38}, {0x0388, 0x038A, 1, 37}, {0x038C, 0x038C, 1, 64}, {0x038E, 0x038F, 1, 63},
    {0x0391, 0x03AB, 1, 32}, {0x0400, 0x040F, 1, 80}, {0x0410, 0x042F, 1, 32}, {0x0531, 0x0556, 1, 48},
};

char32_t small(char32_t c) {
  if (c == 0x0130) return 'i';
  if (c == 0x0178) return 0x00FF;
  if (c == 0x2019) return '\'';
  for (const capitals& one : all_capitals) {
    if (c >= one.first && c <= one.last && (c - one.first) % one.step == 0) return c + one.distance;
  }
  return c;
}

/** Of text that is UTF-8. */
char32_t next_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at++);
  if (first < 0x80) return first;
  const std::size_t tails = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
  char32_t out = first & (0x3FU >> tails);
  for (std::size_t i = 0; i < tails && at < text.size(); ++i) out = (out << 6U) | (byte(at++) & 0x3FU);
  return out;
}

void append_point(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += static_cast<char>(c);
    return;
  }
  const unsigned tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  to += static_cast<char>((0xFFU ^ (0xFFU >> (tails + 1))) | (c >> (6 * tails)));
  for (unsigned left = tails; left-- > 0;) to += static_cast<char>(0x80U | ((c >> (6 * left)) & 0x3FU));
}

/** Reads letter by letter. */
class splitter {
 public:
  void see(char32_t c) {
    const sort_of is = sort_of_point(c);
    is_private_ = is_private_ || is == sort_of::private_sign || (has_point_ && is == sort_of::letter);
    has_point_ = c == '.' && letters_ > 0 && joints_.empty();
    switch (is) {
      case sort_of::letter:
        word_ += joints_;
        joints_.clear();
        append_point(word_, small(c));
        ++letters_;
        break;
      case sort_of::joint:
        if (letters_ > 0) append_point(joints_, small(c));
        break;
      case sort_of::other:
      case sort_of::private_sign:
        end_word();
        break;
      case sort_of::space:
        end_token();
        break;
    }
  }

  [[nodiscard]] std::vector<std::string> finish() {
    end_token();
    const std::vector<std::string_view> views(words_.begin(), words_.end());
    std::vector<std::string> out;
    for (const std::uint32_t i : order_of(views)) {
      if (out.empty() || out.back() != words_[i]) out.push_back(words_[i]);
    }
    return out;
  }

 private:
  void end_word() {
    if (letters_ >= least_letters && letters_ <= most_letters) words_.push_back(word_);
    word_.clear();
    joints_.clear();
    letters_ = 0;
  }
  void end_token() {
    end_word();
    if (is_private_) words_.resize(kept_);
    kept_ = words_.size();
    is_private_ = has_point_ = false;
  }

  std::vector<std::string> words_;
  std::size_t kept_{0};  // of words_, up to the last space
  std::string word_, joints_;
  std::size_t letters_{0};
  bool is_private_{false}, has_point_{false};
};

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  splitter out;
  for (std::size_t at = 0; at < text.size();) out.see(next_point(text, at));
  return out.finish();
}

}  // namespace payoff
