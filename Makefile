# memchunk. `make` or `make help` lists what there is; the first target that needs it makes .venv.
# Plain make 3.81 (macOS) is enough.

PYTHON ?= python3
LANE ?= all
ONLY ?=
RUNS ?= 100000
TARGET ?= board
PORT ?= auto
APP ?=
NEEDED ?=
HEAP ?=
PICO_UF2 ?=
MICROPYTHON ?=
ARCH ?= armv6m
UV ?= uv

VENV := .venv
PY := $(VENV)/bin/python

# A wrong MICROPYTHON is told at once, in one line.
ifneq ($(strip $(MICROPYTHON)),)
ifeq ($(shell command -v "$(MICROPYTHON)" 2>/dev/null),)
$(error MICROPYTHON=$(MICROPYTHON): no such executable)
endif
export MICROPYTHON
endif

export PICO_UF2

.PHONY: help setup demo demo-heap test fuzz board-test deploy bench bench-readme mpy size dist romfs package.json lint typecheck lock clean

help: ## list the targets
	@echo "make TARGET [VARIABLE=value]"
	@echo
	@sed -n 's/^\([a-z.-]*\):[^#]*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'
	@echo
	@echo "  LANE=all             test: cpython, unix-py, unix-mpy, wasm, board-unix, pico, or several with commas between"
	@echo "  ONLY=                test: names of test modules, such as ONLY=test_ring"
	@echo "  RUNS=100000          fuzz: inputs a decoder"
	@echo "  TARGET=board         board-test: board (on USB), emulated (a Pico in software), unix"
	@echo "  PORT=auto            deploy, board-test: the board's serial port, such as PORT=/dev/ttyACM0"
	@echo "  APP=                 deploy: a program to be the board's main.py, such as APP=examples/imu.py"
	@echo "  NEEDED=1             deploy: only the modules that the program there leads to, for a small flash"
	@echo "  HEAP=1               deploy: memchunk.heap comes along, as it does for an APP that imports it"
	@echo "  PICO_UF2=path        bench, board-test, test: firmware for the emulated Pico; board-test fetches it else"
	@echo "  ARCH=armv6m          romfs: none, armv6m, armv7emsp, xtensawin, rv32imc, ..."
	@echo "  MICROPYTHON=path     another micropython command (macOS on Intel, aarch64: no wheel for these)"
	@echo "  PYTHON=python3       the Python, 3.10 or later, that .venv is made with"

setup: $(VENV)/.stamp ## make .venv, and fetch the WebAssembly port where node is
	@$(PY) tests/wasm/install.py

demo: mpy ## real recordings through fixed memory on a real MicroPython
	$(PY) -m memchunk_host.demo

demo-heap: mpy ## each question of the heap answered, and a program that fragments it drawn beside one that does not
	$(PY) -m memchunk_host.demo_heap

test: $(VENV)/.stamp typings/.stamp ## the tests, on every runtime that this machine has
	$(PY) tests/lanes.py --lane "$(LANE)" $(ONLY)

fuzz: $(VENV)/.stamp ## each decoder under RUNS hostile inputs, in LANE=cpython or unix-mpy
	@test "$(RUNS)" -ge 100 2>/dev/null || { echo "fuzz: RUNS=$(RUNS): a number from 100 on"; exit 2; }
	MEMCHUNK_FUZZ=$(RUNS) $(PY) tests/lanes.py --lane "$(if $(filter all,$(LANE)),cpython,$(LANE))" $(notdir $(basename $(wildcard tests/device/test_fuzz*.py)))

deploy: $(VENV)/.stamp ## put memchunk on the board at PORT, and check it there
	@$(PY) -m memchunk_host deploy --port "$(PORT)" $(if $(strip $(APP)),--app "$(APP)") $(if $(strip $(HEAP)),--heap) $(if $(strip $(NEEDED)),--needed)

board-test: $(VENV)/.stamp ## what only a board can show: TARGET=board, emulated or unix
	@$(PY) -m memchunk_host.boardtest --target "$(TARGET)" --port "$(PORT)" $(ONLY)

bench: mpy ## cycles of every kernel beside C, speed and garbage of every part
	@$(PY) bench/run.py

bench-readme: $(VENV)/.stamp ## the figures of the last make bench into README.md and docs/bench.svg
	@$(PY) bench/readme.py

mpy: $(VENV)/.stamp ## cross-compile the package into build/mpy
	$(PY) -m memchunk_host.build --arch none --arch x64 --arch armv6m

size: mpy ## .mpy bytes and heap bytes of every module
	$(PY) bench/size.py

dist: $(VENV)/.stamp ## wheel, sdist, mip packages and ROMFS images, all checked, into dist/
	$(PY) -m memchunk_host.release

romfs: $(VENV)/.stamp ## the package as a ROMFS image for ARCH, in build/romfs
	$(PY) -m memchunk_host.release.romfs $(ARCH)

package.json: $(VENV)/.stamp ## list the device's sources anew for mip and manifest.py
	$(PY) -m memchunk_host.release.package_json

lint: $(VENV)/.stamp ## ruff
	$(PY) -m ruff check .

typecheck: $(VENV)/.stamp typings/.stamp ## mypy: host against CPython, device against MicroPython's stubs
	$(PY) -m mypy
	$(PY) -m mypy --config-file mypy-device.ini

lock: ## renew requirements.lock and typings.lock (needs uv)
	@printf '# Exact versions of everything `make` uses. Made by `make lock`; do not edit.\n' > build-lock.tmp
	$(UV) pip compile --universal --python-version 3.10 --extra dev --upgrade \
		--no-header --no-annotate --no-emit-index-url --quiet pyproject.toml >> build-lock.tmp
	mv build-lock.tmp requirements.lock
	@printf '# Types of the device'"'"'s own modules, kept out of .venv; see pyproject.toml. Made by `make lock`; do not edit.\n' > build-lock.tmp
	echo 'micropython-rp2-rpi-pico-stubs' | $(UV) pip compile - --universal --python-version 3.10 --upgrade \
		--no-header --no-annotate --no-emit-index-url --quiet >> build-lock.tmp
	mv build-lock.tmp typings.lock

clean: ## remove what was built (.venv and typings stay)
	rm -rf build dist .pytest_cache .ruff_cache .mypy_cache
	find lib host tests bench examples -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# A PYTHON named by the caller that .venv was not made with replaces it; the default never does.
ifneq ($(origin PYTHON),file)
ifneq ($(shell cat $(VENV)/.python 2>/dev/null),$(shell { $(PYTHON) -c 'import sys; print(sys.version)'; } 2>/dev/null))
$(shell $(PYTHON) -c '' 2>/dev/null && rm -f $(VENV)/.stamp)
endif
endif

$(VENV)/.stamp: requirements.lock pyproject.toml
	@case "`$(PYTHON) -c 'import sys; print(sys.version_info >= (3, 10))' 2>/dev/null`" in \
		True) ;; \
		False) echo "PYTHON=$(PYTHON) is too old: memchunk needs Python 3.10 or later; give PYTHON=path" >&2; exit 1 ;; \
		*) echo "PYTHON=$(PYTHON) is no Python that runs: memchunk needs 3.10 or later; give PYTHON=path" >&2; exit 1 ;; \
	esac
	@echo "making $(VENV) with `$(PYTHON) --version 2>&1`, which takes about a minute"
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install -qq --disable-pip-version-check -r requirements.lock
	$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(PYTHON) -c 'import sys; print(sys.version)' > $(VENV)/.python
	@touch $@

typings/.stamp: typings.lock | $(VENV)/.stamp
	rm -rf typings
	$(PY) -m pip install -qq --disable-pip-version-check --no-deps --target typings -r typings.lock
	@touch $@
