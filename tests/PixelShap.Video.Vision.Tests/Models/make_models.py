#!/usr/bin/env python3
"""Makes the small ONNX graphs of the tests: the true inputs and outputs of models whose weights are not at hand.

    /usr/bin/python3 make_models.py        (Debian: python3-onnx)

The graphs look at the image: a mask is where it is red or blue, so that a test sees wrong channels, scales and paddings.
"""
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

FOLDER = pathlib.Path(__file__).parent
# Half intensity after the normalisation with ImageNet's mean and deviation.
HALF_RED, HALF_BLUE = (0.5 - 0.485) / 0.229, (0.5 - 0.406) / 0.225
FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL


class Graph:
    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, value, dtype=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, dtype), name))
        return name

    def __call__(self, op, *inputs, name=None, **attributes):
        name = name or f"t{self.count}"
        self.count += 1
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def zeros(self, *shape):
        return self("ConstantOfShape", self.constant(shape, np.int64), value=numpy_helper.from_array(np.zeros(1, np.float32)))

    def channel(self, image, index, pool=1):
        """One channel of an image, averaged over pool x pool pixels."""
        plane = self("Slice", image, self.constant([index], np.int64), self.constant([index + 1], np.int64), self.constant([1], np.int64))
        return plane if pool == 1 else self("AveragePool", plane, kernel_shape=[pool, pool], strides=[pool, pool])

    def logit(self, plane, threshold, gain=10):
        return self("Mul", self("Sub", plane, self.constant(threshold)), self.constant(gain))

    def save(self, file, inputs, outputs, metadata=None):
        ports = [[helper.make_tensor_value_info(n, t, s) for n, t, s in side] for side in (inputs, outputs)]
        model = helper.make_model(helper.make_graph(self.nodes, file, *ports, self.constants), opset_imports=[helper.make_opsetid("", 13)])
        model.ir_version = 8
        helper.set_model_props(model, metadata or {})
        checker.check_model(model)
        save(model, str(FOLDER / file))


def yolo_end_to_end():
    """YOLO26-seg: rows of left, top, right, bottom, score, class, 32 coefficients; each object once."""
    g = Graph()
    rows = np.zeros((1, 10, 38), np.float32)
    rows[0, 0, :7] = [2, 12, 34, 52, 0.9, 2, 1]
    rows[0, 1, :8] = [36, 12, 62, 52, 0.8, 0, 0, 1]
    rows[0, 2, :7] = [2, 12, 34, 52, 0.1, 2, 1]
    g("Identity", g.constant(rows), name="output0")
    g("Concat", g.logit(g.channel("images", 0, 4), 0.5), g.logit(g.channel("images", 2, 4), 0.5), g.zeros(1, 30, 16, 16), name="output1",
        axis=1)
    g.save("yolo26_seg.onnx", [("images", FLOAT, [1, 3, 64, 64])], [("output0", FLOAT, [1, 10, 38]), ("output1", FLOAT, [1, 32, 16, 16])],
           {"names": "{0: 'person', 1: \"driver's seat\", 2: 'car'}", "task": "segment"})


def yolo_dynamic():
    """YOLO v8-seg with open height and width, one mask coefficient; the box covers the whole input whatever its size."""
    g = Graph()
    size = g("Cast", g("Shape", "images"), to=FLOAT)
    height, width = (g("Slice", size, g.constant([i], np.int64), g.constant([i + 1], np.int64)) for i in (2, 3))
    half = g.constant([0.5])
    column = g("Concat", g("Mul", width, half), g("Mul", height, half), width, height, g.constant([0.2, 0.8, 1]), axis=0)
    first = g("Reshape", column, g.constant([1, 7, 1], np.int64))
    g("Concat", first, g.zeros(1, 7, 20), name="output0", axis=2)
    g.logit(g.channel("images", 0, 4), 0.5)
    g("Identity", g.nodes[-1].output[0], name="output1")
    g.save("yolo_dynamic.onnx", [("images", FLOAT, [1, 3, "height", "width"])],
           [("output0", FLOAT, [1, 7, "proposals"]), ("output1", FLOAT, [1, 1, "h", "w"])],
           {"names": "{0: 'person', 1: 'car'}", "imgsz": "[128, 128]", "stride": "32"})


def yolox():
    """YOLOX: rows of centre x, y in the cell, logarithms of width, height (all in strides), objectness, class probabilities."""
    g = Graph()
    rows = np.zeros((1, 64 + 16 + 4, 5 + 2), np.float32)
    rows[0, (3 * 8) + 2] = [0.5, 0.25, np.log(2), np.log(3), 0.8, 0.1, 0.75]
    rows[0, 64 + 16 + 2] = [0.5, 0.5, 0, -np.log(2), 0.9, 1, 0.2]
    rows[0, 64 + 16 + 1] = [0.5, 0.5, 0, 0, 0.9, 0.05, 0.01]
    g("Add", g.constant(rows), g("Mul", g("ReduceMean", "images", keepdims=0), g.constant(0)), name="output")
    g.save("yolox.onnx", [("images", FLOAT, [1, 3, 64, 64])], [("output", FLOAT, [1, 84, 7])], {"names": "{0: 'car', 1: 'person'}"})


def road():
    """The road model's contract: YOLO v8-seg on 640 x 384, nine classes of its own."""
    g = Graph()
    columns = np.zeros((1, 45, 60), np.float32)
    columns[0, :4, 0], columns[0, 4 + 3, 0], columns[0, 13, 0] = [140, 132, 84, 124], 0.9, 1
    columns[0, :4, 1], columns[0, 4 + 8, 1], columns[0, 14, 1] = [420, 152, 44, 64], 0.8, 1
    g("Identity", g.constant(columns), name="output0")
    g("Concat", g.logit(g.channel("images", 0, 4), 0.5), g.logit(g.channel("images", 2, 4), 0.5), g.zeros(1, 30, 96, 160), name="output1",
        axis=1)
    names = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"]
    g.save("road.onnx", [("images", FLOAT, [1, 3, 384, 640])], [("output0", FLOAT, [1, 45, 60]), ("output1", FLOAT, [1, 32, 96, 160])],
           {"names": str(dict(enumerate(names))), "task": "segment"})


def rf_detr():
    """RF-DETR-Seg: shares of the image, logits per class, mask logits over the whole image."""
    g = Graph()
    boxes = np.full((1, 8, 4), 0.5, np.float32)
    boxes[0, 0], boxes[0, 1] = [0.25, 0.5, 0.5, 1], [0.75, 0.5, 0.5, 1]
    labels = np.full((1, 8, 91), -8, np.float32)
    labels[0, 0, 3], labels[0, 1, 1] = 3, 2
    g("Identity", g.constant(boxes), name="dets")
    g("Identity", g.constant(labels), name="labels")
    g("Concat", g.logit(g.channel("input", 0, 4), HALF_RED), g.logit(g.channel("input", 2, 4), HALF_BLUE), g.zeros(1, 6, 16, 16),
        name="masks", axis=1)
    g.save("rf_detr_seg.onnx", [("input", FLOAT, [1, 3, 64, 64])],
           [("dets", FLOAT, [1, 8, 4]), ("labels", FLOAT, [1, 8, 91]), ("masks", FLOAT, [1, 8, 16, 16])])


def inside_box(g):
    """Positive inside the box of the two prompt points (labels 2 and 3) on the 64 x 64 grid of a 256 x 256 input."""
    centres = (np.arange(64, dtype=np.float32) + 0.5) * 4
    sides = []
    for axis, grid in ((0, centres.reshape(1, 1, 1, 64)), (1, centres.reshape(1, 1, 64, 1))):
        for point, sign in ((0, 1), (1, -1)):
            p = g("Slice", "point_coords", g.constant([point, axis], np.int64), g.constant([point + 1, axis + 1], np.int64),
                g.constant([1, 2], np.int64))
            p = g("Reshape", p, g.constant([1, 1, 1, 1], np.int64))
            sides.append(g("Mul", g("Sub", g.constant(grid), p), g.constant(sign)))
    right = g("Cast", g("Equal", g("Cast", "point_labels", to=INT64), g.constant([[2, 3]], np.int64)), to=FLOAT)
    valid = g("Mul", g("Sub", g("ReduceMin", right, keepdims=0), g.constant(1)), g.constant(1000))
    return g("Add", g("Min", *sides), valid)


def proposals(g, plane):
    """The whole box, the plane within the box, and everything, with predicted IoUs that make the second the best."""
    box = inside_box(g)
    return g("Concat", box, g("Min", g.logit(plane, HALF_RED), box), g("Add", g("Mul", box, g.constant(0)), g.constant(5)), axis=1)


DECODER_INPUTS = [("point_coords", FLOAT, [1, "points", 2]), ("point_labels", FLOAT, [1, "points"]),
                  ("mask_input", FLOAT, [1, 1, 64, 64]), ("has_mask_input", FLOAT, [1])]


def sam():
    """SAM and MobileSAM: one embedding; the decoder also knows the size of the image."""
    g = Graph()
    g("Concat", g.channel("images", 0, 16), g.channel("images", 1, 16), g.channel("images", 2, 16), g.zeros(1, 253, 16, 16),
        name="embeddings", axis=1)
    g.save("sam_encoder.onnx", [("images", FLOAT, [1, 3, 256, 256])], [("embeddings", FLOAT, [1, 256, 16, 16])])
    g = Graph()
    plane = g("Resize", g.channel("image_embeddings", 0), "", g.constant([1, 1, 4, 4]), mode="nearest")
    low = proposals(g, plane)
    g("Identity", low, name="low_res_masks")
    g("Resize", low, "", "", g("Concat", g.constant([1, 3], np.int64), g("Cast", "orig_im_size", to=INT64), axis=0), name="masks",
        mode="linear")
    g("Identity", g.constant([[0.5, 0.95, 0.3]]), name="iou_predictions")
    g.save("sam_decoder.onnx", [("image_embeddings", FLOAT, [1, 256, 16, 16]), *DECODER_INPUTS, ("orig_im_size", FLOAT, [2])],
           [("masks", FLOAT, [1, 3, "h", "w"]), ("iou_predictions", FLOAT, [1, 3]), ("low_res_masks", FLOAT, [1, 3, 64, 64])])

    # An export of the same without small masks: what lies on the image is cut out and made as large as the image.
    g = Graph()
    low = proposals(g, g("Resize", g.channel("image_embeddings", 0), "", g.constant([1, 1, 4, 4]), mode="nearest"))
    cells = g("Round", g("Mul", "orig_im_size", g("Div", g.constant(64), g("ReduceMax", "orig_im_size"))))
    inside = g("Slice", low, g.constant([0, 0], np.int64), g("Cast", cells, to=INT64), g.constant([2, 3], np.int64))
    g("Resize", inside, "", "", g("Concat", g.constant([1, 3], np.int64), g("Cast", "orig_im_size", to=INT64), axis=0), name="masks",
        mode="linear")
    g("Identity", g.constant([[0.5, 0.95, 0.3]]), name="iou_predictions")
    g.save("sam_image_size_decoder.onnx", [("image_embeddings", FLOAT, [1, 256, 16, 16]), *DECODER_INPUTS, ("orig_im_size", FLOAT, [2])],
           [("masks", FLOAT, [1, 3, "h", "w"]), ("iou_predictions", FLOAT, [1, 3])])


def sam2():
    """SAM 2: an embedding and two feature maps of higher resolution; the mask comes from the finest."""
    g = Graph()
    g("Concat", g.channel("image", 0, 4), g.zeros(1, 31, 64, 64), name="high_res_feats_0", axis=1)
    g("Identity", g.zeros(1, 64, 32, 32), name="high_res_feats_1")
    g("Identity", g.zeros(1, 256, 16, 16), name="image_embed")
    outputs = [("high_res_feats_0", FLOAT, [1, 32, 64, 64]), ("high_res_feats_1", FLOAT, [1, 64, 32, 32]),
        ("image_embed", FLOAT, [1, 256, 16, 16])]
    g.save("sam2_encoder.onnx", [("image", FLOAT, [1, 3, 256, 256])], outputs)
    g = Graph()
    g("Identity", proposals(g, g.channel("high_res_feats_0", 0)), name="masks")
    g("Identity", g.constant([[0.5, 0.95, 0.3]]), name="iou_predictions")
    g.save("sam2_decoder.onnx", [outputs[2], outputs[0], outputs[1], *DECODER_INPUTS],
           [("masks", FLOAT, [1, 3, 64, 64]), ("iou_predictions", FLOAT, [1, 3])])


VOCABULARY = "[PAD] [UNK] [CLS] [SEP] . person car traffic light bus bi ##cy ##cle".split()


def grounding_dino():
    """Grounding DINO: a query answers to one token. Hugging Face's export, and the authors' with masks of the phrases."""
    boxes = np.full((1, 4, 4), 0.1, np.float32)
    boxes[0, 0], boxes[0, 1] = [0.25, 0.5, 0.4, 0.8], [0.75, 0.25, 0.2, 0.3]

    def logits(g, hits):
        row = [g("Where", hit, g.constant(value), g.constant(-8)) for hit, value in hits]
        padded = [g("Pad", r, g.constant([0, 0, 0, 1], np.int64), g.constant(-100)) for r in row]
        while len(padded) < 4:
            padded.append(g("Add", g("Mul", padded[0], g.constant(0)), g.constant(-9)))
        g("Concat", *[g("Unsqueeze", p, g.constant([1], np.int64)) for p in padded], name="logits", axis=1)

    text = [("input_ids", INT64, [1, "length"]), ("token_type_ids", INT64, [1, "length"])]
    g = Graph()
    tokens = [g("Equal", "input_ids", g.constant(VOCABULARY.index(word), np.int64)) for word in ("car", "##cle")]
    logits(g, [(tokens[0], 3), (tokens[1], 1)])
    g("Identity", g.constant(boxes), name="pred_boxes")
    g.save("grounding_dino_hf.onnx",
           [("pixel_values", FLOAT, [1, 3, 64, 64]), *text, ("attention_mask", INT64, [1, "length"]), ("pixel_mask", INT64, [1, 64, 64])],
           [("logits", FLOAT, [1, 4, "tokens"]), ("pred_boxes", FLOAT, [1, 4, 4])])

    g = Graph()
    phrase = g("ReduceSum", g("Cast", "text_token_mask", to=INT64), g.constant([2], np.int64), keepdims=0)
    second = g("And", g("Equal", phrase, g.constant(3, np.int64)), g("Equal", "position_ids", g.constant(1, np.int64)))
    logits(g, [(second, 3)])
    g("Identity", g.constant(boxes), name="boxes")
    g.save("grounding_dino.onnx",
           [("img", FLOAT, [1, 3, 64, 64]), *text, ("attention_mask", BOOL, [1, "length"]), ("position_ids", INT64, [1, "length"]),
            ("text_token_mask", BOOL, [1, "length", "length"])],
           [("logits", FLOAT, [1, 4, "tokens"]), ("boxes", FLOAT, [1, 4, 4])])
    (FOLDER / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")


def main():
    for make in (yolo_end_to_end, yolo_dynamic, yolox, road, rf_detr, sam, sam2, grounding_dino):
        make()


if __name__ == "__main__":
    main()
