"""Each package, installed as a user would and imported by a real MicroPython in a small heap."""

import functools
import http.server
import os
import pty
import shutil
import subprocess
import sys
import threading
import tty

import pytest

from memchunk_host.build import LIBRARY, ROOT
from memchunk_host.interpreter import NoInterpreter, architecture, find
from memchunk_host.release import folder, mip, romfs

HEAP = ["-X", "heapsize=128k"]  # the sources are compiled in it, words being of 8 bytes
# Rows through a pipeline: a package that lacks a module, or has one for another machine, does not get to the end.
USE = """
import sys
sys.path[:] = [{place!r}]
import io, memchunk
from memchunk import Blockpack, Descriptor, Frame, FrameReader, Pipeline, StreamSource, kernels
wire = io.BytesIO()
rows = io.BytesIO(bytes(range(192)) * 2)
stages = [Blockpack(3), Frame(Descriptor(1, "imu", ("x", "y", "z"), rate=104))]
Pipeline(StreamSource(rows, 3), stages, wire, rows=32).run()
print(memchunk.__version__, memchunk.__file__, kernels.BACKEND, len(wire.getvalue()) > 64)
"""


@pytest.fixture(scope="module")
def interpreter():
    try:
        return find()
    except NoInterpreter as e:
        pytest.skip(f"NO PACKAGE WAS INSTALLED: {e}")


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    out = tmp_path_factory.mktemp("dist")
    mip.packages(out)
    return out


@pytest.fixture
def serve():
    """Start a server of files for a folder; returns its address."""
    servers = []

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    def start(directory):
        handler = functools.partial(Quiet, directory=str(directory))
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def run(interpreter, program, where, heap=HEAP):
    """What the program prints, run in the folder `where`."""
    command = [interpreter, *heap, "-c", program]
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stdout + done.stderr
    return done.stdout


def assert_works(interpreter, where, place, file, backend):
    version, found, used, sent = run(interpreter, USE.format(place=place), where).split()
    assert (found, used, sent) == (f"{place}/memchunk/__init__.{file}", backend, "True")
    assert f'"version": "{version}"' in (ROOT / "package.json").read_text()


def files(place):
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()}


@pytest.mark.parametrize("native", [False, True])
def test_mip_installs_from_a_server(interpreter, dist, serve, tmp_path, native):
    place = dist / folder(architecture(interpreter)) if native else dist
    address = serve(dist) + (f"/{place.name}/" if native else "/package.json")
    said = run(interpreter, f"import mip; mip.install({address!r}, target='lib')", tmp_path)
    assert said.endswith("Done\n"), said
    assert files(tmp_path / "lib/memchunk") == files(place / "memchunk")
    assert_works(interpreter, tmp_path, "lib", "mpy" if native else "py", "viper")


def test_mip_installs_from_the_repository(interpreter, serve, tmp_path):
    run(interpreter, f"import mip; mip.install('{serve(ROOT)}/package.json', target='lib')", tmp_path)
    host_only = {"_cpython.py", "heap/_cpython.py", "py.typed"}
    sources = {n: data for n, data in files(LIBRARY / "memchunk").items() if not n.endswith(".pyc")}
    assert files(tmp_path / "lib/memchunk") == {n: data for n, data in sources.items() if n not in host_only}


def test_mip_installs_by_name_from_an_index(interpreter, dist, serve, tmp_path):
    """An index holds package/<version of .mpy>/<name>/<version>.json: a folder of ours goes in as it is."""
    place = tmp_path / "index/package/6/memchunk"
    shutil.copytree(dist / folder(architecture(interpreter)), place)
    (place / "package.json").rename(place / "latest.json")
    address = serve(tmp_path / "index")
    said = run(interpreter, f"import mip; mip.install('memchunk', index={address!r}, target='lib')", tmp_path)
    assert said.endswith("Done\n"), said
    assert_works(interpreter, tmp_path, "lib", "mpy", "viper")


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TRIED HERE: a pty's master is a terminal on Linux alone")
def test_mpremote_installs_from_a_folder(interpreter, dist, tmp_path):
    """`mpremote mip install dist/…/package.json` of the README, with an interpreter for a board."""
    board, port = pty.openpty()
    tty.setraw(port)
    place = dist / folder(architecture(interpreter))
    mpremote = [sys.executable, "-m", "mpremote", "connect", os.ttyname(port), "resume"]
    install = [*mpremote, "mip", "install", "--target", "lib", str(place / "package.json")]
    with subprocess.Popen([interpreter, *HEAP], cwd=tmp_path, stdin=board, stdout=board) as process:
        try:
            done = subprocess.run(install, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)
        finally:
            process.terminate()
            os.close(board)
            os.close(port)
    assert done.returncode == 0, done.stdout + done.stderr
    assert files(tmp_path / "lib/memchunk") == files(place / "memchunk")
    assert_works(interpreter, tmp_path, "lib", "mpy", "viper")


def test_bytecode_alone_runs_on_any_board(interpreter, dist, tmp_path):
    (tmp_path / "lib").symlink_to(dist / folder("none"))
    assert_works(interpreter, tmp_path, "lib", "mpy", "plain")


class Rom:
    """Reader of a ROMFS image, from the description in MicroPython's extmod/vfs_rom.c.

    image       d2 cd 31, length, records
    record      kind, length, payload; kind 2 data, 4 directory, 5 file
    directory   length of the name, name, records; a file likewise
    """

    def __init__(self, image):
        assert image[:3] == b"\xd2\xcd\x31"
        self._image, self.files = image, {}
        length, at = self._uint(3)
        assert at + length == len(image)
        self._records(at, len(image), "")

    def _uint(self, at):
        value = 0
        while self._image[at] >= 0x80:
            value, at = value << 7 | self._image[at] & 0x7F, at + 1
        return value << 7 | self._image[at], at + 1

    def _records(self, at, end, path):
        while at < end:
            kind, at = self._uint(at)
            length, at = self._uint(at)
            if kind == 2:
                self.files[path] = self._image[at : at + length]
            elif kind in (4, 5):
                name, start = self._uint(at)
                below = path + "/" + self._image[start : start + name].decode()
                self._records(start + name, at + length, below)
            at += length
        assert at == end


@pytest.fixture(scope="module")
def rom(interpreter, dist, tmp_path_factory):
    file = tmp_path_factory.mktemp("rom") / "memchunk.romfs"
    romfs.image(dist / folder(architecture(interpreter)), file)
    return file


def test_a_rom_image_holds_the_package(interpreter, dist, rom):
    package = files(dist / folder(architecture(interpreter)) / "memchunk")
    assert Rom(rom.read_bytes()).files == {f"/lib/memchunk/{name}": data for name, data in package.items()}


def test_a_rom_image_imports_from_where_it_is_mounted(interpreter, rom, tmp_path):
    mount = f"import vfs; vfs.mount(vfs.VfsRom(open({str(rom)!r}, 'rb').read()), '/rom')"
    heap = ["-X", "heapsize=256k"]  # the image lies in it, too
    version, *found = run(interpreter, mount + USE.format(place="/rom/lib"), tmp_path, heap).split()
    assert found == ["/rom/lib/memchunk/__init__.mpy", "viper", "True"]


def test_an_image_for_an_unknown_architecture_is_refused(capsys):
    with pytest.raises(SystemExit):
        romfs.main(["z80"])
    assert "invalid choice: 'z80'" in capsys.readouterr().err
