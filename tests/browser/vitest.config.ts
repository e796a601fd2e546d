import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['tests/browser/**/*.test.ts'],
		testTimeout: 120_000,
		hookTimeout: 300_000,
		expect: { poll: { timeout: 30_000 } },
		fileParallelism: false
	}
});
