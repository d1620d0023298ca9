// What every exported function shares: errors become codes, and no exception crosses the border.
#pragma once

#include "pixelshap_native.h"

#include <opencv2/core.hpp>

#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct pixelshap_bytes {
  std::vector<uint8_t> data;
};

namespace pixelshap {

void remember_error(const char* message) noexcept;

inline void require(bool condition, const char* message) {
  if (!condition) throw std::invalid_argument(message);
}

template <typename Body>
int guarded(Body&& body) noexcept {
  try {
    body();
    return PIXELSHAP_OK;
  } catch (const cv::Exception& error) {
    remember_error(error.what());
    return PIXELSHAP_OPENCV_ERROR;
  } catch (const std::invalid_argument& error) {
    remember_error(error.what());
    return PIXELSHAP_BAD_ARGUMENT;
  } catch (const std::bad_alloc&) {
    remember_error("out of memory");
    return PIXELSHAP_OUT_OF_MEMORY;
  } catch (const std::exception& error) {
    remember_error(error.what());
    return PIXELSHAP_UNKNOWN_ERROR;
  } catch (...) {
    remember_error("unknown error");
    return PIXELSHAP_UNKNOWN_ERROR;
  }
}

// A view of the caller's pixels.
inline cv::Mat view(const uint8_t* pixels, int width, int height, int stride, int channels) {
  require(pixels != nullptr, "no pixels");
  require(width > 0 && height > 0, "width and height must be positive");
  require(channels == 1 || channels == 3, "channels must be 1 or 3");
  require(stride >= width * channels, "the stride is shorter than a row");
  return cv::Mat(height, width, CV_8UC(channels), const_cast<uint8_t*>(pixels), static_cast<size_t>(stride));
}

}  // namespace pixelshap
