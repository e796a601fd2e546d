/** What multiplies a Music Transformer's weights: our engines, then the peers. */
export type RungName = 'simd' | 'tfjs-wasm' | 'tfjs-webgpu' | 'wgsl' | 'js' | 'ort-wasm';

/** A rung with a model. */
export type Place =
	| { readonly rung: RungName; readonly model: 'small' | 'base' }
	| {
			readonly rung: 'magenta-wasm' | 'magenta-webgpu';
			readonly model: 'melody-rnn' | 'basic_rnn';
	  };
