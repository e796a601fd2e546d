/** Says to the player why something cannot be done. */
export class Refusal extends Error {}
