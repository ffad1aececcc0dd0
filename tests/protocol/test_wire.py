# SPDX-License-Identifier: Apache-2.0
"""What a hostile or broken client sends, and what may be lost on the way."""
import hashlib
import hmac
import json
import random
import time

import pytest
import zmq
from conftest import SLOW

DELIMITER = b"<IDS|MSG>"


def frames(client, parts, key=None):
    key = client.info["key"].encode() if key is None else key
    h = hmac.new(key, digestmod=hashlib.sha256)
    for p in parts:
        h.update(p)
    return [DELIMITER, h.hexdigest().encode(), *parts]


def header(client, msg_type="kernel_info_request", **more):
    return {**client.session.msg(msg_type)["header"], "date": "2026-01-01T00:00:00Z", **more}


def parts(client, content=b"{}", msg_type="kernel_info_request", head=None):
    head = json.dumps(header(client, msg_type)).encode() if head is None else head
    return [head, b"{}", b"{}", content]


def assert_alive(client):
    begin = time.time()
    assert client.ask("kernel_info_request", channel="control").content["status"] == "ok"
    assert time.time() - begin < 0.1 * SLOW
    assert client.run("7").plain() == ["7"]


def bad_messages(client):
    good = frames(client, parts(client))
    yield []
    yield [b""]
    yield [DELIMITER]
    for n in range(1, 6):
        yield good[:n]
    yield [DELIMITER] * 8
    yield good[1:]
    yield [DELIMITER, b"", *good[2:]]
    yield [DELIMITER, good[1][:8], *good[2:]]
    yield [DELIMITER, good[1].upper() + b"0", *good[2:]]
    yield [DELIMITER, b"0" * 64, *good[2:]]
    yield [DELIMITER, b"\xff" * 64, *good[2:]]
    yield frames(client, parts(client), key=b"wrong")
    yield [b"x" * 100] * 5000 + good
    for head in (b"", b"{}", b"[]", b"null", b"{", b"\x00", b'{"msg_id": 7}',
                 b'{"msg_id": "a", "msg_type": 7}', b'{"msg_id":"a"}' * 2, b"[" * 100000):
        yield frames(client, parts(client, head=head))


def test_messages_that_are_dropped(kernel, client):
    for m in bad_messages(client):
        if m:
            client.send_frames(m)
            client.send_frames(m, "control")
            client.send_frames(m, "stdin")
    assert_alive(client)
    assert "wrong signature" in kernel.stderr()
    assert client.sockets["shell"].poll(100) == 0


def test_replays_are_dropped(client):
    m = client.session.msg("execute_request", {"code": "1"})
    wire = client.session.serialize(m)
    client.send_frames(wire)
    a = client.finish(m)
    assert a.content["status"] == "ok"
    client.send_frames(wire)
    assert client.sockets["shell"].poll(200) == 0
    assert_alive(client)


@pytest.mark.parametrize("content", [b"null", b"[]", b"", b"{", b'"text"',
                                     b'{"code":1e400}', b'{"a":' + b"[" * 5000])
@pytest.mark.parametrize("msg_type", ["execute_request", "complete_request"])
def test_content_that_cannot_be_read(client, content, msg_type):
    p = parts(client, content, msg_type)
    client.send_frames(frames(client, p))
    a = client.finish({"header": json.loads(p[0])})
    assert a.content["status"] == "error"
    assert a.content["ename"] == "ProtocolError"
    assert_alive(client)


@pytest.mark.parametrize("code", [b'"\\ud800"', b'"\\udc00\\ud83d"', b'"a\\u0000b"',
                                  b'"\xff\xfe"', b'7, "x":NaN', b'"\xc3'])
def test_text_that_is_not_unicode(client, code):
    p = parts(client, b'{"code":' + code + b',"big":12345678901234567890123}',
              "execute_request")
    client.send_frames(frames(client, p))
    a = client.finish({"header": json.loads(p[0])})
    assert a.content["status"] in ("ok", "error")
    assert_alive(client)


def test_ten_megabytes(client):
    a = client.run("# " + "x" * 10_000_000, timeout=30)
    assert a.content["status"] == "ok"
    assert_alive(client)


def test_random_changes(client):
    rng = random.Random(7)
    for _ in range(500):
        m = frames(client, parts(client, b'{"code":"1"}', "execute_request"))
        for _ in range(rng.randrange(1, 4)):
            i = rng.randrange(len(m))
            f = bytearray(m[i] or b"x")
            kind = rng.randrange(4)
            if kind == 0:
                f[rng.randrange(len(f))] ^= 1 << rng.randrange(8)
            elif kind == 1:
                del f[rng.randrange(len(f)):]
            elif kind == 2:
                f *= 2
            m[i] = bytes(f)
            if kind == 3 and len(m) > 1:
                del m[i]
        if rng.random() < 0.5 and DELIMITER in m:
            at = m.index(DELIMITER)
            m = m[:at] + frames(client, m[at + 2:])
        client.send_frames(m)
    time.sleep(0.2)
    while client.sockets["shell"].poll(50):
        client.sockets["shell"].recv_multipart()
    assert_alive(client)


def test_buffers_are_let_through(client):
    m = client.session.msg("comm_open", {"comm_id": "x", "target_name": "nobody"})
    client.session.send(client.sockets["shell"], m, buffers=[b"abc", b"\x00" * 1000])
    assert client.finish(m, has_reply=False).types == ["comm_close"]


# ---- connections ----------------------------------------------------------

def test_without_a_key(start):
    assert_alive(start(key="").client())


def test_sha512(start):
    assert_alive(start(scheme="hmac-sha512").client())


def test_unknown_scheme_is_said(start):
    k = start(scheme="hmac-md5")
    assert k.wait() == 1
    assert "hmac-md5" in k.stderr()


def test_ipc(start):
    assert_alive(start(transport="ipc").client())


def test_unknown_arguments_are_ignored(start):
    assert_alive(start(args=["--debug", "--Session.key=1"]).client())


def test_port_that_stays_taken(start, tmp):
    k = start()
    k.client()
    import subprocess
    from conftest import PROGRAM
    p = subprocess.run([PROGRAM, "kernel", "-f", str(k.file)], capture_output=True, text=True)
    assert p.returncode == 1 and "cannot bind" in p.stderr


def test_missing_file():
    import subprocess
    from conftest import PROGRAM
    p = subprocess.run([PROGRAM, "kernel", "-f", "/nowhere"], capture_output=True, text=True)
    assert p.returncode == 1 and "/nowhere" in p.stderr


def test_curve(start):
    public, secret = (x.decode() for x in zmq.curve_keypair())
    k = start(curve_publickey=public, curve_secretkey=secret)
    context = zmq.Context()
    plain = context.socket(zmq.DEALER)
    plain.connect(f"tcp://127.0.0.1:{k.info['control_port']}")
    own_public, own_secret = zmq.curve_keypair()
    s = context.socket(zmq.DEALER)
    s.curve_serverkey, s.curve_publickey, s.curve_secretkey = public.encode(), own_public, own_secret
    s.connect(f"tcp://127.0.0.1:{k.info['control_port']}")
    from jupyter_client.session import Session
    session = Session(key=k.info["key"].encode())
    session.send(plain, "kernel_info_request")
    session.send(s, "kernel_info_request")
    assert s.poll(5000 * SLOW)
    assert plain.poll(200) == 0
    context.destroy(linger=0)


@pytest.mark.parametrize("honest", [True, False])
def test_registration(tmp, honest):
    """The kernel chooses its ports and tells them to the launcher."""
    import subprocess
    from conftest import PROGRAM, Client
    context = zmq.Context()
    router = context.socket(zmq.ROUTER)
    port = router.bind_to_random_port("tcp://127.0.0.1")
    info = {"kernel_id": "k1", "transport": "tcp", "registration_ip": "127.0.0.1",
            "registration_port": port, "signature_scheme": "hmac-sha256", "key": "secret"}
    (tmp / "r.json").write_text(json.dumps(info))

    def sign(data, key=b"secret"):
        return hmac.new(key, data, hashlib.sha256).hexdigest().encode()

    p = subprocess.Popen([PROGRAM, "kernel", "-f", str(tmp / "r.json")],
                         stderr=subprocess.PIPE, text=True)
    assert router.poll(5000 * SLOW)
    who, delimiter, signature, content = router.recv_multipart()
    assert delimiter == DELIMITER and signature == sign(content)
    ports = json.loads(content)
    assert ports.pop("kernel_id") == "k1"
    router.send_multipart([who, DELIMITER, sign(b"ACK", b"secret" if honest else b"wrong"),
                           b"ACK"])
    if honest:
        c = Client({**info, "ip": "127.0.0.1", **{k: int(v) for k, v in ports.items()}})
        assert c.ask("kernel_info_request", channel="control").content["status"] == "ok"
        c.ask("shutdown_request", {"restart": False}, channel="control")
        assert p.wait(5 * SLOW) == 0
        c.close()
    else:
        assert p.wait(10 * SLOW) == 1
        assert "acknowledge" in p.stderr.read()
    p.stderr.close()
    context.destroy(linger=0)


def test_heartbeat(client):
    hb = client.sockets["hb"]
    r = client.start("import time\ntime.sleep(1)")
    for i in range(20):
        hb.send(b"ping %d" % i)
        assert hb.poll(200 * SLOW)
        assert hb.recv() == b"ping %d" % i
    client.finish(r)


# ---- subscribers ----------------------------------------------------------

def test_welcome_is_the_first_message(kernel):
    c = kernel.client(ready=False)
    m = c.recv("iopub")
    assert m["msg_type"] == "iopub_welcome"
    assert m["content"] == {"subscription": ""} and m["parent_header"] == {}


def test_every_subscriber_is_welcomed(kernel):
    for _ in range(3):
        assert kernel.client(ready=False).recv("iopub")["msg_type"] == "iopub_welcome"


def test_welcome_to_a_topic(kernel, client):
    s = client.context.socket(zmq.SUB)
    s.subscribe(b"kernel.")
    s.connect(client.url("iopub"))
    assert s.poll(2000 * SLOW)
    m = s.recv_multipart()
    assert m[0] == b"kernel."
    content = client.session.deserialize(m[2:])["content"]
    assert content == {"subscription": "kernel."}


def test_first_outputs_wait_for_the_subscriber(start):
    k = start()
    c = k.client(ready=False)
    a = c.ask("kernel_info_request")
    assert a.content["status"] == "ok"


def test_client_that_subscribes_late_still_gets_replies(start):
    k = start()
    c = k.client(ready=False)
    c.sockets["iopub"].disconnect(c.url("iopub"))
    r = c.send("kernel_info_request")
    assert c.reply(r)["content"]["status"] == "ok"


def test_reconnect_with_the_same_identity(kernel):
    a = kernel.client(identity="same")
    b = kernel.client(identity="same")
    assert b.run("7").plain() == ["7"]
    a.close()
    assert b.run("8").plain() == ["8"]


def test_two_clients_see_each_other(kernel, client):
    other = kernel.client()
    r = client.start("7")
    assert [m["msg_type"] for m in iopub_of(other, r)] == ["execute_input", "execute_result"]


def iopub_of(client, request):
    out = []
    while True:
        m = client.recv("iopub")
        if m["parent_header"].get("msg_id") != request["header"]["msg_id"]:
            continue
        if m["msg_type"] == "status":
            if m["content"]["execution_state"] == "idle":
                return out
        else:
            out.append(m)


# ---- floods ---------------------------------------------------------------

def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(f.read().split("VmRSS:")[1].split()[0]) / 1024


def test_hundred_thousand_lines(client):
    a = client.run("for i in range(100000): print(i)", timeout=60)
    assert a.text() == "".join(f"{i}\n" for i in range(100000))
    assert len(a.out) < 2000


def test_reader_that_pauses_loses_nothing(kernel, client):
    r = client.start("from IPython.display import display\n"
                     "for i in range(20000): display(i)")
    time.sleep(3)
    a = client.finish(r, timeout=60)
    assert len(a.of("display_data")) == 20000
    assert memory(kernel.process.pid) < 400 * SLOW


def test_endless_text_is_cut_and_says_so(kernel, client):
    r = client.start('while True: print("0123456789")')
    time.sleep(2)
    client.send("interrupt_request", channel="control")
    a = client.finish(r, timeout=30)
    text = a.text()
    assert len(text) < 8_000_000
    assert "bytes of output left out" in text
    assert text.rstrip("\n").endswith("0123456789")
    assert memory(kernel.process.pid) < 300 * SLOW
    assert client.run("7").plain() == ["7"]
