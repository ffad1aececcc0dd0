# SPDX-License-Identifier: Apache-2.0
class A:
    def __init__(self): self.__v = 1
    def get(self): return self.__v
    def __m(self): return "m"
    def call(self): return self.__m()
a = A()
print(a.get(), a.call(), sorted(a.__dict__), a._A__v)  # expect: 1 m ['_A__v'] 1
class B(A):
    def get2(self):
        try:
            return self.__v
        except AttributeError as e:
            return str(e).split(". Did")[0]
print(B().get2())  # expect: 'B' object has no attribute '_B__v'
