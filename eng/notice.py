#!/usr/bin/env python3
"""Names what is shipped with the command, and under which licence, from the metadata of the packages themselves.

usage: eng/notice.py [--check]
  (nothing)  writes NOTICE, for people, and sbom.cdx.json (CycloneDX 1.5), for programs
  --check    says whether the two are what would be written
Needs a build of the command ('make command'): its assets say which packages and versions came out.
"""
import base64, json, pathlib, sys, xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASSETS = ROOT / 'artifacts/obj/PixelShap.Video.Cli/project.assets.json'
TEXTS = ROOT / 'eng/licences'
# Packages that a build takes on request (eng/Networks.props); their metadata is here only where somebody has built so.
ON_REQUEST = [
    ('Microsoft.ML.OnnxRuntime.Gpu.Linux', 'MIT', 'OnnxRuntime=gpu'),
    ('Microsoft.ML.OnnxRuntimeGenAI', 'MIT', 'OnnxRuntimeGenAi=true'),
    ('LLamaSharp.Backend.Cpu', 'MIT', 'LLama=true; holds llama.cpp, MIT'),
]
# In the folder of 'make publish', beside the packages.
RUNTIMES = [('.NET runtime', 'MIT', 'https://github.com/dotnet/runtime'), ('ASP.NET Core runtime', 'MIT', 'https://github.com/dotnet/aspnetcore')]
# Programs and libraries of the system that are called or loaded, and not shipped.
CALLED = [('FFmpeg', 'LGPL-2.1-or-later or GPL, as the system has built it; called as a program'), ('Pango, Cairo, GTK', 'LGPL-2.1-or-later; loaded from the system'),
          ('Tesseract', 'Apache-2.0; called as a program where it is installed')]


def packages():
    """Every package of which a file stands beside the program: name, version, nuspec, folder, hash."""
    if not ASSETS.exists():
        sys.exit(f'notice: {ASSETS} is missing. Build the command first: make command')
    assets = json.loads(ASSETS.read_text())
    folders = [pathlib.Path(folder) for folder in assets['packageFolders']]
    target = next(value for name, value in assets['targets'].items() if '/' in name)
    for key in sorted(target, key=str.lower):
        entry = target[key]
        if entry['type'] != 'package' or not any(name for part in ('runtime', 'native', 'resource') for name in entry.get(part, {}) if not name.endswith('_._')):
            continue
        name, version = key.split('/')
        library = assets['libraries'][key]
        folder = next((base / library['path'] for base in folders if (base / library['path']).is_dir()), None)
        if folder is None:
            sys.exit(f'notice: the package {key} is not on this machine. Restore it first: make command')
        yield name, version, folder, library.get('sha512', '')


def metadata(folder):
    root = xml.parse(next(folder.glob('*.nuspec'))).getroot()
    found = {element.tag.split('}')[1]: element for element in next(child for child in root if child.tag.endswith('metadata'))}
    text = lambda name: ' '.join((found[name].text or '').split()) if name in found else ''
    licence = found.get('license')
    if licence is not None and licence.get('type') == 'expression':
        expression = licence.text.strip()
    elif licence is not None:
        expression = told(folder / licence.text.strip().replace('\\', '/'))
    else:
        expression = {'https://raw.githubusercontent.com/rosenbjerg/FFMpegCore/master/LICENSE': 'MIT'}.get(text('licenseUrl'), '') or next(
            (told(path) for path in sorted(folder.iterdir()) if path.name.lower().startswith(('license', 'licence'))), '')
    if not expression and 'github.com/dotnet/corefx' in text('licenseUrl'):
        expression = 'MIT'
    return expression or f'see {text("licenseUrl") or "?"}', text('copyright') or text('authors'), text('projectUrl')


def told(path):
    """The licence that a text is, by the words that only it has."""
    if not path.is_file():
        return ''
    text = ' '.join(path.read_text(errors='replace').split())
    for words, name in [('Apache License Version 2.0', 'Apache-2.0'), ('Permission is hereby granted, free of charge', 'MIT'), ('Redistribution and use in source and binary forms', 'BSD-3-Clause' if 'endorse' in text else 'BSD-2-Clause')]:
        if words in text:
            return name
    return ''


def rows():
    for name, version, folder, sha512 in packages():
        licence, owner, url = metadata(folder)
        yield name, version, licence, owner, url, folder, sha512


def notice(found):
    lines = ['PixelShap.Video', 'Copyright (c) PixelShap.Video authors. MIT licence: see LICENSE.', '',
             'This file is written by eng/notice.py from the metadata of the packages; a test compares it with what lies beside the program.', '',
             '1. Packages that are shipped with the command', '']
    for name, version, licence, owner, url, _, _ in found:
        lines += [f'{name} {version}', f'    {licence}', f'    {owner}', *([f'    {url}'] if url else [])]
    lines += ['', '2. Packages that are shipped only where a build asks for them', '']
    lines += [f'{name}: {licence} ({when})' for name, licence, when in ON_REQUEST]
    lines += ['', '3. Shipped besides in the folder of `make publish`', '']
    lines += [f'{name}: {licence}, {url}' for name, licence, url in RUNTIMES]
    lines += ['', '4. Models that are shipped', '', 'pixelshap-road.onnx, pixelshap-glance.onnx, pixelshap-glance-words.onnx: MIT, trained here from rendered streets (models/MODEL_CARD.md, models/MODEL_CARD_GLANCE.md)',
              '', '5. Called or loaded from the system, and not shipped', '']
    lines += [f'{name}: {licence}' for name, licence in CALLED]
    used = sorted({licence for _, _, licence, *_ in found} | {'MIT'})
    lines += ['', '6. The texts', '']
    for licence in used:
        text = TEXTS / f'{licence}.txt'
        if text.exists():
            lines += [f'--- {licence} ---', '', *text.read_text().rstrip().split('\n'), '']
    return '\n'.join(lines).rstrip() + '\n'


def bill(found):
    version = next(line.split('>')[1].split('<')[0] for line in (ROOT / 'Directory.Build.props').read_text().split('\n') if '<Version>' in line)
    components = [{
        'type': 'library', 'bom-ref': f'pkg:nuget/{name}@{version}', 'name': name, 'version': version, 'purl': f'pkg:nuget/{name}@{version}',
        'licenses': [{'license': {'id': licence}} if not licence.startswith('see ') else {'license': {'name': licence}}],
        **({'hashes': [{'alg': 'SHA-512', 'content': base64.b64decode(sha512).hex()}]} if sha512 else {}),
    } for name, version, licence, _, _, _, sha512 in found]
    return json.dumps({'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'version': 1,
                       'metadata': {'component': {'type': 'application', 'bom-ref': 'pixelshap', 'name': 'pixelshap', 'version': version, 'licenses': [{'license': {'id': 'MIT'}}]}},
                       'components': components}, indent=1) + '\n'


def main(arguments):
    found = list(rows())
    for name, text in [('NOTICE', notice(found)), ('sbom.cdx.json', bill(found))]:
        file = ROOT / name
        if '--check' not in arguments:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            sys.exit(f'notice: {name} is not what the packages say. Write it again: make notice')


main(sys.argv[1:])
