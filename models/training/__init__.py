"""The training recipe of the models. Run from the folder above: python -m training.NAME."""
