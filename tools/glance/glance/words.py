"""The words that the network knows, and texts as their numbers."""

import re

PAD, UNKNOWN, ASK, SAY, END = range(5)
SPECIAL = ["<pad>", "<unknown>", "<ask>", "<say>", "<end>"]
LONGEST_QUESTION = 40


def cut(text):
    """A text as words and marks, small letters."""
    return re.findall(r"[a-z]+|[0-9]|[.,:?!]", text.lower())


class Words:
    def __init__(self, words):
        self.words = words
        self.numbers = {w: k for k, w in enumerate(words)}

    def read(self, text):
        return [self.numbers.get(w, UNKNOWN) for w in cut(text)]

    def question(self, text):
        """What the network is given before it answers."""
        return [ASK, *self.read(text)[:LONGEST_QUESTION], SAY]

    def text(self, numbers):
        return " ".join(self.words[n] for n in numbers)
