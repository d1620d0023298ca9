// The C ABI over the OpenCV functions that PixelShap.Video needs.
//
// Every function with an int result returns 0 or an error code and never throws; pixelshap_last_error() then gives the message
// of the calling thread's last error. Functions on different objects may run at the same time; one flow object or one bytes
// object belongs to one thread at a time. Images are 8 bits per channel, row-major, blue-green-red; strides are in bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#define PIXELSHAP_API extern "C" __attribute__((visibility("default")))

// Bumped whenever a signature changes, so that a binding never runs against another build.
#define PIXELSHAP_ABI_VERSION 4

enum pixelshap_error {
  PIXELSHAP_OK = 0,
  PIXELSHAP_BAD_ARGUMENT = 1,
  PIXELSHAP_OPENCV_ERROR = 2,
  PIXELSHAP_OUT_OF_MEMORY = 3,
  PIXELSHAP_UNKNOWN_ERROR = 4,
};

PIXELSHAP_API int pixelshap_abi_version();
PIXELSHAP_API const char* pixelshap_opencv_version();
PIXELSHAP_API const char* pixelshap_last_error();

// Bytes owned by the library: an encoded picture, or the pixels of a decoded one.
struct pixelshap_bytes;
PIXELSHAP_API const uint8_t* pixelshap_bytes_data(const pixelshap_bytes* bytes);
PIXELSHAP_API size_t pixelshap_bytes_length(const pixelshap_bytes* bytes);
PIXELSHAP_API void pixelshap_bytes_free(pixelshap_bytes* bytes);

// codecs.cpp: channels is 1 (grey) or 3 (BGR). Decoding gives packed rows and honours the EXIF orientation.
PIXELSHAP_API int pixelshap_encode_jpeg(const uint8_t* pixels, int width, int height, int stride, int channels, int quality,
                                        pixelshap_bytes** result);
PIXELSHAP_API int pixelshap_encode_png(const uint8_t* pixels, int width, int height, int stride, int channels, int compression,
                                       pixelshap_bytes** result);
PIXELSHAP_API int pixelshap_decode(const uint8_t* data, size_t length, int channels, int* width, int* height, pixelshap_bytes** result);

// pixels.cpp
// method: 0 nearest, 1 bilinear, 2 area (for shrinking).
PIXELSHAP_API int pixelshap_resize(const uint8_t* source, int source_width, int source_height, int source_stride, int channels,
                                   uint8_t* target, int target_width, int target_height, int target_stride, int method);
// Grey at another size: BGR to luma after an area resize.
PIXELSHAP_API int pixelshap_shrink_to_grey(const uint8_t* source, int source_width, int source_height, int source_stride,
                                           uint8_t* target, int target_width, int target_height, int target_stride);
// Fills polygons (points as x, y pairs; lengths in points) with value, even-odd, as cv::fillPoly does.
PIXELSHAP_API int pixelshap_fill_polygons(uint8_t* map, int width, int height, int stride, const int32_t* points, const int32_t* lengths,
                                          int polygon_count, uint8_t value);
// Removes from a byte map the 8-connected islands and fills the holes of fewer than min_area pixels. Non-zero bytes become 255.
PIXELSHAP_API int pixelshap_remove_small_regions(uint8_t* map, int width, int height, int stride, int min_area);

// inpaint.cpp: Telea inpainting in place of the pixels whose mask byte is not 0, working only around each hidden region.
PIXELSHAP_API int pixelshap_inpaint_telea(uint8_t* pixels, int width, int height, int stride, const uint8_t* mask, int mask_stride,
                                          double radius);

// motion.cpp: dense inverse search (DIS) flow, patches of 8 x 8 pixels, no variational refinement. finest_scale: 0 is the size of the
// image, each step halves it. The result is width x height pairs (dx, dy) of float.
struct pixelshap_flow;
PIXELSHAP_API int pixelshap_flow_create(int finest_scale, int patch_stride, int iterations, pixelshap_flow** result);
PIXELSHAP_API void pixelshap_flow_free(pixelshap_flow* flow);
PIXELSHAP_API int pixelshap_flow_calculate(pixelshap_flow* flow, const uint8_t* from, const uint8_t* to, int width, int height, int stride,
                                           float* result);
// The affine map (row-major 2x3) of the background from one grey image to the next: corners outside the excluded pixels (mask byte
// not 0; may be null), pyramidal Lucas-Kanade with a forward-backward check, RANSAC. inliers 0: none was found, affine is identity.
PIXELSHAP_API int pixelshap_camera_motion(const uint8_t* from, const uint8_t* to, int width, int height, int stride,
                                          const uint8_t* excluded, int excluded_stride, int max_corners, double* affine, int* inliers);
