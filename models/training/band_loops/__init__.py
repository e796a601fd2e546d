"""The loops on which the band is measured."""
