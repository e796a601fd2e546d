import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { assemblyKernels } from './tools/assemblyKernels.ts';
import { magentaCompat } from './tools/magentaCompat.ts';
import { serveModels } from './tools/serveModels.ts';

export default defineConfig({
	root: 'src',
	base: './',
	publicDir: '../public',
	plugins: [
		svelte(),
		magentaCompat(),
		assemblyKernels(),
		serveModels(fileURLToPath(new URL('models', import.meta.url)))
	],
	optimizeDeps: {
		// The worker's imports are found only when it starts, and finding them reloads the page.
		include: [
			'@magenta/music/esm/music_rnn',
			'@magenta/music/esm/music_rnn/attention',
			'@tensorflow/tfjs',
			'@tensorflow/tfjs-backend-wasm',
			'@tensorflow/tfjs-backend-webgpu',
			'@tensorflow/tfjs-converter',
			'@tensorflow/tfjs-core'
		],
		rolldownOptions: { plugins: [magentaCompat()] }
	},
	worker: { format: 'es', plugins: () => [magentaCompat(), assemblyKernels()] },
	build: { outDir: '../dist', emptyOutDir: true, target: 'es2022' },
	test: {
		root: '.',
		include: ['tests/**/*.test.ts'],
		exclude: ['tests/browser/**', 'tests/render/**'],
		testTimeout: 300_000,
		server: { deps: { inline: [/@magenta\/music/] } }
	}
});
