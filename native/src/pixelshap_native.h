// The C ABI over the OpenCV functions that PixelShap.Video needs. Every function returns 0 or an error code and never throws;
// pixelshap_last_error() gives the message of the calling thread's last error.
#pragma once

#define PIXELSHAP_API extern "C" __attribute__((visibility("default")))

PIXELSHAP_API const char* pixelshap_last_error();
PIXELSHAP_API const char* pixelshap_opencv_version();
