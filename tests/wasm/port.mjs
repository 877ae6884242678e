// MicroPython's WebAssembly port with some host folders in its /lib, a fresh interpreter a call.
//
//   const mp = await boot('build/wasm', ['build/mpy/none', 'build/tests/none']);
//   mp.runPython('import memchunk');
//
// Its collector runs only when Python has returned to JavaScript: `gc.collect()` merely asks for it, so
// what must be collected before something else happens takes a call of its own. Its heap grows when full.
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const PORT = 'node_modules/@micropython/micropython-webassembly-pyscript/micropython.mjs';

export async function boot(installed, folders, heapsize = 256 * 1024) {
  const {loadMicroPython} = await import(pathToFileURL(path.resolve(installed, PORT)));
  const print = (line) => fs.writeSync(1, line + '\n');
  const mp = await loadMicroPython({heapsize, linebuffer: true, stdout: print, stderr: print});
  mp.FS.mkdirTree('/lib');
  for (const folder of folders) copy(mp.FS, folder, '/lib');
  return mp;
}

function copy(FS, from, to) {
  for (const entry of fs.readdirSync(from, {withFileTypes: true})) {
    const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
    if (entry.isDirectory()) {
      FS.mkdirTree(target);
      copy(FS, source, target);
    } else if (/\.m?py$/.test(entry.name)) {
      FS.writeFile(target, fs.readFileSync(source));
    }
  }
}
