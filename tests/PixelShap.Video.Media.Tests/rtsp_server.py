#!/usr/bin/python3
"""Serves a clip in a loop as live H.264 at rtsp://127.0.0.1:PORT/cam, for tests.

usage: rtsp_server.py CLIP [--rate FPS] [--port PORT] [--user USER --password PASSWORD]
Prints "ready PORT" when it listens; without --port it picks a free one. Ends when its standard input closes.
"""
import argparse
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402


class LoopingMedia(GstRtspServer.RTSPMediaFactory):
    """Plays a raw H.264 clip at a steady rate, again and again, so that the stream never ends."""

    def __init__(self, clip, rate):
        super().__init__()
        self.clip = clip
        self.rate = rate
        self.set_shared(True)

    def do_create_element(self, url):
        media = Gst.parse_launch(
            f'( multifilesrc location="{self.clip}" loop=true ! h264parse name=parse ! '
            "video/x-h264,stream-format=byte-stream,alignment=au ! identity sync=true ! "
            "rtph264pay name=pay0 pt=96 config-interval=1 )"
        )
        pictures = 0

        def stamp(pad, info):
            nonlocal pictures
            buffer = info.get_buffer()
            buffer.pts = buffer.dts = pictures * Gst.SECOND // self.rate
            pictures += 1
            return Gst.PadProbeReturn.OK

        media.get_by_name("parse").get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, stamp)
        return media


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("clip")
    parser.add_argument("--rate", type=int, default=25)
    parser.add_argument("--port", default="0")
    parser.add_argument("--user")
    parser.add_argument("--password")
    options = parser.parse_args()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factory = LoopingMedia(options.clip, options.rate)
    if options.user:
        auth = GstRtspServer.RTSPAuth()
        token = GstRtspServer.RTSPToken()
        token.set_string("media.factory.role", "viewer")
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(options.user, options.password), token)
        server.set_auth(auth)
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_role("viewer")
        permissions.add_permission_for_role("viewer", "media.factory.access", True)
        permissions.add_permission_for_role("viewer", "media.factory.construct", True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory("/cam", factory)
    if server.attach(None) == 0:
        sys.exit("cannot listen")

    loop = GLib.MainLoop()
    GLib.io_add_watch(GLib.IOChannel.unix_new(0), GLib.PRIORITY_DEFAULT, GLib.IO_HUP | GLib.IO_IN, lambda *_: loop.quit())
    print("ready", server.get_bound_port(), flush=True)
    loop.run()


if __name__ == "__main__":
    main()
