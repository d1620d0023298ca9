#include "guard.h"

#include <opencv2/imgcodecs.hpp>

#include <memory>

using namespace pixelshap;

namespace {

pixelshap_bytes* encode(const char* extension, const cv::Mat& image, const std::vector<int>& parameters) {
  auto bytes = std::make_unique<pixelshap_bytes>();
  require(cv::imencode(extension, image, bytes->data, parameters), "the picture could not be encoded");
  return bytes.release();
}

}  // namespace

int pixelshap_encode_jpeg(const uint8_t* pixels, int width, int height, int stride, int channels, int quality, pixelshap_bytes** result) {
  return guarded([&] {
    require(quality >= 1 && quality <= 100, "the JPEG quality must be 1 to 100");
    *result = encode(".jpg", view(pixels, width, height, stride, channels), {cv::IMWRITE_JPEG_QUALITY, quality});
  });
}

int pixelshap_encode_png(
    const uint8_t* pixels, int width, int height, int stride, int channels, int compression, pixelshap_bytes** result) {
  return guarded([&] {
    require(compression >= 0 && compression <= 9, "the PNG compression must be 0 to 9");
    *result = encode(".png", view(pixels, width, height, stride, channels), {cv::IMWRITE_PNG_COMPRESSION, compression});
  });
}

int pixelshap_decode(const uint8_t* data, size_t length, int channels, int* width, int* height, pixelshap_bytes** result) {
  return guarded([&] {
    require(data != nullptr && length > 0, "the picture is empty");
    require(length <= INT32_MAX, "the picture is too large");
    require(channels == 1 || channels == 3, "channels must be 1 or 3");
    cv::Mat encoded(1, static_cast<int>(length), CV_8UC1, const_cast<uint8_t*>(data));
    cv::Mat image = cv::imdecode(encoded, channels == 1 ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
    require(!image.empty(), "the bytes are not a picture that OpenCV can read");
    auto bytes = std::make_unique<pixelshap_bytes>();
    bytes->data.resize(image.total() * image.elemSize());
    image.copyTo(cv::Mat(image.rows, image.cols, image.type(), bytes->data.data()));
    *width = image.cols;
    *height = image.rows;
    *result = bytes.release();
  });
}
