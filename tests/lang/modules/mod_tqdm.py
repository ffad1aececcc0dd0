# SPDX-License-Identifier: Apache-2.0
import io, re, time
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
def shown(f): return [re.sub(r"\d\d:\d\d|[\d.]+(k?it/s|s/it)", "T", t).strip() for t in f.getvalue().split("\r") if t.strip()]
tqdm.write("w")  # expect: w
f = io.StringIO(); print(list(tqdm([1, 2, 3], file=f, ascii=False)), shown(f)[0], "->", shown(f)[-1], repr(f.getvalue()[-1]))  # expect: [1, 2, 3] 0%|          | 0/3 [T<?, ?it/s] -> 100%|██████████| 3/3 [T<T, T] '\n'
f = io.StringIO()
with tqdm(total=8, desc="load", file=f, ascii=False, mininterval=0) as bar:
    bar.update(3); bar.set_postfix(loss=0.123456, acc="hi"); bar.update(5); print(bar.n, bar.total, len(bar))  # expect: 8 8 8
print(shown(f)[0], "->", shown(f)[-1])  # expect: load:   0%|          | 0/8 [T<?, ?it/s] -> load: 100%|██████████| 8/8 [T<T, T, acc=hi, loss=0.123]
print([t for t in shown(f) if "3/8" in t][0])  # expect: load:  38%|███▊      | 3/8 [T<T, T]
f = io.StringIO(); b = tqdm((x for x in range(4)), file=f, ascii=False); print(sum(b), shown(f)[0], "->", shown(f)[-1])  # expect: 6 0it [T, ?it/s] -> 4it [T, T]
f = io.StringIO(); print(sum(trange(5, disable=True, file=f, ascii=False)), repr(f.getvalue()))  # expect: 10 ''
f = io.StringIO(); print(sum(trange(5, leave=False, file=f, ascii=False)), f.getvalue()[-1] == "\r", "\n" in f.getvalue())  # expect: 10 True False
f = io.StringIO(); b = auto(total=2, file=f, ascii=False); b.set_description("x"); b.update(); b.close(); b.close(); print(shown(f)[-1])  # expect: x:  50%|█████     | 1/2 [T<T, T]
f = io.StringIO(); t = time.time(); n = sum(1 for _ in tqdm(range(2000), file=f, ascii=False)); print(n, len(shown(f)) <= 3 + 10 * (time.time() - t))  # expect: 2000 True
print(tqdm.format_interval(3725), tqdm.format_num(123456789), tqdm.format_num(0.5), tqdm.format_sizeof(12345))  # expect: 1:02:05 1.23e+8 0.5 12.3k
f = io.StringIO(); b = tqdm(total=100, file=f, unit="B", unit_scale=True, bar_format="{desc}|{n_fmt}/{total_fmt}|{percentage:.0f}", desc="d"); b.update(50); b.close(); print(shown(f)[-1])  # expect: d|50.0/100|50
