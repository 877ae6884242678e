// Run one on-device test module on the WebAssembly port; run.py prints its lines, the last is the verdict.
//
//   node tests/wasm/run.mjs INSTALLED HEAPSIZE MODULE FOLDER…
import {boot} from './port.mjs';

const [installed, heapsize, module, ...folders] = process.argv.slice(2);
try {
  const mp = await boot(installed, folders, Number(heapsize));
  mp.runPython(`import run\nrun.begin([${JSON.stringify(module)}])`);
  mp.runPython('more = True');
  while (mp.globals.get('more')) mp.runPython('more = run.step()');
} catch (e) {
  console.log(String(e.message ?? e));
  process.exitCode = 1;
}
