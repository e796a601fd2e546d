import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { CHROMIUM, CHROMIUM_FLAGS } from '../browser/chromium.ts';

/** Runs the tests themselves in Chromium, whose Web Audio is what our users hear. */
export default defineConfig({
	root: fileURLToPath(new URL('../..', import.meta.url)),
	publicDir: false,
	test: {
		include: ['tests/render/**/*.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 120_000,
		fileParallelism: false,
		silent: 'passed-only',
		browser: {
			enabled: true,
			headless: true,
			screenshotFailures: false,
			connectTimeout: 120_000,
			provider: playwright({
				launchOptions: { executablePath: CHROMIUM, args: [...CHROMIUM_FLAGS] }
			}),
			instances: [{ browser: 'chromium' }]
		}
	}
});
