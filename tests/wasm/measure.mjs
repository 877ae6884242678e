// What each import costs on the heap of a fresh WebAssembly interpreter, as JSON [bytes or an error, …].
//
//   node tests/wasm/measure.mjs INSTALLED FOLDER STATEMENT…
import {boot} from './port.mjs';

const [installed, folder, ...statements] = process.argv.slice(2);
const costs = [];
for (const statement of statements) {
  const mp = await boot(installed, [folder]);
  try {
    // A call each, because the collection that gc.collect() asks for comes when the call has returned.
    mp.runPython('import gc\nbefore = after = 0\ngc.collect()');
    mp.runPython('before = gc.mem_alloc()');
    mp.runPython(`${statement}\ngc.collect()`);
    mp.runPython('after = gc.mem_alloc()');
    costs.push(mp.globals.get('after') - mp.globals.get('before'));
  } catch (e) {
    costs.push(String(e.message ?? e).trim());
  }
}
console.log(JSON.stringify(costs));
