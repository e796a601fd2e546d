import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const MAGENTA_MODULE = /@magenta[\\/]music[\\/]esm[\\/].*\.js$/;
const GLOBAL_MODULE = /[\\/]core[\\/]compat[\\/]global\.js$/;
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/m;

/**
 * @magenta/music reads `window` and `require` in core/compat/global.js, which a worker has not. Its
 * own bundle puts global_browser.js in that place, and so does this, in the build, in the dev server
 * and in the dev server's prebundling. Its source maps point to files that it does not ship: they
 * are left out.
 */
export const magentaCompat = (): Plugin => ({
	name: 'magenta-compat',
	enforce: 'pre',
	load(id) {
		const path = id.split('?')[0] ?? id;
		if (!MAGENTA_MODULE.test(path)) return null;
		if (GLOBAL_MODULE.test(path)) return "export * from './global_browser.js';";
		return readFileSync(path, 'utf8').replace(SOURCE_MAP, '');
	}
});
