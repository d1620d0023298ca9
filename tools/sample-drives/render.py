"""Renders a sample drive: blender -b -P render.py -- --story NAME --out DIR. See README.md."""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from drives import clip  # noqa: E402


def main():
    arguments = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    parser = argparse.ArgumentParser(prog="render.py")
    parser.add_argument("--story", required=True, help="a story's name")
    parser.add_argument("--out", required=True, help="where NAME.mp4 and NAME.json go")
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--samples", type=int, default=0, help="0: the story's weather decides")
    parser.add_argument("--still", type=float, nargs="+", help="only frames at these seconds: NAME-SECOND.png and NAME.json")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--events", action="store_true", help="only write the story's events into the NAME.json which is in --out")
    options = parser.parse_args(arguments)
    width, height = (int(n) for n in options.size.split("x"))
    if options.events:
        return clip.write_events(options.story, options.out)
    clip.render(options.story, options.out, width, height, options.samples, options.still, options.threads)


main()
