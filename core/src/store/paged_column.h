// SPDX-License-Identifier: Apache-2.0
/** @file paged_column.h  Where does a value of every row live, when there is no room to ever move them? */
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

#include "store/column.h"
#include "store/small.h"

namespace payoff {

/** Bytes in pages of one size, whatever is in them: a page that one column lets go serves any other. */
class pages {
 public:
  static constexpr std::size_t page_bytes = std::size_t{1} << 16U;

  pages() = default;
  pages(const pages&) = delete;
  pages& operator=(const pages&) = delete;
  ~pages() { release(); }

  /** Room for so many bytes in all. @return false: no memory; pages that were there or came are kept. */
  [[nodiscard]] PAYOFF_SMALL bool reserve(std::size_t bytes) {
    while (pages_.size() * page_bytes < bytes) {
      char* const page = static_cast<char*>(std::malloc(page_bytes));
      if (page == nullptr) return false;
      if (!pages_.push_back(page)) {
        std::free(page);
        return false;
      }
    }
    return true;
  }
  PAYOFF_SMALL void release() {
    for (char* const page : pages_) std::free(page);
    pages_.release();
  }
  void swap(pages& other) noexcept { pages_.swap(other.pages_); }

  [[nodiscard]] char* at(std::size_t byte) { return pages_[byte / page_bytes] + byte % page_bytes; }
  [[nodiscard]] const char* at(std::size_t byte) const {
    return pages_[byte / page_bytes] + byte % page_bytes;
  }
  /** Bytes from `byte` to the end of its page, at most `most`. */
  [[nodiscard]] static std::size_t run(std::size_t byte, std::size_t most) {
    return std::min(most, page_bytes - byte % page_bytes);
  }
  /** Bytes [begin, end) of another, to `to` on, where there is room. */
  PAYOFF_SMALL void copy(const pages& from, std::size_t begin, std::size_t end, std::size_t to) {
    while (begin < end) {
      const std::size_t size = run(begin, run(to, end - begin));
      std::memcpy(at(to), from.at(begin), size);
      begin += size;
      to += size;
    }
  }

 private:
  column<char*> pages_;
};

/**
 * Values of all rows. A column in one piece that grows is copied again and again and leaves holes in a heap
 * that can only grow, and one that is merged from another finds no place among them; pages do. A value costs
 * a load more, from a table that is always near.
 */
template <class T>
class paged_column {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(pages::page_bytes % sizeof(T) == 0);

 public:
  static constexpr std::size_t page_rows = pages::page_bytes / sizeof(T);

  /** The caller writes every new value before it reads one. @return false: no memory. */
  [[nodiscard]] bool resize_for_overwrite(std::size_t size) {
    if (!pages_.reserve(size * sizeof(T))) return false;
    size_ = size;
    return true;
  }
  [[nodiscard]] bool push_back(T value) {
    if (!resize_for_overwrite(size_ + 1)) return false;
    (*this)[size_ - 1] = value;
    return true;
  }
  void release() {
    pages_.release();
    size_ = 0;
  }
  void swap(paged_column& other) noexcept {
    pages_.swap(other.pages_);
    std::swap(size_, other.size_);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T& operator[](std::size_t i) { return *at(i); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return *at(i); }
  /** That value, and behind it the others of its page; i < size(). */
  [[nodiscard]] T* at(std::size_t i) { return reinterpret_cast<T*>(pages_.at(i * sizeof(T))); }
  [[nodiscard]] const T* at(std::size_t i) const {
    return reinterpret_cast<const T*>(pages_.at(i * sizeof(T)));
  }
  /** For what is the same for values of any type. */
  [[nodiscard]] pages& bytes() { return pages_; }
  [[nodiscard]] const pages& bytes() const { return pages_; }
  /** How many of `most` values lie in one piece from that one on. */
  [[nodiscard]] static std::size_t run(std::size_t i, std::size_t most) {
    return std::min(most, page_rows - i % page_rows);
  }

 private:
  pages pages_;
  std::size_t size_{0};
};

}  // namespace payoff
