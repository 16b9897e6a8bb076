// SPDX-License-Identifier: Apache-2.0
/** @file column.h  Where do millions of small values live, so that running out of memory is an answer, not an
 * end? */
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <type_traits>
#include <utility>

namespace payoff {

/**
 * A growing array of plain values. Unlike std::vector a growth that fails returns false and leaves the values
 * alone: the core is built without exceptions and must not abort. Grows by half, since at ten million rows
 * the spare room of doubling is real memory.
 */
template <class T>
class column {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  column() = default;
  column(column&& other) noexcept { swap(other); }
  column& operator=(column&& other) noexcept {
    swap(other);
    return *this;
  }
  column(const column&) = delete;
  column& operator=(const column&) = delete;
  ~column() { std::free(data_); }

  [[nodiscard]] bool push_back(T value) {
    if (size_ == capacity_ && !grow(size_ + 1)) [[unlikely]]
      return false;
    data_[size_++] = value;
    return true;
  }
  /** For a caller that has reserved the room. */
  void push_back_reserved(T value) { data_[size_++] = value; }
  /** Room for `capacity` values in all. */
  [[nodiscard]] bool reserve(std::size_t capacity) { return capacity <= capacity_ || reallocate(capacity); }
  /** New values are `fill`. */
  [[nodiscard]] bool resize(std::size_t size, const T& fill = T{}) {
    if (!reserve(size)) return false;
    for (std::size_t i = size_; i < size; ++i) data_[i] = fill;
    size_ = size;
    return true;
  }
  /** The caller writes every new value before it reads one. */
  [[nodiscard]] bool resize_for_overwrite(std::size_t size) {
    if (!reserve(size)) return false;
    size_ = size;
    return true;
  }
  void clear() { size_ = 0; }
  void release() {
    std::free(data_);
    data_ = nullptr;
    size_ = capacity_ = 0;
  }
  void swap(column& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] const T* data() const { return data_; }
  [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] std::size_t capacity_bytes() const { return capacity_ * sizeof(T); }

 private:
  [[nodiscard]] bool grow(std::size_t least) {
    const std::size_t wanted = capacity_ + capacity_ / 2 + 16;
    return reallocate(wanted < least ? least : wanted);
  }
  [[nodiscard]] bool reallocate(std::size_t capacity) {
    if (capacity > static_cast<std::size_t>(-1) / 2 / sizeof(T)) return false;
    void* moved = nullptr;
    if constexpr (alignof(T) <= alignof(std::max_align_t)) {
      moved = std::realloc(data_, capacity * sizeof(T));
      if (moved == nullptr) return false;
    } else {  // realloc() knows nothing of lines of the cache
      moved = std::aligned_alloc(alignof(T), capacity * sizeof(T));
      if (moved == nullptr) return false;
      if (size_ != 0) std::memcpy(moved, data_, size_ * sizeof(T));
      std::free(data_);
    }
    data_ = static_cast<T*>(moved);
    capacity_ = capacity;
    return true;
  }

  T* data_{nullptr};
  std::size_t size_{0};
  std::size_t capacity_{0};
};

}  // namespace payoff
