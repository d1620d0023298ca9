#!/usr/bin/env python3
"""Lists what the program can say when it ends, from its source: docs/errors.md.

usage: eng/errors.py [--check]
  (nothing)  writes docs/errors.md
  --check    says whether it is what would be written
"""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CODES = [('Failed', 1, 'The work failed'), ('Usage', 2, 'Something was asked for that cannot be'), ('Input', 3, 'An input cannot be read'), ('Limit', 4, 'A budget or a service ended it early; results so far are complete')]
ROOMS = {'Cli': 'command', 'Media': 'clips and cameras', 'Language': 'models that answer', 'Vision': 'networks and pictures', 'Runs': 'runs and settings', 'Publishing': 'exports, reports, cases', 'Rendering': 'drawing', 'Web': 'pages',
         'Evaluation': 'measurements', 'Attribution': 'questions', 'Fleet': 'many machines'}


def literal(text, at):
    """The C# string that begins at or after a place, holes as …, and where it ends; None where something else stands there."""
    begin = re.compile(r'\s*(?:string\.Create\(\s*CultureInfo\.InvariantCulture,\s*)?(\$?)"').match(text, at)
    if not begin:
        return None
    holes, out, i = begin.group(1) == '$', [], begin.end()
    while text[i] != '"':
        if text[i] == '\\':
            out.append({'n': ' ', 't': ' '}.get(text[i + 1], text[i + 1]))
            i += 2
        elif holes and text[i] in '{}' and text[i + 1] == text[i]:
            out.append(text[i])
            i += 2
        elif holes and text[i] == '{':
            depth = 1
            i += 1
            while depth:
                if text[i] == '"':
                    i = literal(text, i - (text[i - 1] == '$'))[1] - 1
                depth += {'{': 1, '}': -1}.get(text[i], 0)
                i += 1
            out.append('…')
        else:
            out.append(text[i])
            i += 1
    return ''.join(out), i + 1


def errors():
    for file in sorted((ROOT / 'src').rglob('*.cs')):
        text = file.read_text()
        for match in re.finditer(r'ExitCode\.(\w+),', text):
            said = literal(text, match.end())
            if said is None:
                continue
            # What is made by a call closes before the comma.
            comma = re.compile(r'\)?\s*,').match(text, said[1])
            remedy = comma and literal(text, comma.end())
            yield match.group(1), file.parent.relative_to(ROOT / 'src').parts[0].split('.')[-1], said[0], remedy[0] if remedy else ''


def page():
    found = sorted(set(errors()))
    cell = lambda text: text.replace('|', '\\|').replace('<', '&lt;').strip()
    lines = ['# Errors', '', 'What the program says when it ends early, by its exit code; … stands for what is named there. Search for the words that do not change. Written by `eng/errors.py` from the source; a test compares.', '',
             f'{sum(1 for code, *_ in found if code in dict((name, number) for name, number, _ in CODES))} sentences. `PIXELSHAP_DETAILS=1` shows what .NET or a library said besides. 130 is the code of a command that was cancelled.']
    for name, number, meaning in CODES:
        lines += ['', f'## {number}: {meaning[0].lower()}{meaning[1:]}', '', '| about | it says | what to do |', '| --- | --- | --- |']
        lines += [f'| {ROOMS.get(room, "everything")} | {cell(said)} | {cell(remedy) or "as the cause says"} |' for code, room, said, remedy in found if code == name]
    return '\n'.join(lines) + '\n'


file = ROOT / 'docs/errors.md'
if '--check' not in sys.argv:
    file.write_text(page())
elif not file.exists() or file.read_text() != page():
    sys.exit('errors: docs/errors.md is not what the source says. Write it again: eng/errors.py')
