/** Makes sure that a fresh machine has what the commands need. Prints one sentence for all it does. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/** Runs a program in the project's folder with its output shown. Returns its exit code. */
export function run(program, args, env = {}) {
	const options = { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } };
	return spawnSync(program, args, options).status ?? 1;
}

/** Installs the locked packages if they are missing or older than the lockfile. */
export function preparePackages() {
	const stamp = `${root}node_modules/.package-lock.json`;
	const lock = `${root}package-lock.json`;
	if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
	console.log('Installing the packages that the lockfile names.');
	if (run('npm', ['ci', '--no-audit', '--no-fund']) !== 0) {
		fail('The packages could not be installed: see what npm says above.');
	}
}

/** The path of a Chromium; installs Debian's where there is none. CHROMIUM names another. */
export function prepareChromium() {
	const found = [process.env['CHROMIUM'], ...BROWSERS].find((path) => path && existsSync(path));
	if (found) return found;
	if (!existsSync('/usr/bin/apt-get')) {
		fail('The browser tests need Chrome or Chromium: install it, or set CHROMIUM to its path.');
	}
	console.log('Installing Debian’s chromium for the browser tests.');
	const isRoot = process.getuid?.() === 0;
	const apt = (...args) => (isRoot ? run('apt-get', args) : run('sudo', ['apt-get', ...args]));
	if (apt('update', '-qq') !== 0 || apt('install', '-y', '-qq', 'chromium') !== 0) {
		fail('Chromium could not be installed: see what apt-get says above.');
	}
	return BROWSERS[0];
}

/** Whether this Python can import all the named modules. */
export function hasPython(...modules) {
	try {
		execFileSync('python3', ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
		return true;
	} catch (error) {
		if (error.status === undefined && error.code === undefined) throw error;
		return false;
	}
}

function fail(sentence) {
	console.error(sentence);
	process.exit(1);
}
