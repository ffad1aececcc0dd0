import os
path = "penjing_test_file.tmp"
with open(path, "w") as f:
    print(f.write("héllo\nworld\n"))  # expect: 12
    print(f.closed)  # expect: False
print(f.closed)  # expect: True
with open(path) as f:
    print([line for line in f])  # expect: ['héllo\n', 'world\n']
print(open(path).read(2))  # expect: hé
with open(path, "a") as f:
    f.write("more")
print(open(path, "rb").read()[-4:])  # expect: b'more'
try:
    open("no such file")
except FileNotFoundError as error:
    print(error)  # expect: [Errno 2] No such file or directory: 'no such file'
try:
    f.read()
except ValueError as error:
    print(error)  # expect: I/O operation on closed file.
try:
    open(path, "q")
except ValueError as error:
    print(error)  # expect: invalid mode: 'q'
os.remove(path)
