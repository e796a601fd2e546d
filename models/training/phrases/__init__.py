"""The phrases of the tests and of the app."""
