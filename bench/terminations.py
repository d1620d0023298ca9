"""Ends every command with SIGTERM at random moments: python3 terminations.py PIXELSHAP SAMPLES RUN GAMES [TRIALS]. Prints what takes longer than 10 s, or leaves children."""
import os, random, signal, socket, subprocess, sys, tempfile, threading, time
P, S, R, G = (os.path.abspath(a) for a in sys.argv[1:5]); N = int(sys.argv[5]) if len(sys.argv) > 5 else 3
random.seed(7); D = tempfile.mkdtemp(prefix='sig-'); os.chdir(D)
hang = socket.socket(); hang.bind(('127.0.0.1', 0)); hang.listen(50); port = hang.getsockname()[1]; keep = []
threading.Thread(target=lambda: [keep.append(hang.accept()) for _ in iter(int, 1)], daemon=True).start()
V = ['--set', 'vlm.provider=openai', '--set', f'vlm.base_url=http://127.0.0.1:{port}/v1', '--set', 'vlm.model=m', '--set', 'vlm.cache.enabled=false']
C = S + '/lead-car-brakes.mp4'
subprocess.run(['ffmpeg', '-v', 'error', '-i', C, '-frames:v', '1', 'ok.png'])
open('m.json', 'w').write('{"format":1,"models":[{"name":"m","main":"a","files":[{"path":"a","url":"http://127.0.0.1:%d/a"}]}]}' % port)
K = {
 'run': ['run', C], 'run-hang': ['run', C, *V], 'dry-run': ['run', C, '--dry-run'], 'watch': ['watch', f'rtsp://127.0.0.1:{port}/x'], 'watch-http': ['watch', f'http://127.0.0.1:{port}/x.m3u8'], 'explain': ['explain', 'ok.png'], 'explain-hang': ['explain', 'ok.png', *V],
 'review': ['review', R], 'report': ['report', R], 'serve': ['serve', R], 'export': ['export', R, '-f', 'coco'], 'games': ['eval', 'games', G], 'sequences': ['eval', 'sequences', os.path.dirname(G) + '/sequences.json'],
 'importance': ['eval', 'importance', S], 'pull': ['models', 'pull', 'm', '--manifest', 'm.json'], 'doctor': ['doctor'], 'doctor-vlm': ['doctor', '--vlm', *V], 'settings': ['settings'],
}
worst = 0
for name, a in K.items():
    for i in range(N):
        out = [] if a[0] not in ('run', 'watch', 'review', 'report') else ['-o', f'{D}/o-{name}-{i}' + ('.mp4' if a[0] == 'review' else '.html' if a[0] == 'report' else '')]
        if '--dry-run' in a: out = []
        p = subprocess.Popen([P, *a, *out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True, env={**os.environ, 'OPENAI_API_KEY': 'k', 'PIXELSHAP_MODELS': D + '/models'})
        wait = random.choice([.05, .3, .8, 1.5, 3, 6]); time.sleep(wait)
        ended = p.poll() is not None; t = time.time()
        if not ended: os.kill(p.pid, signal.SIGTERM)
        try: p.communicate(timeout=20)
        except subprocess.TimeoutExpired: os.killpg(p.pid, 9); p.communicate()
        dt = time.time() - t; worst = max(worst, 0 if ended else dt)
        left = subprocess.run(['pgrep', '-s', str(p.pid)], capture_output=True, text=True).stdout.split()
        print(('BAD' if dt > 10 or left else 'ok'), name, f'after {wait}', 'had ended' if ended else f'{dt:.1f}s', 'rc', p.returncode, 'left', left, flush=True)
        for l in left: os.kill(int(l), 9)
print('worst %.1f s' % worst)
