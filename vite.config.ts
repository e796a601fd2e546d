import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
	root: 'src',
	base: './',
	publicDir: '../public',
	plugins: [svelte()],
	worker: { format: 'es' },
	build: { outDir: '../dist', emptyOutDir: true, target: 'es2022' },
	test: {
		root: '.',
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/browser/**'],
		testTimeout: 30_000
	}
});
