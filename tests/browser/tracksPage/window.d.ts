import type { Fakes } from './page';

declare global {
	interface Window {
		readonly fakes: Fakes;
	}
}
