"""Appraisal bot."""
