"""The crosswalks of the graph as one mapping set in the three forms of SSSOM.

Sources:
    SSSOM 1.1 (https://mapping-commons.github.io/sssom/).
"""
