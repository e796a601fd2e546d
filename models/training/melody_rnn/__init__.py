"""The recipe of MelodyRNN."""
