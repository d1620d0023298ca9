#include "guard.h"

#include <opencv2/imgproc.hpp>

using namespace pixelshap;

int pixelshap_resize(const uint8_t* source, int source_width, int source_height, int source_stride, int channels, uint8_t* target,
                     int target_width, int target_height, int target_stride, int method) {
  return guarded([&] {
    constexpr int methods[] = {cv::INTER_NEAREST, cv::INTER_LINEAR, cv::INTER_AREA};
    require(method >= 0 && method < 3, "the resize method must be 0, 1 or 2");
    cv::Mat result = view(target, target_width, target_height, target_stride, channels);
    cv::resize(view(source, source_width, source_height, source_stride, channels), result, result.size(), 0, 0, methods[method]);
  });
}

int pixelshap_shrink_to_grey(const uint8_t* source, int source_width, int source_height, int source_stride, uint8_t* target,
                             int target_width, int target_height, int target_stride) {
  return guarded([&] {
    cv::Mat image = view(source, source_width, source_height, source_stride, 3);
    cv::Mat result = view(target, target_width, target_height, target_stride, 1);
    if (image.size() == result.size()) {
      cv::cvtColor(image, result, cv::COLOR_BGR2GRAY);
      return;
    }
    cv::Mat grey;
    cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
    cv::resize(grey, result, result.size(), 0, 0, cv::INTER_AREA);
  });
}

int pixelshap_fill_polygons(
    uint8_t* map, int width, int height, int stride, const int32_t* points, const int32_t* lengths, int polygon_count,
                            uint8_t value) {
  return guarded([&] {
    require(polygon_count >= 0, "a negative number of polygons");
    cv::Mat image = view(map, width, height, stride, 1);
    for (int i = 0; i < polygon_count; i++) {
      require(lengths[i] > 0, "a polygon without points");
      const auto* polygon = reinterpret_cast<const cv::Point*>(points);
      cv::fillPoly(image, &polygon, &lengths[i], 1, cv::Scalar(value));
      points += 2 * lengths[i];
    }
  });
}

int pixelshap_remove_small_regions(uint8_t* map, int width, int height, int stride, int min_area) {
  return guarded([&] {
    cv::Mat image = view(map, width, height, stride, 1);
    cv::compare(image, 0, image, cv::CMP_NE);
    cv::Mat labels, statistics, centroids;
    // Holes first: they are 4-connected regions of the background, because the foreground is 8-connected.
    for (bool holes : {true, false}) {
      if (holes) cv::bitwise_not(image, image);
      int count = cv::connectedComponentsWithStats(image, labels, statistics, centroids, holes ? 4 : 8, CV_32S);
      std::vector<uint8_t> keep(static_cast<size_t>(count), 255);
      keep[0] = 0;
      bool changed = false;
      for (int label = 1; label < count; label++) {
        if (statistics.at<int>(label, cv::CC_STAT_AREA) < min_area) {
          keep[label] = 0;
          changed = true;
        }
      }
      if (changed) {
        for (int y = 0; y < height; y++) {
          const int* label = labels.ptr<int>(y);
          uint8_t* pixel = image.ptr<uint8_t>(y);
          for (int x = 0; x < width; x++) pixel[x] = keep[label[x]];
        }
      }
      if (holes) cv::bitwise_not(image, image);
    }
  });
}
