"""Sentence and clause segmentation."""
