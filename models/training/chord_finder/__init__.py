"""What says the chords and the key of a loop, and how it was learnt."""
