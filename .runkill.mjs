import { runnerImport } from 'vite';
const { module } = await runnerImport('/work/main/tests/measure/looper/kill.ts', { configFile: false, root: '/work/main' });
console.log('KILL', JSON.stringify(await module.measureKill(20)));
console.log('KILLIDB', JSON.stringify(await module.measureKill(8, module.syntheticScene('indexeddb'))));
process.exit(0);
