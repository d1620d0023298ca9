#include "guard.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <cmath>

using namespace pixelshap;

namespace {

// The boxes of the hidden regions, grown by the margin; boxes that meet become one, so that no crop holds half a region.
std::vector<cv::Rect> crops(const cv::Mat& hidden, int margin) {
  cv::Mat labels, statistics, centroids;
  int count = cv::connectedComponentsWithStats(hidden, labels, statistics, centroids, 8, CV_32S);
  cv::Rect whole(0, 0, hidden.cols, hidden.rows);
  std::vector<cv::Rect> boxes;
  for (int label = 1; label < count; label++) {
    const int* s = statistics.ptr<int>(label);
    boxes.push_back(cv::Rect(s[cv::CC_STAT_LEFT] - margin, s[cv::CC_STAT_TOP] - margin, s[cv::CC_STAT_WIDTH] + 2 * margin,
                             s[cv::CC_STAT_HEIGHT] + 2 * margin) & whole);
  }
  for (bool merged = true; merged;) {
    merged = false;
    for (size_t i = 0; i < boxes.size(); i++) {
      for (size_t j = i + 1; j < boxes.size();) {
        if ((boxes[i] & boxes[j]).empty()) {
          j++;
          continue;
        }
        boxes[i] |= boxes[j];
        boxes.erase(boxes.begin() + static_cast<std::ptrdiff_t>(j));
        merged = true;
      }
    }
  }
  return boxes;
}

}  // namespace

int pixelshap_inpaint_telea(uint8_t* pixels, int width, int height, int stride, const uint8_t* mask, int mask_stride, double radius) {
  return guarded([&] {
    require(radius >= 1 && radius <= 100, "the inpainting radius must be 1 to 100 pixels");
    cv::Mat image = view(pixels, width, height, stride, 3);
    cv::Mat hidden = view(mask, width, height, mask_stride, 1);
    // Telea weighs known pixels within the radius and their gradients, and orders them by a distance computed twice as far out.
    int margin = 2 * static_cast<int>(std::ceil(radius)) + 3;
    for (const cv::Rect& crop : crops(hidden, margin)) {
      cv::Mat filled;
      cv::inpaint(image(crop), hidden(crop), filled, radius, cv::INPAINT_TELEA);
      filled.copyTo(image(crop));
    }
  });
}
