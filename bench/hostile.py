"""Gives files of every kind to every argument and setting that takes one: python3 hostile.py PIXELSHAP CLIP [WORKERS]. Prints what does not end within 20 s and 600 MB with one sentence and exit code 1 to 4."""
import concurrent.futures as cf, json, os, re, resource, shutil, socket, struct, subprocess, sys, tempfile, time, zipfile, zlib
P, CLIP = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]); W = int(sys.argv[3]) if len(sys.argv) > 3 else 2
D = tempfile.mkdtemp(prefix='hostile-'); os.chdir(D)
rnd = os.urandom(200000)
def w(n, b): open(n, 'wb').write(b); return n
def big_png():
    raw = zlib.compress(b'\0' * (20000 * 3 + 1) * 50); ch = lambda t, d: struct.pack('>I', len(d)) + t + d + struct.pack('>I', zlib.crc32(t + d))
    return b'\x89PNG\r\n\x1a\n' + ch(b'IHDR', struct.pack('>IIBBBBB', 20000, 20000, 8, 2, 0, 0, 0)) + ch(b'IDAT', raw) + ch(b'IEND', b'')
clip = open(CLIP, 'rb').read()
K = {}
K['missing'] = 'none'; K['empty'] = w('empty', b''); K['text'] = w('text', b'hello\nworld\n'); K['random'] = w('random', rnd); K['zeros'] = w('zeros', bytes(100000))
K['json'] = w('json', b'{"a": [1, 2, {"b": null}]}'); K['jsonnull'] = w('jsonnull', b'null'); K['jsonlist'] = w('jsonlist', b'[null, 1, "x"]'); K['deep'] = w('deep', b'[' * 200000)
K['yaml'] = w('yaml.yaml', b'prompt: [1, 2\n'); K['yamlbomb'] = w('bomb.yaml', b'a: &a [x,x,x,x,x,x,x,x,x]\n' + b''.join(b'%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n' % ((98 + i, 98 + i) + (97 + i,) * 9) for i in range(9)))
K['utf16'] = w('utf16', 'prompt: hi\n'.encode('utf-16')); K['latin'] = w('latin', b'prompt: gr\xfc\xdfe \xff\xfe\n'); K['jpegcut'] = w('cut.jpg', b'\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0' + rnd[:500])
K['bigpng'] = w('big.png', big_png()); K['zip'] = 'z.zip'; zipfile.ZipFile('z.zip', 'w').writestr('a', 'b'); K['mp4cut'] = w('cut.mp4', clip[:len(clip) // 3]); K['mp4head'] = w('head.mp4', clip[:64]); K['mp4flip'] = w('flip.mp4', bytes(b ^ (37 if i % 997 == 0 else 0) for i, b in enumerate(clip)))
K['wav'] = w('s.wav', b'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data\0\0\0\0'); K['onnxcut'] = w('cut.onnx', b'\x08\x07\x12\x07pytorch' + rnd[:3000]); K['escape'] = w('esc', b'\x1b[2J\x1b]0;pwn\x07: 1\n')
os.mkfifo('fifo'); K['fifo'] = 'fifo'; os.symlink('/dev/zero', 'devzero'); K['devzero'] = 'devzero'; K['devfull'] = '/dev/full'; os.symlink('loop', 'loop'); K['loop'] = 'loop'; os.mkdir('dir'); K['dir'] = 'dir'
s = socket.socket(socket.AF_UNIX); s.bind('sock'); K['socket'] = 'sock'
with open('sparse', 'wb') as f: f.truncate(20 << 30)
K['sparse'] = 'sparse'
V = ['--set', 'vlm.provider=openai', '--set', 'vlm.base_url=http://127.0.0.1:9/v1', '--set', 'vlm.model=m', '--set', 'vlm.retry.max_attempts=1', '--set', 'vlm.cache.enabled=false']
import itertools
COUNT = itertools.count(); OUT = lambda: f'out-{next(COUNT)}'  # two at work in one folder would be refused for that alone
A = {
 'run': lambda f: ['run', './' + f if not f.startswith('/') else f, '-o', OUT()], 'run-p': lambda f: ['run', CLIP, '--dry-run', '-p', f], 'model': lambda f: ['run', CLIP, '-o', OUT(), '--set', 'segmenter.model=' + f], 'mask': lambda f: ['run', CLIP, '-o', OUT(), '--set', 'segmenter.mask_model=' + f],
 'key': lambda f: ['explain', 'ok.png', '-o', OUT(), '--masks', 'ok.json', *V, '--set', 'vlm.api_key_file=' + f], 'embedder': lambda f: ['run', CLIP, '-o', OUT(), '--set', 'attribution.similarity=embedding', '--set', 'attribution.embedder.model=' + f],
 'explain': lambda f: ['explain', f, '-o', OUT()], 'masks': lambda f: ['explain', 'ok.png', '-o', OUT(), '--masks', f], 'review': lambda f: ['review', f], 'export': lambda f: ['export', f, '-f', 'mot'], 'report': lambda f: ['report', f], 'serve': lambda f: ['serve', f],
 'games': lambda f: ['eval', 'games', f], 'sequences': lambda f: ['eval', 'sequences', f], 'tracking': lambda f: ['eval', 'tracking', '--detections', f, '--format', 'mot', '--output', OUT()], 'manifest': lambda f: ['models', 'list', '--manifest', f],
 'importance': lambda f: ['eval', 'importance', f], 'output': lambda f: ['run', CLIP, '-o', f],
}
subprocess.run(['ffmpeg', '-v', 'error', '-i', CLIP, '-frames:v', '1', 'ok.png'])
open('ok.json', 'w').write('{"images":[{"id":1,"width":640,"height":360,"file_name":"ok.png"}],"categories":[{"id":1,"name":"car"}],"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,10,50,50],"area":2500,"iscrowd":0,"segmentation":[[10,10,60,10,60,60,10,60]]}]}')
FINE = {('output', 'missing'), ('output', 'dir'), ('run', 'mp4cut'), ('run', 'mp4flip'), ('importance', 'dir')}
def one(case):
    a, k = case; t = time.time(); cmd = ['/usr/bin/time', '-f', '%M', '-o', f'mem-{a}-{k}', P, *A[a](K[k])]
    p = subprocess.Popen(['timeout', '-k', '1', '20', *cmd], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, cwd=D)
    o, e = p.communicate(); dt = time.time() - t
    try: mb = int(open(f'mem-{a}-{k}').read().split()[-1]) / 1024
    except Exception: mb = -1
    e = e.decode('utf-8', 'replace'); errs = [l for l in e.split('\n') if l.startswith('error:')]
    bad = []
    if p.returncode in (124, 137): bad.append('TIMEOUT')
    elif (a, k) not in FINE and p.returncode not in (1, 2, 3, 4): bad.append(f'rc {p.returncode}')
    elif p.returncode and len(errs) != 1: bad.append(f'{len(errs)} errors')
    if mb > 600: bad.append(f'{mb:.0f} MB')
    if re.search(r'Another pixelshap|Exception|\bat [A-Z]\w+\.|System\.|Onnx[A-Z]\w+Exception|NullRef|unexpected', e): bad.append('wording')
    if '\x1b' in e.replace('\x1b[', '', 0) and '\x1b' in e: bad.append('escape')
    if len(e) > 4000: bad.append('long')
    return a, k, p.returncode, dt, mb, bad, (errs or [e[-300:]])[0][:220]
os.makedirs('o', exist_ok=True)
cases = [(a, k) for a in A for k in K]; print(len(cases), 'cases in', D, flush=True)
n = 0; worst = [0, 0]
with cf.ThreadPoolExecutor(W) as ex:
    for a, k, rc, dt, mb, bad, said in ex.map(one, cases):
        n += 1; worst = [max(worst[0], dt), max(worst[1], mb)]
        print(f'{"BAD " + ",".join(bad) if bad else "ok"} | {a} {k} | rc {rc} {dt:.1f}s {mb:.0f}MB | {said}', flush=True)
print('done', n, 'worst %.1f s, %.0f MB' % tuple(worst))
