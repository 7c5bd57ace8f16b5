"""Readers that turn files of others into measures, sources and assessments.

Each keeps one law: records in = records made + records refused, and says why for each refusal.
"""
