#include "pixelshap_native.h"

#include <opencv2/core.hpp>

#include <string>

namespace {
thread_local std::string last_error;
}

const char* pixelshap_last_error() { return last_error.c_str(); }

const char* pixelshap_opencv_version() { return CV_VERSION; }
