"""Reads an MCAP file by the specification (mcap.dev/spec, version 0) and prints what is in it as JSON. Shares no code with the writer."""
import json, struct, sys, zlib

data = open(sys.argv[1], "rb").read()
magic = b"\x89MCAP0\r\n"
assert data[:8] == magic and data[-8:] == magic


class Fields:
    def __init__(self, content):
        self.content, self.at = content, 0

    def number(self, size):
        value = int.from_bytes(self.content[self.at:self.at + size], "little")
        assert self.at + size <= len(self.content)
        self.at += size
        return value

    def raw(self, size):
        value = self.content[self.at:self.at + size]
        assert len(value) == size
        self.at += size
        return value

    def text(self):
        return self.raw(self.number(4)).decode()

    def pairs(self, first, second):
        part = Fields(self.raw(self.number(4)))
        found = []
        while part.at < len(part.content):
            found.append((part.number(first), part.number(second)))
        return found

    def end(self):
        assert self.at == len(self.content), "bytes are left over"


def records(bytes_, start, end):
    at = start
    while at < end:
        opcode, length = bytes_[at], struct.unpack_from("<Q", bytes_, at + 1)[0]
        yield at, opcode, Fields(bytes_[at + 9:at + 9 + length])
        at += 9 + length
    assert at == end


def schema(fields):
    result = {"id": fields.number(2), "name": fields.text(), "encoding": fields.text(), "data": fields.raw(fields.number(4)).decode()}
    fields.end()
    return result


def channel(fields):
    result = {"id": fields.number(2), "schema": fields.number(2), "topic": fields.text(), "encoding": fields.text()}
    assert fields.number(4) == 0
    fields.end()
    return result


def message(fields):
    return {"channel": fields.number(2), "sequence": fields.number(4), "time": fields.number(8), "published": fields.number(8),
            "data": json.loads(fields.raw(len(fields.content) - fields.at))}


# The end first, as a reader that seeks does it.
footer_start = len(data) - 8 - 9 - 20
assert data[footer_start] == 0x02
footer = Fields(data[footer_start + 9:-8])
summary_start, offsets_start, summary_crc = footer.number(8), footer.number(8), footer.number(4)
footer.end()
assert zlib.crc32(data[summary_start:footer_start + 9 + 16]) == summary_crc, "the checksum of the summary is wrong"

summary = {}
for at, opcode, fields in records(data, summary_start, offsets_start):
    summary.setdefault(opcode, []).append((at, fields))
for _, opcode, fields in records(data, offsets_start, footer_start):
    assert opcode == 0x0E
    group, start, length = fields.number(1), fields.number(8), fields.number(8)
    fields.end()
    assert summary[group][0][0] == start
    assert sum(9 + len(item.content) for _, item in summary[group]) == length

schemas = [schema(fields) for _, fields in summary[0x03]]
channels = [channel(fields) for _, fields in summary[0x04]]
[(_, statistics)] = summary[0x0B]
counts = {"messages": statistics.number(8), "schemas": statistics.number(2), "channels": statistics.number(4), "attachments": statistics.number(4),
          "metadata": statistics.number(4), "chunks": statistics.number(4), "start": statistics.number(8), "end": statistics.number(8)}
per_channel = dict(statistics.pairs(2, 8))
statistics.end()

# Then every chunk through its index, and every message through the index of its channel.
messages = []
for _, fields in summary[0x08]:
    first, last, chunk_start, chunk_length = (fields.number(8) for _ in range(4))
    index_places, index_length = dict(fields.pairs(2, 8)), fields.number(8)
    assert fields.text() == "" and fields.number(8) == fields.number(8)
    fields.end()
    assert data[chunk_start] == 0x06
    chunk = Fields(data[chunk_start + 9:chunk_start + chunk_length])
    assert (chunk.number(8), chunk.number(8)) == (first, last)
    size, crc = chunk.number(8), chunk.number(4)
    assert chunk.text() == ""
    content = chunk.raw(chunk.number(8))
    chunk.end()
    assert len(content) == size and zlib.crc32(content) == crc, "the checksum of a chunk is wrong"
    straight = [message(part) for _, opcode, part in records(content, 0, len(content)) if opcode == 0x05]
    indexed = []
    for place, opcode, part in records(data, chunk_start + chunk_length, chunk_start + chunk_length + index_length):
        number = part.number(2)
        assert opcode == 0x07 and index_places[number] == place
        for time, offset in part.pairs(8, 8):
            length = struct.unpack_from("<Q", content, offset + 1)[0]
            found = message(Fields(content[offset + 9:offset + 9 + length]))
            assert content[offset] == 0x05 and found["channel"] == number and found["time"] == time and first <= time <= last
            indexed.append(found)
        part.end()
    key = lambda item: (item["time"], item["channel"], item["sequence"])
    assert sorted(straight, key=key) == sorted(indexed, key=key)
    messages += straight

# The data section from the beginning: its records, and its checksum.
opcodes = []
for at, opcode, fields in records(data, 8, summary_start):
    opcodes.append(opcode)
    if opcode == 0x0F:
        assert fields.number(4) == zlib.crc32(data[:at]), "the checksum of the data is wrong"
assert opcodes[0] == 0x01 and opcodes[-1] == 0x0F and set(opcodes[1:-1]) == {0x06, 0x07}
assert counts["messages"] == len(messages) == sum(per_channel.values()) and counts["chunks"] == opcodes.count(0x06)
assert counts["schemas"] == len(schemas) and counts["channels"] == len(channels)
assert counts["start"] == min(item["time"] for item in messages) and counts["end"] == max(item["time"] for item in messages)
topics = {item["id"]: item["topic"] for item in channels}
for item in channels:
    assert item["encoding"] == "json" and next(other for other in schemas if other["id"] == item["schema"])["encoding"] == "jsonschema"
    numbers = [m["sequence"] for m in messages if m["channel"] == item["id"]]
    assert numbers == list(range(len(numbers)))
print(json.dumps({"topics": sorted(topics.values()), "chunks": counts["chunks"], "schemas": {item["name"]: json.loads(item["data"]) for item in schemas},
                  "messages": [{"topic": topics[m["channel"]], "time": m["time"], "data": m["data"]} for m in messages]}))
