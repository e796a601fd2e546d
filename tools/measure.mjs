/**
 * `npm run measure -- NAME`: runs tests/measure/NAME.ts, which prints a table; the last line is its
 * result as one line of JSON. What follows NAME is handed on to it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { prepareChromium, preparePackages, root } from './prepare.mjs';

const [name, ...options] = process.argv.slice(2);
const folder = `${root}tests/measure`;
const names = readdirSync(folder)
	.filter((file) => existsSync(`${folder}/${file}/measure.ts`))
	.sort();
if (name === undefined || !names.includes(name)) {
	console.error(`Usage: npm run measure -- NAME, where NAME is one of: ${names.join(', ')}`);
	process.exit(2);
}
preparePackages();
process.env['CHROMIUM'] = prepareChromium();
const { loadConfigFromFile, runnerImport } = await import('vite');
const environment = { command: 'serve', mode: 'development' };
const { config } = await loadConfigFromFile(environment, `${root}vite.config.ts`);
// What is measured may import the kernels.
const plugins = config.plugins.flat().filter(({ name }) => name === 'assembly-kernels');
const { module } = await runnerImport(`${folder}/${name}/measure.ts`, {
	configFile: false,
	root,
	plugins
});
const result = await module.measure(options);
console.log(JSON.stringify(result));
process.exit(0);
