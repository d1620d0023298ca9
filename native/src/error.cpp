#include "guard.h"

namespace {
thread_local std::string last_error;
}

void pixelshap::remember_error(const char* message) noexcept {
  try {
    last_error = message;
  } catch (...) {
    last_error.clear();
  }
}

int pixelshap_abi_version() { return PIXELSHAP_ABI_VERSION; }
const char* pixelshap_opencv_version() { return CV_VERSION; }
const char* pixelshap_last_error() { return last_error.c_str(); }

const uint8_t* pixelshap_bytes_data(const pixelshap_bytes* bytes) { return bytes->data.data(); }
size_t pixelshap_bytes_length(const pixelshap_bytes* bytes) { return bytes->data.size(); }
void pixelshap_bytes_free(pixelshap_bytes* bytes) { delete bytes; }
