#include "guard.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace pixelshap;

struct pixelshap_flow {
  cv::Ptr<cv::DISOpticalFlow> dis;
};

int pixelshap_flow_create(int finest_scale, int patch_stride, int iterations, pixelshap_flow** result) {
  return guarded([&] {
    require(finest_scale >= 0 && finest_scale <= 6, "the finest scale must be 0 to 6");
    require(patch_stride >= 1 && patch_stride <= 8, "the patch stride must be 1 to 8");
    require(iterations >= 1 && iterations <= 100, "the iterations must be 1 to 100");
    auto flow = std::make_unique<pixelshap_flow>();
    flow->dis = cv::DISOpticalFlow::create(cv::DISOpticalFlow::PRESET_MEDIUM);
    flow->dis->setFinestScale(finest_scale);
    flow->dis->setPatchStride(patch_stride);
    flow->dis->setGradientDescentIterations(iterations);
    flow->dis->setVariationalRefinementIterations(0);
    *result = flow.release();
  });
}

void pixelshap_flow_free(pixelshap_flow* flow) { delete flow; }

int pixelshap_flow_calculate(
    pixelshap_flow* flow, const uint8_t* from, const uint8_t* to, int width, int height, int stride, float* result) {
  return guarded([&] {
    require(flow != nullptr && result != nullptr, "no flow object or result");
    cv::Mat target(height, width, CV_32FC2, result);
    flow->dis->calc(view(from, width, height, stride, 1), view(to, width, height, stride, 1), target);
    require(target.ptr<float>() == result, "the flow was written elsewhere");
  });
}

int pixelshap_camera_motion(const uint8_t* from, const uint8_t* to, int width, int height, int stride, const uint8_t* excluded,
                            int excluded_stride, int max_corners, double* affine, int* inliers) {
  return guarded([&] {
    constexpr double identity[] = {1, 0, 0, 0, 1, 0};
    constexpr int fewest_matches = 8;
    std::copy(std::begin(identity), std::end(identity), affine);
    *inliers = 0;

    cv::Mat first = view(from, width, height, stride, 1), second = view(to, width, height, stride, 1), allowed;
    if (excluded != nullptr) cv::compare(view(excluded, width, height, excluded_stride, 1), 0, allowed, cv::CMP_EQ);
    std::vector<cv::Point2f> corners, there, back;
    cv::goodFeaturesToTrack(first, corners, max_corners, 0.01, std::max(4.0, width / 80.0), allowed);
    if (corners.size() < fewest_matches) return;

    std::vector<uint8_t> found, returned;
    std::vector<float> errors;
    const cv::Size window(15, 15);
    cv::calcOpticalFlowPyrLK(first, second, corners, there, found, errors, window, 3);
    cv::calcOpticalFlowPyrLK(second, first, there, back, returned, errors, window, 3);
    std::vector<cv::Point2f> source, target;
    for (size_t i = 0; i < corners.size(); i++) {
      if (found[i] && returned[i] && std::hypot(back[i].x - corners[i].x, back[i].y - corners[i].y) < 1) {
        source.push_back(corners[i]);
        target.push_back(there[i]);
      }
    }
    if (source.size() < fewest_matches) return;

    std::vector<uint8_t> agrees;
    cv::Mat estimate = cv::estimateAffine2D(source, target, agrees, cv::RANSAC, 2.0, 1000, 0.99, 10);
    if (estimate.empty()) return;
    *inliers = static_cast<int>(std::count(agrees.begin(), agrees.end(), 1));
    estimate.convertTo(estimate, CV_64F);
    std::copy(estimate.ptr<double>(), estimate.ptr<double>() + 6, affine);
  });
}
