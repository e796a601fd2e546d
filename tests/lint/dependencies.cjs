/** The arrows between the rooms of the house, which dependency-cruiser enforces. */
const floors = ['lib', 'music', 'midi', 'audio', 'ears', 'composer', 'store', 'jam', 'ui'];
const siblings = ['midi', 'audio', 'ears', 'composer', 'store'];
const mayImport = {
	lib: [],
	music: ['lib'],
	jam: ['music', 'lib'],
	ui: ['jam', 'music', 'lib'],
	...Object.fromEntries(siblings.map((room) => [room, ['music', 'lib']]))
};
const libraryHome = {
	tone: ['audio'],
	webmidi: ['midi'],
	tonal: ['music'],
	svelte: ['ui'],
	'@tonejs/midi': ['store'],
	idb: ['store'],
	fflate: ['store'],
	'music-metadata': ['store'],
	'fft.js': ['audio', 'ears'],
	'@magenta/music': ['composer'],
	'@spotify/basic-pitch': ['ears'],
	'@tensorflow/': ['composer', 'ears']
};

module.exports = {
	forbidden: [
		{ name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
		...floors.map((room) => ({
			name: `${room}-imports-only-${mayImport[room].join('-') || 'nothing'}`,
			severity: 'error',
			from: { path: `^src/${room}/` },
			to: {
				path: '^src/',
				pathNot: [room, ...mayImport[room]].map((allowed) => `^src/${allowed}/`)
			}
		})),
		...Object.entries(libraryHome).map(([library, rooms]) => ({
			name: `${library}-lives-in-${rooms.join('-')}`,
			severity: 'error',
			from: {
				path: '^src/',
				pathNot: [...rooms.map((room) => `^src/${room}/`), '^src/main\\.ts$']
			},
			to: { path: `^node_modules/${library}` }
		}))
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte', '.svelte.ts'] }
	}
};
