/**
 * The guitarist of the page, as `player`: knows by the marker in the microphone when the phrase begins,
 * and puts the foot on the pedal then. An init script.
 */
(() => {
	const markerSource = `
		registerProcessor('marker-listener', class extends AudioWorkletProcessor {
			#quanta = 0;
			#base = 0;
			process([input]) {
				// currentFrame lags by whole quanta while the graph changes: count instead.
				this.#base = Math.max(this.#base, currentFrame - this.#quanta * 128);
				const frame = this.#base + this.#quanta++ * 128;
				const at = input[0]?.findIndex((sample) => sample > 0.6) ?? -1;
				if (at >= 0) this.port.postMessage(frame + at);
				return true;
			}
		});`;
	const TAP_MS = 40;

	class Player {
		/** Input frames at which markers came. */
		markers = [];

		/** Call once the input is open. */
		async listen() {
			const { audio, looper } = globalThis.continuo;
			const { context } = audio;
			const url = URL.createObjectURL(new Blob([markerSource], { type: 'text/javascript' }));
			await context.audioWorklet.addModule(url);
			const listener = new AudioWorkletNode(context, 'marker-listener');
			listener.port.onmessage = ({ data }) => this.markers.push(data);
			looper.soundIn.input.open.node.connect(listener).connect(context.destination);
		}

		/** The input frame of the next marker. */
		async marker() {
			const count = this.markers.length;
			while (this.markers.length === count) await wait(5);
			return this.markers.at(-1);
		}

		/** Taps the pedal at the moment whose sound comes in at this input frame. */
		async tapAt(inputFrame) {
			const { node, soundIn, tracks } = globalThis.continuo.looper;
			const heard = inputFrame - soundIn.compensate().frames;
			let now = performance.now();
			for (; node.heardAt(now) < heard; now = performance.now()) await wait(2);
			// However late this script is, the foot was not.
			const at = now - ((node.heardAt(now) - heard) / node.sampleRate) * 1000;
			tracks.pedalDown(at);
			setTimeout(() => tracks.pedalUp(at + TAP_MS), TAP_MS);
			return heard;
		}
	}

	const wait = (ms) => new Promise((done) => setTimeout(done, ms));
	globalThis.player = new Player();
})();
