#!/usr/bin/env python3
"""Puts the faults of eng/mutants.json into the core, one at a time, builds its room, and runs the tests of the room: each has to be caught by a test.

usage: eng/mutants.py [--write]
  --write  writes docs/mutants.md
"""
import json, pathlib, re, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT = 300


def run(*words, timeout=LIMIT, where=ROOT):
    try:
        done = subprocess.run(words, cwd=where, capture_output=True, text=True, timeout=timeout)
        return done.returncode, done.stdout + done.stderr
    except subprocess.TimeoutExpired:
        return 124, 'it did not end'


def must(*words):
    code, said = run(*words, timeout=1800)
    if code:
        sys.exit(said)


def try_one(mutant, folder):
    path, old, new, tested, _ = mutant
    project, classes = tested.split(':')
    room = path.split('/')[1]
    file = ROOT / path
    text = file.read_text()
    if text.count(old) != 1:
        return 'stale', f'{path} does not hold this line once'
    try:
        file.write_text(text.replace(old, new))
        code, said = run('dotnet', 'build', f'src/{room}', '-c', 'Debug', '--no-restore', '-v', 'q', '-clp:NoSummary', '-p:BuildProjectReferences=false', '-p:RunAnalyzers=false', '-p:TreatWarningsAsErrors=false')
        if code:
            return 'stale', 'it does not compile: ' + said.strip().split('\n')[0]
    finally:
        file.write_text(text)
    tests = folder / project
    shutil.copyfile(ROOT / f'artifacts/bin/{room}/debug/{room}.dll', tests / f'{room}.dll')
    code, said = run('dotnet', 'test', str(tests / f'{project}.dll'), '--nologo', '--logger', 'console;verbosity=normal', '--filter', '|'.join(f'FullyQualifiedName~{name}' for name in classes.split('|')))
    if 'No test matches' in said:
        return 'stale', f'no test is called {classes}'
    shutil.copyfile(folder / f'sound-{room}.dll', tests / f'{room}.dll')
    failed = sorted({match.split('(')[0].split('.')[-2] + '.' + match.split('(')[0].split('.')[-1] for match in re.findall(r'^\s*Failed (\S+)', said, re.MULTILINE)})
    return ('caught', failed[0] if failed else 'it did not end') if code else ('survived', '')


def main():
    mutants = json.loads((ROOT / 'eng/mutants.json').read_text())
    projects = sorted({mutant[3].split(':')[0] for mutant in mutants})
    for project in projects:
        must('dotnet', 'build', f'tests/{project}', '-c', 'Debug', '-v', 'q', '-clp:NoSummary', '-p:RunAnalyzers=false')
    # Beside the output folders: tests look for the repository above themselves, and for the command beside.
    folder = pathlib.Path(tempfile.mkdtemp(prefix='mutants-', dir=ROOT / 'artifacts'))
    rows = []
    try:
        for project in projects:
            shutil.copytree(ROOT / f'artifacts/bin/{project}/debug', folder / project, copy_function=shutil.copy2 if sys.platform != 'linux' else link)
        for room in {mutant[0].split('/')[1] for mutant in mutants}:
            shutil.copyfile(ROOT / f'artifacts/bin/{room}/debug/{room}.dll', folder / f'sound-{room}.dll')
        for mutant in mutants:
            end, by = try_one(mutant, folder)
            rows.append((mutant, end, by))
            print(f'{end:8} {mutant[0]}: {mutant[4]} {by and "| " + by}', flush=True)
    finally:
        for room in {mutant[0].split('/')[1] for mutant in mutants}:
            run('dotnet', 'build', f'src/{room}', '-c', 'Debug', '--no-restore', '-v', 'q', '-clp:NoSummary', '-p:BuildProjectReferences=false', '-p:RunAnalyzers=false')
        shutil.rmtree(folder, ignore_errors=True)
    caught = sum(1 for _, end, _ in rows if end == 'caught')
    print(f'{len(rows)} faults, {caught} caught')
    if '--write' in sys.argv:
        write(rows, caught)
    sys.exit(0 if caught == len(rows) else 1)


def link(source, target):
    """A library of 100 MB is linked; what a mutant takes the place of is a file of its own."""
    if pathlib.Path(source).name.startswith('PixelShap'):
        shutil.copy2(source, target)
    else:
        pathlib.Path(target).hardlink_to(source)


def write(rows, caught):
    text = ['# Faults that tests catch', '',
            f'Written by `make mutants`: {len(rows)} faults of [eng/mutants.json](../eng/mutants.json), put into the core one at a time; {caught} are caught by the tests of the room. A test that catches one is named beside it.', '',
            '| where | the fault | caught by |', '| --- | --- | --- |']
    text += [f'| `{mutant[0].removeprefix("src/")}` | {mutant[4]} | {"`" + by + "`" if end == "caught" and "." in by else by or "**nothing**"} |' for mutant, end, by in rows]
    text += ['', 'Four were caught by nothing when they were first tried, and got tests: a coalition that toggles (`CoalitionTests`), a player whose hiding got no answer (`StandardErrorTests`), the noise of a pair (`PairInteractionTests`), the noise of answers (`KeyframeAttributorTests`).']
    (ROOT / 'docs/mutants.md').write_text('\n'.join(text) + '\n')


main()
