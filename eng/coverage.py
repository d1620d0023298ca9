#!/usr/bin/env python3
"""Joins the coverage of several test projects: a line counts as reached where one of them reaches it. usage: eng/coverage.py FOLDER [--files]"""
import collections, pathlib, sys, xml.etree.ElementTree as xml

lines = collections.defaultdict(dict)
for report in pathlib.Path(sys.argv[1]).rglob('coverage.cobertura.xml'):
    root = xml.parse(report).getroot()
    # File names are relative to what all files of the report have in common.
    source = next((entry.text or '' for entry in root.iter('source')), '')
    for package in root.iter('package'):
        for group in package.iter('class'):
            # What a generator wrote lies in obj, or has no file of its own.
            if '/obj/' in group.get('filename') or group.get('filename').endswith('.g.cs'):
                continue
            for line in group.iter('line'):
                key = ((source + group.get('filename')).split('src/')[-1], int(line.get('number')))
                reached = lines[package.get('name')]
                reached[key] = reached.get(key, 0) or int(line.get('hits'))
for room, reached in sorted(lines.items()):
    hit = sum(1 for count in reached.values() if count)
    print(f'{room:<28} {hit} of {len(reached)} lines, {100 * hit / len(reached):.1f} %')
    if '--files' in sys.argv:
        files = collections.Counter(name for (name, _), count in reached.items() if not count)
        for name, missed in files.most_common(15):
            print(f'    {missed:4} {name}')
