/**
 * An init script: calls `there` as soon as the Start button, and then the keys, can be pressed, and
 * `sounded` at the first sample that is not silent; each with the moment, in milliseconds from the
 * navigation's start.
 */
(() => {
	const WATCH_MS = 2;
	const FRAMES = 16384;

	const watch = (look) => {
		const timer = setInterval(() => {
			if (look() === true) clearInterval(timer);
		}, WATCH_MS);
	};

	const centreOf = (element) => {
		const { left, top, width, height } = element.getBoundingClientRect();
		return [left + width / 2, top + height / 2];
	};

	watch(() => {
		const button = document.querySelector('.overlay button');
		const { continuo } = globalThis;
		if (button === null || continuo === undefined) return false;
		listen(continuo.audio);
		globalThis.there('start', performance.now(), centreOf(button));
		watch(() => {
			const isOpen = document.querySelector('.stage')?.inert === false;
			const isReady = isOpen && continuo.audio.context.state === 'running';
			if (isReady) globalThis.there('keys', performance.now(), [0, 0]);
			return isReady;
		});
		return true;
	});

	const listen = ({ context, mixer }) => {
		const analyser = new AnalyserNode(context, { fftSize: FRAMES });
		mixer.output.connect(analyser);
		const samples = new Float32Array(FRAMES);
		watch(() => {
			const { currentTime, sampleRate } = context;
			const now = performance.now();
			analyser.getFloatTimeDomainData(samples);
			const first = samples.findIndex((sample) => sample !== 0);
			if (first < 0) return false;
			const time = currentTime - (FRAMES - first) / sampleRate;
			globalThis.sounded(now - (currentTime - time) * 1000);
			return true;
		});
	};
})();
