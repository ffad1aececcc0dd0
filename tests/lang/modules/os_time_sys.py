# SPDX-License-Identifier: Apache-2.0
import os, os.path, sys, time
print(os.path.join("a", "b", "/c", "d"), os.path.join("a/", "b"), os.path.split("/a/b"), os.path.basename("/a/b.txt"), os.path.dirname("/a/b"), os.path.splitext("a/b.tar.gz"), os.path.splitext(".bashrc"))  # expect: /c/d a/b ('/a', 'b') b.txt /a ('a/b.tar', '.gz') ('.bashrc', '')
print(os.path.normpath("/a/./b/../c//d"), os.path.normpath("../a/.."), os.path.isabs("/a"), os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.commonprefix(["abc", "abd"]), os.path.relpath("/a/b", "/a/c"))  # expect: /a/c/d .. True /a/b ab ../b
print(os.path.exists("/"), os.path.isdir("/"), os.path.isfile("/"), os.path.exists("/no/such"), os.sep, os.name, os.linesep == "\n")  # expect: True True False False / posix True
print(isinstance(os.getcwd(), str), isinstance(os.environ.get("PATH", ""), str), os.getenv("NO_SUCH_VARIABLE", "d"), os.environ.get("NO_SUCH_VARIABLE"))  # expect: True True d None
os.environ["X_TEST"] = "1"; print(os.environ["X_TEST"], os.environ.pop("X_TEST"))  # expect: 1 1
try:
    os.listdir("/no/such/folder")
except FileNotFoundError as e: print(e)  # expect: [Errno 2] No such file or directory: '/no/such/folder'
d = os.path.join("/tmp", "penjing-test-%d" % os.getpid())
os.makedirs(os.path.join(d, "a", "b"), exist_ok=True); os.makedirs(d, exist_ok=True)
print(sorted(os.listdir(d)), [(os.path.relpath(r, d), ds, fs) for r, ds, fs in os.walk(d)])  # expect: ['a'] [('.', ['a'], []), ('a', ['b'], []), ('a/b', [], [])]
os.rename(os.path.join(d, "a", "b"), os.path.join(d, "c")); os.rmdir(os.path.join(d, "c")); os.rmdir(os.path.join(d, "a")); os.rmdir(d); print(os.path.exists(d))  # expect: False
t = time.time(); a = time.perf_counter(); time.sleep(0.01); print(t > 1.6e9, time.perf_counter() - a >= 0.01, isinstance(time.time_ns(), int), time.monotonic() > 0)  # expect: True True True True
g = time.gmtime(0); print(g.tm_year, g.tm_mon, g.tm_yday, g[3], time.strftime("%Y-%m-%d %H:%M:%S", g), time.asctime(g))  # expect: 1970 1 1 0 1970-01-01 00:00:00 Thu Jan  1 00:00:00 1970
print(sys.maxsize, isinstance(sys.argv, list), sys.version_info >= (3, 8), sys.version_info[0], sys.byteorder, "os" in sys.modules, sys.getrecursionlimit() > 0)  # expect: 9223372036854775807 True True 3 little True True
try:
    sys.exit(3)
except SystemExit as e: print(e.code)  # expect: 3
print(sys.stdout.write("") == 0 or True, hasattr(sys.stderr, "flush"))  # expect: True True
